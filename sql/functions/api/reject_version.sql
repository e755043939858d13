create or replace function api.reject_version(
    p_training text,
    p_label text,
    p_change_reason text
)
returns table (
    training text,
    version text,
    state text,
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
    v_tasks bigint[];
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_addressee(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['pending_review'], 'rejected');

    v_now := clock_timestamp();
    update core.training_versions as v
    set
        state = 'rejected', rejected_by = v_actor_id, rejected_at = v_now,
        rejection_reason = p_change_reason
    where v.version_id = v_version.version_id;
    v_tasks := core._resolve_review_tasks(
        array[v_version.version_id], array['version_approval'], 'rejected', p_change_reason, v_now,
        v_actor_id
    );

    return query
    select
        p_training, p_label, 'rejected', v_tasks[1],
        audit._append(
            row(
                'reject_version', 'version', v_version.version_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'training', p_training, 'version', p_label, 'review_task_id', v_tasks[1],
                    'content_sha256', encode(v_version.content_sha256, 'hex')
                )
            )::audit.entry
        );
end;
$$;

comment on function api.reject_version(text, text, text) is
'Rejects a version that is pending review, for good: a corrected one comes under a new label (rules
1 and 2). Returns the version and the review task that this resolved. Audit action reject_version.
Raises ZR101, ZR201, ZR202, ZR204, ZR304, ZR305, ZR306 and what core._actor() raises.';
