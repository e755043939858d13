create or replace function core._recertify(
    p_version_id bigint,
    p_actor_id bigint,
    p_change_reason text,
    p_plan_digest text,
    p_scope jsonb,
    p_details jsonb,
    p_preceding audit.entry[]
)
returns core.recertification_runs
language plpgsql
volatile
security definer
set search_path = ''
-- a million people are sorted in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_earlier constant bigint[] := core._earlier_versions(p_version_id);
    v_version core.training_versions;
    v_training core.trainings;
    v_campaign core.campaigns;
    v_run core.recertification_runs;
    v_campaign_name pg_catalog.text;
    v_user_ids bigint[];
    v_evidence_rows bigint[];
    v_outcomes pg_catalog.text[];
    v_expected_evidence bigint;
    v_evidence_digest pg_catalog.text := encode(sha256(''), 'hex');
    v_rows bigint;
begin
    select v.* into strict v_version
    from core.training_versions as v
    where v.version_id = p_version_id;
    select t.* into strict v_training
    from core.trainings as t
    where t.training_id = v_version.training_id;

    -- one look at the population serves the counts, the digest, the lists and the insert
    select
        count(*),
        count(*) filter (where p.outcome = 'created'),
        count(*) filter (where p.outcome = 'already_enrolled'),
        count(*) filter (where p.outcome = 'already_current'),
        count(*) filter (where p.outcome = 'inactive'),
        count(*) filter (where p.outcome = 'exempt'),
        coalesce(sum(p.evidence_rows), 0),
        array_agg(p.user_id),
        array_agg(p.evidence_rows),
        array_agg(p.outcome)
    into strict
        v_run.population, v_run.created, v_run.already_enrolled, v_run.already_current,
        v_run.inactive, v_run.exempt, v_expected_evidence, v_user_ids, v_evidence_rows, v_outcomes
    from core._recertification_population(p_version_id, p_scope) as p;
    v_run.plan_digest := core._plan_digest(
        p_version_id, p_scope, null, v_user_ids, v_evidence_rows, v_outcomes
    );
    v_run.scope := p_scope;

    perform core._require_plan(p_plan_digest, v_run.plan_digest, v_run.population);

    v_run.run_at := clock_timestamp();
    v_run.due_at := core._days_later(v_run.run_at, v_training.initial_due_offset_days);

    select c.* into v_campaign
    from core.campaigns as c
    where c.version_id = p_version_id and c.kind = 'recertification';
    if not found then
        v_campaign_name := format('Recertification: %s v%s', v_training.name, v_version.label);
        insert into core.campaigns (name, kind, version_id, due_at, created_by)
        values (v_campaign_name, 'recertification', p_version_id, v_run.due_at, p_actor_id)
        returning * into strict v_campaign;
    end if;

    -- sorted by the key, so that the key's index grows at its end
    insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
    select p.user_id, v_campaign.campaign_id, v_run.due_at, v_run.run_at
    from unnest(v_user_ids, v_outcomes) as p (user_id, outcome)
    where p.outcome = 'created'
    order by p.user_id
    on conflict do nothing;
    get diagnostics v_rows = row_count;

    v_run.evidence_superseded := 0;
    if v_expected_evidence > 0 and p_scope is null then
        update core.evidence as e
        set
            recertification_status = 'superseded',
            superseded_at = v_run.run_at,
            superseded_by_campaign_id = v_campaign.campaign_id
        where e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired');
        get diagnostics v_run.evidence_superseded = row_count;
    elsif v_expected_evidence > 0 then
        update core.evidence as e
        set
            recertification_status = 'superseded',
            superseded_at = v_run.run_at,
            superseded_by_campaign_id = v_campaign.campaign_id
        from unnest(v_user_ids) as p (user_id)
        where p.user_id = e.user_id and e.version_id = any(v_earlier)
            and e.recertification_status in ('current', 'expired');
        get diagnostics v_run.evidence_superseded = row_count;
    end if;

    -- the locks rule this out; if they ever do not, nobody is dropped in silence
    if v_rows <> v_run.created or v_run.evidence_superseded <> v_expected_evidence then
        raise exception 'The record changed while it was being recertified'
            using errcode = '40001',
            detail = format(
                'assignments %s of %s, evidence %s of %s',
                v_rows, v_run.created, v_run.evidence_superseded, v_expected_evidence
            ),
            hint = 'Run the same command again.';
    end if;

    if v_run.evidence_superseded > 0 then
        select d.digest into strict v_evidence_digest
        from core._evidence_digests(v_earlier, v_campaign.campaign_id, v_run.run_at) as d;
    end if;

    v_run.audit_seq := audit._append(
        variadic p_preceding || row(
            'recertify', 'campaign', v_campaign.campaign_id::pg_catalog.text, p_change_reason,
            jsonb_build_object(
                'training', v_training.name, 'version', v_version.label,
                'version_id', p_version_id, 'campaign', v_campaign.name,
                'population', v_run.population, 'created', v_run.created,
                'already_enrolled', v_run.already_enrolled,
                'already_current', v_run.already_current, 'inactive', v_run.inactive,
                'exempt', v_run.exempt, 'evidence_superseded', v_run.evidence_superseded,
                'due_at', audit._moment(v_run.due_at),
                'plan_digest', v_run.plan_digest, 'scope', p_scope,
                'evidence_digest', v_evidence_digest
            ) || p_details
        )::audit.entry
    );

    insert into core.recertification_runs (
        campaign_id, run_at, run_by, change_reason, due_at, population, created,
        already_enrolled, already_current, inactive, exempt, evidence_superseded, plan_digest,
        audit_seq, scope
    )
    values (
        v_campaign.campaign_id, v_run.run_at, p_actor_id, p_change_reason, v_run.due_at,
        v_run.population, v_run.created, v_run.already_enrolled, v_run.already_current,
        v_run.inactive, v_run.exempt, v_run.evidence_superseded, v_run.plan_digest, v_run.audit_seq,
        v_run.scope
    )
    returning * into strict v_run;

    insert into core.recertification_exceptions (user_id, run_id, outcome)
    select p.user_id, v_run.run_id, p.outcome
    from unnest(v_user_ids, v_outcomes) as p (user_id, outcome)
    where p.outcome <> 'created'
    order by p.user_id;
    return v_run;
end;
$$;

comment on function core._recertify(bigint, bigint, text, text, jsonb, jsonb, audit.entry[]) is
'Rules 6 to 12: recertifies everyone, or those in p_scope, for an active version: one insert of
assignments, one update of the evidence flag, the run with its counts, the exceptions by name, the
audit row with p_details (after p_preceding). The training and the people must be locked and the
caller''s rights checked. Raises ZR206 when p_plan_digest is given and differs, 40001 when the
record changed meanwhile.';
