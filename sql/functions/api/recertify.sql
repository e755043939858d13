create or replace function api.recertify(
    p_training text,
    p_label text,
    p_change_reason text,
    p_plan_digest text default null
)
returns core.recertification_result
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_version core.training_versions;
    v_run core.recertification_runs;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['active'], 'recertified');

    v_run := core._recertify(
        v_version.version_id, v_actor_id, p_change_reason, p_plan_digest, '{}'
    );
    return core._recertification_result(
        v_version.version_id, v_run.run_id, false, v_run.audit_seq
    );
end;
$$;

comment on function api.recertify(text, text, text, text) is
'Re-enrols everyone trained on a version earlier than this active one (rules 6 to 12). Safe to run
again: late evidence joins the same campaign. Returns one row with the counts of this run;
activated is false, since this activates nothing. Audit action recertify. Raises ZR101, ZR201,
ZR202, ZR204, ZR206, ZR304, ZR305, ZR306 and what core._actor() raises.';
