create or replace function core._recertification_scope(
    p_version core.training_versions,
    p_departments text[],
    p_locations text[],
    p_from_versions text[]
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_scope pg_catalog.jsonb;
    v_wrong pg_catalog.text;
begin
    select jsonb_object_agg(s.part, s.given) into v_scope
    from (
        select g.part, jsonb_agg(distinct core._trimmed(u.name)) as given
        from (
            values
            ('departments', p_departments),
            ('locations', p_locations),
            ('from_versions', p_from_versions)
        ) as g (part, names)
        cross join lateral unnest(g.names) as u (name)
        group by g.part
    ) as s;
    if v_scope is null then
        return null;
    end if;

    -- a name that nobody has would recertify nobody, and look like success; a blank one is none
    select string_agg(format('%s "%s"', n.part, n.name), ', ' order by n.part, n.name)
    into v_wrong
    from (
        select 'department' as part, d.name
        from jsonb_array_elements_text(v_scope -> 'departments') as d (name)
        where not exists (select from core.users as u where u.department = d.name)
        union all
        select 'location', l.name
        from jsonb_array_elements_text(v_scope -> 'locations') as l (name)
        where not exists (select from core.users as u where u.location = l.name)
    ) as n;
    if v_wrong is not null then
        raise exception 'Nobody is in this department or location'
            using errcode = 'ZR102',
            detail = v_wrong,
            hint = 'Check the name, upper and lower case included.';
    end if;

    select string_agg(format('"%s"', f.label), ', ' order by f.label) into v_wrong
    from jsonb_array_elements_text(v_scope -> 'from_versions') as f (label)
    where not exists (
        select from core.training_versions as v
        where v.training_id = p_version.training_id and v.label = f.label
            and v.version_id = any(core._earlier_versions(p_version.version_id))
    );
    if v_wrong is not null then
        raise exception 'This is no earlier version of the training'
            using errcode = 'ZR102',
            detail = format('version %s, recertifying for "%s"', v_wrong, p_version.label),
            hint = 'Name a version that was in force before.';
    end if;
    return v_scope;
end;
$$;

comment on function core._recertification_scope(core.training_versions, text[], text[], text[]) is
'To whom a recertification for the version is limited: an object with departments, locations and
from_versions, each a sorted array, where given; null for everyone. Raises ZR102.';
