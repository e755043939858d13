create or replace function core._recertification_frame(
    p_version_id bigint,
    p_scope jsonb,
    p_campaign_id bigint,
    p_moment timestamptz,
    p_evidence_id_to bigint,
    p_first_user_id bigint,
    p_last_user_id bigint
)
returns core.recertification_frame
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_frame core.recertification_frame;
begin
    select v.training_id into strict v_frame.training_id
    from core.training_versions as v
    where v.version_id = p_version_id;
    v_frame.version_id := p_version_id;
    v_frame.campaign_id := p_campaign_id;
    v_frame.earlier := core._earlier_versions(p_version_id);
    v_frame.moment := p_moment;
    v_frame.evidence_id_to := p_evidence_id_to;
    select
        array_agg(d.name) filter (where d.part = 'departments'),
        array_agg(d.name) filter (where d.part = 'locations'),
        array_agg(v.version_id) filter (where d.part = 'from_versions')
    into v_frame.departments, v_frame.locations, v_frame.from_versions
    from (
        select s.part, n.name
        from jsonb_each(p_scope) as s (part, names)
        cross join lateral jsonb_array_elements_text(s.names) as n (name)
    ) as d
    left join core.training_versions as v
        on d.part = 'from_versions' and v.training_id = v_frame.training_id and d.name = v.label;
    if v_frame.from_versions is null then
        -- whoever an earlier run left out and whom nothing keeps out any more
        v_frame.left_out := core._left_out(
            p_version_id, p_first_user_id, p_last_user_id
        );
    end if;
    return v_frame;
end;
$$;

comment on function core._recertification_frame(
    bigint, jsonb, bigint, timestamptz, bigint, bigint, bigint
) is
'Within which core._recertification_people looks for the population of a version and a scope (see
core._recertification_scope); its campaign, the moment and the last evidence that counts as given. Of
whom earlier runs left out it has those in the range.';
