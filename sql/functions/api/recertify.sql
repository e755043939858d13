create or replace function api.recertify(
    p_training text,
    p_label text,
    p_change_reason text,
    p_plan_digest text default null,
    p_departments text[] default null,
    p_locations text[] default null,
    p_from_versions text[] default null,
    p_effective_on date default null,
    p_batch_size integer default null
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
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['active'], 'recertified');

    return core._decide_recertification(
        v_version.version_id, v_actor_id, p_change_reason, p_plan_digest,
        core._recertification_scope(v_version, p_departments, p_locations, p_from_versions),
        core._effective_day(p_effective_on), p_batch_size, false, '{}'
    );
end;
$$;

comment on function api.recertify(text, text, text, text, text[], text[], text[], date, integer) is
'Re-enrols everyone trained on a version earlier than this active one (rules 6 to 12), or those of
these departments and locations, or with current or expired evidence on one of p_from_versions. Safe
to run again: late evidence joins the same campaign, and so do people whom an earlier run left out
when nothing keeps them out any more. With p_effective_on, a UTC day to come, it is stored and done
by the daily job. With p_batch_size it only begins (run_id and batches are in what it returns, and the
counts are zero): api.enrol_recertification_batch does one batch of about so many people after the
other, api.end_recertification ends it. Returns one row with the counts of this run; activated is false, since this
activates nothing. Audit action recertify. Raises ZR101, ZR102, ZR201, ZR202, ZR204, ZR206, ZR209,
ZR214, ZR304, ZR305, ZR306 and what core._actor() raises.';
