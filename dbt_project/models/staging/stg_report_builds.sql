{{ config(materialized='ephemeral', from_record=false) }}

select
    build_number,
    build_id,
    state,
    started_at,
    finished_at,
    actor,
    db_role,
    selection,
    baseline_build_number,
    as_of,
    head_seq,
    head_hash,
    models,
    tests_passed,
    tests_warned,
    failed,
    message,
    audit_seq
from {{ source('ops', 'report_builds') }}
