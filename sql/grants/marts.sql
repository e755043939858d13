-- The rules that the marts take from here instead of writing them again, and what tells others
-- that the marts were built. The marts themselves belong to recert_builder, who grants them to
-- recert_auditor at each build.

grant execute on function core._overdue_since(timestamptz, integer, timestamptz)
to recert_builder;
grant execute on function audit._parsed(text) to recert_builder;

grant execute on function api.begin_report_build() to recert_builder;
grant execute on function api.record_report_build(
    text, text[], bigint, bigint, bigint, numeric, jsonb
) to recert_builder;
