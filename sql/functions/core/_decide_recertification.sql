create or replace function core._decide_recertification(
    p_version_id bigint,
    p_actor_id bigint,
    p_change_reason text,
    p_plan_digest text,
    p_scope jsonb,
    p_effective_on date,
    p_batch_size integer,
    p_activated boolean,
    p_preceding audit.entry[]
)
returns core.recertification_result
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_run core.recertification_runs;
    v_scheduled_id bigint;
    v_audit_seq bigint;
    v_resolved bigint[];
    v_details pg_catalog.jsonb;
begin
    -- recertifying some decides nothing about the others: the queue goes on asking
    if p_scope is null then
        v_resolved := core._resolve_review_tasks(
            array[p_version_id], array['recert_decision'], 'recertified', p_change_reason,
            clock_timestamp(), p_actor_id
        );
    end if;
    v_details := jsonb_build_object(
        'review_tasks_resolved', coalesce(to_jsonb(v_resolved), '[]')
    );

    if p_effective_on is not null and p_batch_size is not null then
        raise exception 'What is stored for a day to come is done in one transaction'
            using errcode = 'ZR102',
            detail = format('batch size %s, effective on %s', p_batch_size, p_effective_on),
            hint = 'Leave out the size of batches, or the day.';
    elsif p_batch_size is not null then
        v_run := core._begin_batches(
            p_version_id, p_actor_id, p_change_reason, p_plan_digest, p_scope, p_batch_size,
            v_details, p_preceding
        );
        v_audit_seq := v_run.begun_audit_seq;
    elsif p_effective_on is null then
        v_run := core._recertify(
            p_version_id, p_actor_id, p_change_reason, p_plan_digest, p_scope, v_details, p_preceding
        );
        v_audit_seq := v_run.audit_seq;
    else
        select s.scheduled_recertification_id, s.audit_seq into strict v_scheduled_id, v_audit_seq
        from core._schedule_recertification(
            p_version_id, p_actor_id, p_change_reason, p_plan_digest, p_scope, p_effective_on,
            v_details, p_preceding
        ) as s;
    end if;
    return core._recertification_result(
        p_version_id, v_run.run_id, v_scheduled_id, p_activated, v_audit_seq
    );
end;
$$;

comment on function core._decide_recertification(
    bigint, bigint, text, text, jsonb, date, integer, boolean, audit.entry[]
) is
'A decision to recertify for an active version: done at once, stored for p_effective_on, or begun
in batches of p_batch_size people. For
everyone, it resolves the recert_decision that waits for it. The training and the people must be
locked and the caller''s rights checked. Raises ZR102, ZR206, ZR209, ZR214, 40001.';
