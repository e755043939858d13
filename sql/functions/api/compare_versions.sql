create or replace function api.compare_versions(p_training text, p_label text)
returns table (
    training text,
    version text,
    state text,
    base_version text,
    content text,
    base_content text,
    objectives text[],
    base_objectives text[],
    sources text[],
    base_sources text[]
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
    v_training core.trainings;
    v_base core.training_versions;
begin
    perform core._actor();
    v_training := core._training(p_training);
    v_version := core._version(v_training, p_label);
    -- the active version, or what was active before the active one, or before a former one
    select v.* into v_base
    from core.training_versions as v
    where v.training_id = v_training.training_id and v.version_id <> v_version.version_id
        and v.activated_at < coalesce(v_version.activated_at, 'infinity')
    order by v.activated_at desc
    limit 1;
    return query
    select
        v_training.name, v_version.label, v_version.state, v_base.label, v_version.content,
        v_base.content, v_version.objectives, v_base.objectives,
        array(select jsonb_array_elements_text(core._sources_of(v_version.version_id))),
        case
            when v_base.version_id is not null
                then array(select jsonb_array_elements_text(core._sources_of(v_base.version_id)))
        end;
end;
$$;

comment on function api.compare_versions(text, text) is
'A version beside the one it takes the place of: the active version of its training, or, for one
that is or was active, the one before it. Content, objectives and sources of both; what is of the
base is null when there was none. Raises ZR201, ZR202 and what core._actor() raises.';
