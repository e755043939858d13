create or replace function api.enrol_recertification_batch(
    p_run_id bigint,
    p_batch_number integer
)
returns table (
    run_id bigint,
    batch_number integer,
    population bigint,
    created bigint,
    evidence_superseded bigint,
    is_new boolean,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_version core.training_versions;
    v_run core.recertification_runs;
    v_batch core.recertification_batches;
    v_campaign_id bigint;
    v_now pg_catalog.timestamptz;
begin
    perform core._lock_people(false);
    perform core._require_importer(core._actor());
    v_version := core._version_of_run(p_run_id);
    perform core._require_not_author(core._actor(), v_version.version_id);
    -- beside other batches, and beside nobody who records evidence or decides on the training
    perform core._share_enrolment(v_version.training_id);

    select r.* into strict v_run
    from core.recertification_runs as r
    where r.run_id = p_run_id;
    -- two that enrol one batch take turns; by a lock of its own, as a cluster knows for a row of this
    -- table only that of the whole table
    perform pg_catalog.pg_advisory_xact_lock(
        hashtextextended(format('recert batch %s of %s', p_batch_number, p_run_id), 0)
    );
    select b.* into v_batch
    from core.recertification_batches as b
    where b.run_id = p_run_id and b.batch_number = p_batch_number;
    if not found then
        raise exception 'There is no such batch'
            using errcode = 'ZR210',
            detail = format('run %s, batch %s', p_run_id, p_batch_number),
            hint = '`recert jobs` tells how far it is.';
    end if;
    if v_batch.enrolled_at is not null then
        -- somebody else did it: a session that went on after its command was gone
        return query
        select
            p_run_id, p_batch_number, v_batch.population, v_batch.created,
            v_batch.evidence_superseded, false, v_batch.audit_seq;
        return;
    end if;

    -- In a campaign that the run made itself nobody of these is yet: whoever comes back joins it by
    -- what their batch has left out, which is done. So nobody is looked up in it.
    select c.campaign_id into v_campaign_id
    from core.campaigns as c
    where c.campaign_id = v_run.campaign_id and c.created_at < v_run.run_at;
    v_batch := core._enrol(
        v_run,
        core._recertification_frame(
            v_version.version_id, v_run.scope, v_campaign_id, v_run.run_at, v_run.evidence_id_to,
            v_batch.user_id_from, v_batch.user_id_to
        ),
        v_batch, null
    );
    v_batch.audit_seq := audit._append(
        row(
            'assign', 'campaign', v_run.campaign_id::pg_catalog.text, v_run.change_reason,
            (
                select
                    jsonb_build_object(
                        'training', t.name, 'version', v_version.label, 'campaign', c.name,
                        'run_id', p_run_id, 'batch', p_batch_number,
                        'user_id_from', v_batch.user_id_from,
                        'user_id_to', v_batch.user_id_to,
                        'population', v_batch.population, 'created', v_batch.created,
                        'already_enrolled', v_batch.already_enrolled,
                        'already_current', v_batch.already_current,
                        'inactive', v_batch.inactive, 'exempt', v_batch.exempt,
                        'evidence_superseded', v_batch.evidence_superseded,
                        'evidence_digest', encode(v_batch.evidence_digest, 'hex'),
                        'decided_by', (
                            select u.employee_number
                            from core.users as u
                            where u.user_id = v_run.run_by
                        )
                    )
                from core.campaigns as c, core.trainings as t
                where c.campaign_id = v_run.campaign_id
                    and t.training_id = v_version.training_id
            )
        )::audit.entry
    );
    v_now := clock_timestamp();
    update core.recertification_batches as b
    set
        enrolled_at = v_now, population = v_batch.population,
        created = v_batch.created, already_enrolled = v_batch.already_enrolled,
        already_current = v_batch.already_current, inactive = v_batch.inactive,
        exempt = v_batch.exempt, evidence_superseded = v_batch.evidence_superseded,
        plan_blocks = v_batch.plan_blocks, evidence_digest = v_batch.evidence_digest,
        audit_seq = v_batch.audit_seq
    where b.run_id = p_run_id and b.batch_number = p_batch_number;
    -- one batch after the other from here on, as the end of the log is held already
    update core.recertification_runs as r
    set
        population = r.population + v_batch.population, created = r.created + v_batch.created,
        already_enrolled = r.already_enrolled + v_batch.already_enrolled,
        already_current = r.already_current + v_batch.already_current,
        inactive = r.inactive + v_batch.inactive, exempt = r.exempt + v_batch.exempt,
        evidence_superseded = r.evidence_superseded + v_batch.evidence_superseded
    where r.run_id = p_run_id;
    update ops.job_runs as j
    set result = j.result || core._enrolment_position(p_run_id)
    where j.job = 'recertify' and j.state = 'running'
        and j.result ->> 'run_id' = p_run_id::pg_catalog.text;
    return query
    select
        p_run_id, p_batch_number, v_batch.population, v_batch.created,
        v_batch.evidence_superseded, true, v_batch.audit_seq;
end;
$$;

comment on function api.enrol_recertification_batch(bigint, integer) is
'Enrols the people of one batch of a run that is not whole: their assignments, the flag of their
evidence, who is left out by name and reason, the counts, and the position of the job, all in this
transaction. Several sessions may each do another batch at once. A batch that is done stays as it is
(is_new is false). The decision stands, whoever goes on with it. Audit action assign. Raises ZR210
(no such run or batch), ZR304, ZR305, ZR306 (the author), 40001 and what core._actor() raises.';
