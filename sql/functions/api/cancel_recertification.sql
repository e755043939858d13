create or replace function api.cancel_recertification(
    p_scheduled_recertification_id bigint,
    p_change_reason text
)
returns table (
    scheduled_recertification_id bigint,
    training text,
    version text,
    effective_on date,
    state text,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_scheduled core.scheduled_recertifications;
    v_training pg_catalog.text;
    v_version pg_catalog.text;
    v_opened bigint;
    v_now pg_catalog.timestamptz;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_scheduled := core._lock_scheduled(p_scheduled_recertification_id);
    perform core._require_not_author(v_actor_id, v_scheduled.version_id);

    v_now := clock_timestamp();
    update core.scheduled_recertifications as s
    set
        state = 'cancelled', ended_at = v_now, ended_by = v_actor_id,
        end_reason = p_change_reason
    where s.scheduled_recertification_id = v_scheduled.scheduled_recertification_id;

    select t.name, v.label into strict v_training, v_version
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    where v.version_id = v_scheduled.version_id;
    -- undecided again, unless it was decided otherwise meanwhile
    if v_scheduled.scope is null
        and core._recertification_decision(v_scheduled.version_id) is null
    then
        v_opened := core._open_review_task(
            v_scheduled.version_id, 'recert_decision', 'quality_admin', v_now, v_actor_id
        );
    end if;
    return query
    select
        v_scheduled.scheduled_recertification_id, v_training, v_version, v_scheduled.effective_on,
        'cancelled',
        audit._append(
            row(
                'decline_recertification', 'scheduled_recertification',
                v_scheduled.scheduled_recertification_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'training', v_training, 'version', v_version,
                    'version_id', v_scheduled.version_id,
                    'effective_on', v_scheduled.effective_on, 'scope', v_scheduled.scope,
                    'review_task_id', v_opened
                )
            )::audit.entry
        );
end;
$$;

comment on function api.cancel_recertification(bigint, text) is
'Takes back a recertification that was stored for a day to come; the queue asks again whether to
recertify, if that was for everyone and nothing else decides it. Rights are those of recertifying.
Audit action decline_recertification, entity scheduled_recertification. Raises ZR101, ZR209 (done,
cancelled or superseded), ZR210 (no such one), ZR304, ZR305, ZR306 and what core._actor() raises.';
