create or replace function core._activate(p_version_id bigint, p_at timestamptz)
returns jsonb
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_id bigint;
    v_activated_at pg_catalog.timestamptz;
    v_former pg_catalog.text;
begin
    select v.training_id into strict v_training_id
    from core.training_versions as v
    where v.version_id = p_version_id;

    -- activation is the order of versions, so it increases even if the clock was set back
    select greatest(p_at, max(v.activated_at) + interval '1 microsecond') into strict v_activated_at
    from core.training_versions as v
    where v.training_id = v_training_id;

    update core.training_versions as v
    set state = 'inactive', deactivated_at = v_activated_at
    where v.training_id = v_training_id and v.state = 'active'
    returning v.label into v_former;

    update core.training_versions as v
    set state = 'active', activated_at = v_activated_at
    where v.version_id = p_version_id;

    -- rule 13: people may hold evidence on it already
    return jsonb_build_object(
        'activated_at', audit._moment(v_activated_at),
        'deactivated_version', v_former,
        'assignments_closed',
        core._close_assignments(array[v_training_id], v_activated_at)
    );
end;
$$;

comment on function core._activate(bigint, timestamptz) is
'Makes an approved version the active one of its training and the former one inactive (rule 4).
The training must be locked. Returns what the audit row tells of it: activated_at,
deactivated_version (the former one''s label, or null) and assignments_closed (rule 13).';
