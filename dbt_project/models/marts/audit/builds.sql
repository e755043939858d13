{{ config(materialized='standing_view') }}

select
    build_number,
    build_id,
    state,
    started_at,
    finished_at,
    actor,
    db_role,
    array_to_string(selection, ' ') as selection,
    baseline_build_number is null as is_full,
    as_of,
    head_seq,
    head_hash,
    models,
    tests_passed,
    tests_warned,
    array_to_string(failed, ', ') as failed,
    message,
    audit_seq
from {{ ref('stg_report_builds') }}
