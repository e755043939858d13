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
as $$
declare
    -- nobody can be enrolled yet in a campaign that this run makes
    v_campaign_id constant bigint := (
        select c.campaign_id
        from core.campaigns as c
        where c.version_id = p_version_id and c.kind = 'recertification'
    );
    v_run core.recertification_runs;
    v_everyone core.recertification_batches;
begin
    v_run := core._begin_run(p_version_id, p_actor_id, p_change_reason, p_scope);
    v_everyone := core._enrol(
        v_run,
        core._recertification_frame(
            p_version_id, p_scope, v_campaign_id, v_run.run_at, null, null, null
        ),
        null, p_plan_digest
    );
    v_run.population := v_everyone.population;
    v_run.created := v_everyone.created;
    v_run.already_enrolled := v_everyone.already_enrolled;
    v_run.already_current := v_everyone.already_current;
    v_run.inactive := v_everyone.inactive;
    v_run.exempt := v_everyone.exempt;
    v_run.evidence_superseded := v_everyone.evidence_superseded;
    return core._end_run(
        v_run, p_version_id, v_everyone.plan_blocks, v_everyone.evidence_digest, p_details,
        p_preceding
    );
end;
$$;

comment on function core._recertify(bigint, bigint, text, text, jsonb, jsonb, audit.entry[]) is
'Rules 6 to 12 in one transaction: recertifies everyone, or those in p_scope, for an active version;
audit row recertify with p_details (after p_preceding). The training and the people must be locked
and the caller''s rights checked. Raises ZR206 when p_plan_digest is given and differs, 40001 when
the record changed meanwhile.';
