-- The rule is that of the doctor's check.
with checked as (
    select count(*) as checked
    from {{ ref('stg_audit_log') }}
    where
        action in (
            'submit_version', 'approve_version', 'activate_version', 'reject_version',
            'recertify', 'create_campaign', 'grant_exemption', 'sign_evidence', 'import'
        )
),

failed as (
    select d.name as failed_id
    from ops._records_not_as_logged() as d (name)
)

{{ control_result('records_as_logged') }}
