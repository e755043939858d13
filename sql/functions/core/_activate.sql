create or replace function core._activate(
    p_version_id bigint,
    p_at timestamptz,
    p_actor_id bigint,
    p_is_decided boolean
)
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
    v_others bigint[];
    v_closed bigint;
    v_superseded bigint[];
    v_scheduled bigint[];
    v_opened bigint[];
begin
    select v.training_id into strict v_training_id
    from core.training_versions as v
    where v.version_id = p_version_id;
    perform core._require_whole(v_training_id);

    -- activation is the order of versions, so it increases even if the clock was set back
    select
        greatest(p_at, max(v.activated_at) + interval '1 microsecond'),
        array_agg(v.version_id) filter (where v.activated_at is not null)
    into strict v_activated_at, v_others
    from core.training_versions as v
    where v.training_id = v_training_id and v.version_id <> p_version_id;

    update core.training_versions as v
    set state = 'inactive', deactivated_at = v_activated_at
    where v.training_id = v_training_id and v.state = 'active'
    returning v.label into v_former;

    update core.training_versions as v
    set state = 'active', activated_at = v_activated_at
    where v.version_id = p_version_id;

    -- rule 13: people may hold evidence on it already
    v_closed := core._close_assignments(array[v_training_id], v_activated_at);

    -- what was still to be decided about the versions before it is so no longer
    v_superseded := core._resolve_review_tasks(
        v_others, array['source_outdated', 'recert_decision'], 'superseded', null, v_activated_at,
        p_actor_id
    );
    with ended as (
        update core.scheduled_recertifications as s
        set state = 'superseded', ended_at = v_activated_at, ended_by = p_actor_id
        where s.version_id = any(v_others) and s.state = 'planned'
        returning s.scheduled_recertification_id
    )

    select array_agg(e.scheduled_recertification_id) into v_scheduled
    from ended as e;

    -- rule 15: whether people are recertified is decided, one way or the other
    v_opened := core._queue_outdated_sources(array[v_training_id], v_activated_at, p_actor_id);
    if v_others is not null and not p_is_decided then
        v_opened := v_opened || core._open_review_task(
            p_version_id, 'recert_decision', 'quality_admin', v_activated_at, p_actor_id
        );
    end if;

    -- nobody was assigned a training that had no active version
    if v_former is null then
        perform core._recompute_everyone('versions');
    end if;

    return jsonb_build_object(
        'activated_at', audit._moment(v_activated_at),
        'deactivated_version', v_former,
        'assignments_closed', v_closed,
        'review_tasks_opened', coalesce(to_jsonb(v_opened), '[]'),
        'review_tasks_superseded', coalesce(to_jsonb(v_superseded), '[]'),
        'scheduled_recertifications_superseded', coalesce(to_jsonb(v_scheduled), '[]')
    );
end;
$$;

comment on function core._activate(bigint, timestamptz, bigint, boolean) is
'Makes an approved version the active one of its training and the former one inactive (rule 4). Ends
what waits for a decision about former versions; asks for a decision about recertifying unless
p_is_decided or nothing was active before it. The training must be locked. Returns what the audit
row tells of it: activated_at, deactivated_version (the former one''s label, or null),
assignments_closed (rule 13), the review tasks opened and superseded, and the scheduled
recertifications superseded. Raises ZR214 (a run of the training is not whole).';
