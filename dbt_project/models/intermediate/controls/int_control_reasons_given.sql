with reasons as (
    select
        'version ' || version_id as failed_id,
        change_reason as reason
    from {{ ref('stg_training_versions') }}
    where approved_by is not null
    union all
    select
        'version ' || version_id as failed_id,
        rejection_reason as reason
    from {{ ref('stg_training_versions') }}
    where rejected_by is not null
    union all
    select
        'run ' || run_id as failed_id,
        change_reason as reason
    from {{ ref('stg_recertification_runs') }}
    union all
    select
        'scheduled recertification ' || scheduled_recertification_id as failed_id,
        change_reason as reason
    from {{ ref('stg_scheduled_recertifications') }}
    union all
    select
        'exemption ' || exemption_id as failed_id,
        reason
    from {{ ref('stg_exemptions') }}
    union all
    -- what is told of decisions in the log, and of those that are told nowhere else
    select
        'audit row ' || seq as failed_id,
        change_reason as reason
    from {{ ref('stg_audit_log') }}
    where
        action in (
            'approve_version', 'activate_version', 'reject_version', 'recertify',
            'decline_recertification', 'grant_exemption'
        )
),

checked as (
    select count(*) as checked
    from reasons
),

failed as (
    select failed_id
    from reasons
    where {{ length_of_reason('reason') }} < 10
)

{{ control_result('reasons_given') }}
