-- Who may do what. Functions of schema api are executed, tables are never written directly.
-- docs/security.md has the whole of it, made from the catalogue.

-- as the first migration said: a function is nobody's until it is granted
alter default privileges revoke execute on functions from public;

grant usage on schema api to recert_runner, recert_auditor, recert_builder;
grant execute on all functions in schema api to recert_runner;
-- what was built is told by who builds: see marts.sql
revoke execute on function api.begin_report_build() from recert_runner;
revoke execute on function api.open_report_build(text, text, text[], boolean, xid8)
from recert_runner;
revoke execute on function api.record_report_build(
    text, bigint, bigint, bigint, jsonb, timestamptz, bigint, text, boolean
) from recert_runner;
revoke execute on function api.fail_report_build(text, text, text, text[]) from recert_runner;

grant usage on schema core, audit to recert_auditor, recert_builder;
grant select on all tables in schema audit to recert_auditor, recert_builder;
grant select on core.evidence, core.signatures to recert_auditor;
grant select on all tables in schema core to recert_builder;

-- the rows that the policies of these tables show
grant usage on schema core to recert_runner;
grant select on core.evidence, core.notifications, core.review_tasks to recert_runner;

-- what every login of the product needs to know whether the schema fits the command
grant usage on schema ops to recert_runner, recert_auditor, recert_builder;
grant select on ops.migrations, ops.objects to recert_runner, recert_auditor, recert_builder;

grant select on
api.audit_log, api.audit_export, api.audit_head, api.evidence, api.marts_standing,
api.recertification_outcomes
to recert_auditor;
grant execute on function api.verify_audit_chain(bigint[], text[]) to recert_auditor;
-- what the registers of a pack ask of rows of the marts
grant execute on function audit._parsed(text) to recert_auditor;
grant execute on function core._flag_at(timestamptz, timestamptz, timestamptz)
to recert_auditor;
grant execute on function core._assignment_status_at(text, timestamptz, timestamptz, timestamptz)
to recert_auditor;
grant execute on function api.check_invariants(boolean) to recert_auditor;
grant execute on function api.compliance_as_of(timestamptz) to recert_auditor;
grant select on all tables in schema api to recert_runner;

-- what the policies and the views ask on behalf of who reads
grant execute on function core._sees_everybody() to recert_runner, recert_auditor;
grant execute on function core._people_seen() to recert_runner, recert_auditor;
grant execute on function core._queues_seen() to recert_runner;
grant execute on function ops._rows_done(jsonb), ops._run_of(text), ops._waits_now()
to recert_runner;
grant execute on function core._require_log_reader() to recert_runner, recert_auditor;
