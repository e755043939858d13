with checked as (
    select count(*) as checked
    from {{ ref('int_audit_links') }}
),

failed as (
    select 'audit row ' || seq as failed_id
    from {{ ref('int_audit_links') }}
    where not is_intact
)

{{ control_result('audit_chain_intact') }}
