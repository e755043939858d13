create or replace function api.record_report_build(
    p_build_id text,
    p_selection text[],
    p_models bigint,
    p_tests_passed bigint,
    p_tests_warned bigint,
    p_seconds numeric,
    p_marts jsonb
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if p_build_id is null or btrim(p_build_id) = '' then
        raise exception 'The build needs an id'
            using errcode = 'ZR102', detail = 'build id is blank', hint = 'Give dbt''s invocation_id.';
    end if;
    return audit._append(
        row(
            'report_build', 'build', p_build_id, null,
            jsonb_build_object(
                'selection', to_jsonb(p_selection), 'models', p_models,
                'tests_passed', p_tests_passed, 'tests_warned', p_tests_warned,
                'seconds', p_seconds, 'marts', p_marts
            )
        )::audit.entry
    );
end;
$$;

comment on function api.record_report_build(
    text, text[], bigint, bigint, bigint, numeric, jsonb
) is
'Records that the marts were built, and returns audit_seq. p_build_id is dbt''s invocation_id,
p_selection what was asked for (null for everything), p_seconds how long it took, p_marts an
object of the marts built and their rows. Audit action report_build. Raises ZR102 and what
core._actor() raises.';
