-- Who may do what. Functions of schema api are executed, tables are never written directly.

grant usage on schema api to recert_runner, recert_auditor, recert_builder;
grant execute on all functions in schema api to recert_runner;
-- what was built is told by who builds: see marts.sql
revoke execute on function api.begin_report_build() from recert_runner;
revoke execute on function api.record_report_build(
    text, text[], bigint, bigint, bigint, numeric, jsonb
) from recert_runner;

grant usage on schema core, audit to recert_auditor, recert_builder;
grant select on all tables in schema audit to recert_auditor, recert_builder;
grant select on core.evidence, core.signatures to recert_auditor;
grant select on all tables in schema core to recert_builder;

-- what every login of the product needs to know whether the schema fits the command
grant usage on schema ops to recert_runner, recert_auditor, recert_builder;
grant select on ops.migrations, ops.objects to recert_runner, recert_auditor, recert_builder;

grant select on api.audit_log, api.recertification_outcomes to recert_auditor;
grant execute on function api.verify_audit_chain() to recert_auditor;
grant execute on function api.check_invariants(boolean) to recert_auditor;
grant select on all tables in schema api to recert_runner;
