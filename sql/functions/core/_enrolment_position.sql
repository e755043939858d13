create or replace function core._enrolment_position(p_run_id bigint)
returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
    select
        jsonb_build_object(
            'run_id', r.run_id, 'training', t.name, 'version', v.label,
            'batches', b.batches, 'batches_enrolled', b.enrolled,
            'population', r.population, 'created', r.created,
            'evidence_superseded', r.evidence_superseded
        )
    from core.recertification_runs as r
    inner join core.campaigns as c on r.campaign_id = c.campaign_id
    inner join core.training_versions as v on c.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    cross join (
        select count(*) as batches, count(b.enrolled_at) as enrolled
        from core.recertification_batches as b
        where b.run_id = p_run_id
    ) as b
    where r.run_id = p_run_id;
$$;

comment on function core._enrolment_position(bigint) is
'How far a run in batches is, as its job run has it: run_id, training, version, batches,
batches_enrolled, population, created, evidence_superseded. Whoever enrolled them: of the run since
its beginning.';
