create or replace function core._end_run(
    p_run core.recertification_runs,
    p_version_id bigint,
    p_plan_blocks bytea,
    p_evidence_digest bytea,
    p_details jsonb,
    p_preceding audit.entry[]
)
returns core.recertification_runs
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_run core.recertification_runs := p_run;
    v_told pg_catalog.jsonb;
begin
    v_run.plan_digest := core._plan_digest(p_version_id, v_run.scope, null, p_plan_blocks);
    select
        jsonb_build_object(
            'training', t.name, 'version', v.label, 'version_id', p_version_id, 'campaign', c.name,
            'population', v_run.population, 'created', v_run.created,
            'already_enrolled', v_run.already_enrolled, 'already_current', v_run.already_current,
            'inactive', v_run.inactive, 'exempt', v_run.exempt,
            'evidence_superseded', v_run.evidence_superseded,
            'due_at', audit._moment(v_run.due_at),
            'plan_digest', v_run.plan_digest, 'scope', v_run.scope,
            'evidence_digest', encode(p_evidence_digest, 'hex')
        ) || p_details
    into strict v_told
    from core.campaigns as c
    inner join core.training_versions as v on c.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    where c.campaign_id = v_run.campaign_id;

    v_run.audit_seq := audit._append(
        variadic p_preceding || row(
            'recertify', 'campaign', v_run.campaign_id::pg_catalog.text, v_run.change_reason, v_told
        )::audit.entry
    );
    v_run.is_enrolling := false;
    update core.recertification_runs as r
    set
        population = v_run.population, created = v_run.created,
        already_enrolled = v_run.already_enrolled, already_current = v_run.already_current,
        inactive = v_run.inactive, exempt = v_run.exempt,
        evidence_superseded = v_run.evidence_superseded,
        plan_digest = v_run.plan_digest, audit_seq = v_run.audit_seq, is_enrolling = false
    where r.run_id = v_run.run_id;
    return v_run;
end;
$$;

comment on function core._end_run(
    core.recertification_runs, bigint, bytea, bytea, jsonb, audit.entry[]
) is
'Ends a run whose counts are those given: with its audit row recertify, p_details in it, after
p_preceding. p_plan_blocks are of its whole population, p_evidence_digest of all evidence that it
superseded.';
