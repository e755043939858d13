create or replace function core._begin_run(
    p_version_id bigint,
    p_actor_id bigint,
    p_change_reason text,
    p_scope jsonb
)
returns core.recertification_runs
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_now constant pg_catalog.timestamptz := clock_timestamp();
    v_name pg_catalog.text;
    v_due_at pg_catalog.timestamptz;
    v_campaign_id bigint;
    v_run core.recertification_runs;
begin
    perform core._require_whole(v.training_id)
    from core.training_versions as v
    where v.version_id = p_version_id;

    select
        format('Recertification: %s v%s', t.name, v.label),
        core._days_later(v_now, t.initial_due_offset_days)
    into strict v_name, v_due_at
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    where v.version_id = p_version_id;

    -- found by its version, whatever the training was called then
    select c.campaign_id into v_campaign_id
    from core.campaigns as c
    where c.version_id = p_version_id and c.kind = 'recertification';
    if not found then
        insert into core.campaigns (name, kind, version_id, due_at, created_by)
        values (v_name, 'recertification', p_version_id, v_due_at, p_actor_id)
        returning campaigns.campaign_id into strict v_campaign_id;
    end if;

    insert into core.recertification_runs (
        campaign_id, run_at, run_by, change_reason, due_at, population, created, already_enrolled,
        already_current, inactive, exempt, evidence_superseded, is_enrolling, scope
    )
    values (
        v_campaign_id, v_now, p_actor_id, p_change_reason, v_due_at, 0, 0, 0, 0, 0, 0, 0, true,
        p_scope
    )
    returning * into strict v_run;
    return v_run;
end;
$$;

comment on function core._begin_run(bigint, bigint, text, jsonb) is
'Rules 7 and 8: begins a run of the recertification for a version, and its campaign where there is
none yet: the moment from which everybody is due. Nobody is enrolled yet. The training must be
locked. Raises ZR214 (a run of the training is not whole).';
