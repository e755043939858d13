create or replace function api.decline_recertification(
    p_training text,
    p_label text,
    p_change_reason text
)
returns table (
    training text,
    version text,
    review_task_id bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_now pg_catalog.timestamptz;
    v_version core.training_versions;
    v_decided pg_catalog.text;
    v_task_id bigint;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['active'], 'left without recertification');

    v_decided := core._recertification_decision(v_version.version_id);
    if v_decided is not null then
        raise exception 'Whether to recertify has been decided already'
            using errcode = 'ZR209',
            detail = format('"%s" %s: %s', p_training, p_label, v_decided),
            hint = 'See `recert audit log`; `recert scheduled cancel` takes back a stored one.';
    end if;

    v_now := clock_timestamp();
    -- decided without having been asked: the queue shows it all the same
    perform core._open_review_task(
        v_version.version_id, 'recert_decision', 'quality_admin', v_now, v_actor_id
    );
    v_task_id := (
        core._resolve_review_tasks(
            array[v_version.version_id], array['recert_decision'], 'declined', p_change_reason, v_now,
            v_actor_id
        )
    )[1];

    return query
    select
        p_training, p_label, v_task_id,
        audit._append(
            row(
                'decline_recertification', 'version', v_version.version_id::pg_catalog.text,
                p_change_reason,
                jsonb_build_object(
                    'training', p_training, 'version', p_label, 'review_task_id', v_task_id
                )
            )::audit.entry
        );
end;
$$;

comment on function api.decline_recertification(text, text, text) is
'Rule 15: records the decision to recertify nobody, or nobody beside those of a scope, for an active
version, with actor and reason, and
resolves its recert_decision. Nothing else changes; api.recertify may still decide otherwise later.
Audit action decline_recertification. Raises ZR101, ZR201, ZR202, ZR204, ZR209 (decided already),
ZR304, ZR305, ZR306 and what core._actor() raises.';
