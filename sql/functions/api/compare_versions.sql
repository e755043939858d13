create or replace function api.compare_versions(p_training text, p_label text)
returns table (
    training text,
    version text,
    state text,
    active_version text,
    content text,
    active_content text,
    objectives text[],
    active_objectives text[],
    sources text[],
    active_sources text[]
)
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
    v_training core.trainings;
    v_active core.training_versions;
begin
    perform core._actor();
    v_training := core._training(p_training);
    v_version := core._version(v_training, p_label);
    select v.* into v_active
    from core.training_versions as v
    where v.training_id = v_training.training_id and v.state = 'active';
    return query
    select
        v_training.name, v_version.label, v_version.state, v_active.label, v_version.content,
        v_active.content, v_version.objectives, v_active.objectives,
        array(select jsonb_array_elements_text(core._sources_of(v_version.version_id))),
        case
            when v_active.version_id is not null
                then array(select jsonb_array_elements_text(core._sources_of(v_active.version_id)))
        end;
end;
$$;

comment on function api.compare_versions(text, text) is
'A version beside the active one of its training: content, objectives and sources of both. What is
active is null when nothing is. Raises ZR201, ZR202 and what core._actor() raises.';
