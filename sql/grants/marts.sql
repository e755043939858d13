-- The rules that the marts take from here instead of writing them again, and what tells others
-- that the marts were built. The marts themselves belong to recert_builder, who grants them to
-- recert_auditor at each build.

grant execute on function core._overdue_since(timestamptz, integer, timestamptz)
to recert_builder;
grant execute on function core._standing(text, timestamptz, integer, timestamptz)
to recert_builder;
grant execute on function core._standing_rank(text) to recert_builder;
grant execute on function core._evidence_rank(text, boolean, boolean) to recert_builder;
grant execute on function core._compliance_status(integer, boolean, boolean, text)
to recert_builder;
grant execute on function core._compliance_as_of(timestamptz) to recert_builder;
grant execute on function api.compliance_as_of(timestamptz) to recert_builder;
grant execute on function ops._records_not_as_logged() to recert_builder;
grant execute on function ops._decisions_not_in_the_log() to recert_builder;
grant execute on function ops._miscounted_recertifications() to recert_builder;
grant execute on function core._days_later(timestamptz, integer) to recert_builder;
grant execute on function audit._parsed(text) to recert_builder;
grant execute on function audit._moment(timestamptz) to recert_builder;
grant execute on function audit._payload(
    bigint, timestamptz, text, text, inet, text, text, text, text
) to recert_builder;

grant execute on function api.begin_report_build() to recert_builder;
grant execute on function api.open_report_build(text, text, text[], boolean, xid8)
to recert_builder;
grant execute on function api.record_report_build(
    text, bigint, bigint, bigint, jsonb, timestamptz, bigint, text, boolean
) to recert_builder;
grant execute on function api.fail_report_build(text, text, text, text[]) to recert_builder;
grant select on ops.report_builds, ops.imports to recert_builder;
