create or replace function core._end_batches(p_run core.recertification_runs, p_version_id bigint)
returns core.recertification_runs
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_left bigint;
    v_batches bigint;
    v_plan_blocks pg_catalog.bytea;
    v_evidence_digest pg_catalog.bytea;
    v_is_reconciled boolean;
begin
    select
        count(*) filter (where b.enrolled_at is null),
        count(*),
        string_agg(b.plan_blocks, '' order by b.batch_number),
        sha256(
            string_agg(b.evidence_digest, '' order by b.batch_number)
            filter (where b.evidence_superseded > 0)
        ),
        (
            sum(b.population), sum(b.created), sum(b.already_enrolled), sum(b.already_current),
            sum(b.inactive), sum(b.exempt), sum(b.evidence_superseded)
        ) is not distinct from (
            p_run.population, p_run.created, p_run.already_enrolled, p_run.already_current,
            p_run.inactive, p_run.exempt, p_run.evidence_superseded
        )
    into strict v_left, v_batches, v_plan_blocks, v_evidence_digest, v_is_reconciled
    from core.recertification_batches as b
    where b.run_id = p_run.run_id;
    if v_left > 0 then
        raise exception 'Not everybody is enrolled yet'
            using errcode = 'ZR214',
            detail = format('run %s: %s of %s batches are left', p_run.run_id, v_left, v_batches),
            hint = 'Go on with it: `recert recertify --resume`.';
    end if;
    -- not counted of a run in a scope that had begun before schema version 22
    v_is_reconciled := v_is_reconciled
        and (p_run.evidence_superseded = p_run.evidence_to_supersede) is not false
        and not exists (select from ops._false_batches(p_run.run_id) as f (name));
    if not v_is_reconciled then
        raise exception 'The batches of the run are not what the record and the log tell'
            using errcode = 'ZR402',
            detail = format('run %s', p_run.run_id),
            hint = 'Somebody changed them behind the guards: see `recert doctor`.';
    end if;

    return core._end_run(
        p_run, p_version_id, v_plan_blocks, coalesce(v_evidence_digest, sha256('')),
        jsonb_build_object(
            'run_id', p_run.run_id, 'batches', v_batches, 'is_enrolling', false,
            'decided_by', (
                select u.employee_number from core.users as u where u.user_id = p_run.run_by
            )
        ),
        '{}'
    );
end;
$$;

comment on function core._end_batches(core.recertification_runs, bigint) is
'Ends a run whose batches are all enrolled: with the audit row recertify that has all counts, the
sums of those of its batches, and decided_by, since whoever ends it may be somebody else. The training
must be locked. Raises ZR214 (batches are left), ZR402 (counts that do not reconcile).';
