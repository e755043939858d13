with decisions as (
    select
        'version ' || version_id as failed_id,
        approved_by = author_id or rejected_by = author_id as is_same
    from {{ ref('stg_training_versions') }}
    where approved_by is not null or rejected_by is not null
    union all
    select
        'run ' || r.run_id as failed_id,
        r.run_by = v.author_id as is_same
    from {{ ref('stg_recertification_runs') }} as r
    inner join {{ ref('stg_campaigns') }} as c on r.campaign_id = c.campaign_id
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    union all
    select
        'scheduled recertification ' || s.scheduled_recertification_id as failed_id,
        s.decided_by = v.author_id as is_same
    from {{ ref('stg_scheduled_recertifications') }} as s
    inner join {{ ref('stg_training_versions') }} as v on s.version_id = v.version_id
    union all
    -- these leave no name but in the log
    select
        'audit row ' || l.seq as failed_id,
        l.actor = a.employee_number as is_same
    from {{ ref('stg_audit_log') }} as l
    inner join {{ ref('stg_training_versions') }} as v on l.entity_id = v.version_id::text
    inner join {{ ref('stg_users') }} as a on v.author_id = a.user_id
    where
        l.action in ('activate_version', 'decline_recertification')
        and l.entity_type = 'version'
    union all
    -- nor do those who go on with batches that somebody else decided on
    select
        'audit row ' || l.seq as failed_id,
        l.actor = a.employee_number as is_same
    from {{ ref('stg_audit_log') }} as l
    inner join {{ ref('stg_campaigns') }} as c on l.entity_id = c.campaign_id::text
    inner join {{ ref('stg_training_versions') }} as v on c.version_id = v.version_id
    inner join {{ ref('stg_users') }} as a on v.author_id = a.user_id
    where
        l.action in ('recertify', 'assign')
        and l.entity_type = 'campaign'
        and audit._parsed(l.payload) ->> 'run_id' is not null
    union all
    select
        'exemption ' || exemption_id as failed_id,
        granted_by = user_id as is_same
    from {{ ref('stg_exemptions') }}
),

checked as (
    select count(*) as checked
    from decisions
),

failed as (
    select failed_id
    from decisions
    where is_same
)

{{ control_result('segregation_of_duties') }}
