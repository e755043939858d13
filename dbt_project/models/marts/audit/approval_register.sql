with decisions as (
    select
        version_id,
        'approved' as decision,
        approved_by as decided_by,
        approved_at as decided_at,
        change_reason as reason
    from {{ ref('stg_training_versions') }}
    where approved_by is not null
    union all
    select
        version_id,
        'rejected' as decision,
        rejected_by as decided_by,
        rejected_at as decided_at,
        rejection_reason as reason
    from {{ ref('stg_training_versions') }}
    where rejected_by is not null
    union all
    select
        version_id,
        'imported' as decision,
        null as decided_by,
        null as decided_at,
        null as reason
    from {{ ref('stg_training_versions') }}
    where is_imported and activated_at is not null and approved_by is null
),

sources as (
    select
        version_id,
        string_agg(concat_ws('@', document, revision), '; ' order by document, revision) as sources
    from {{ ref('stg_version_sources') }}
    group by version_id
)

select
    d.version_id,
    d.decision,
    v.training_id,
    t.name as training,
    v.label as version,
    v.state,
    a.employee_number as author,
    a.full_name as author_name,
    coalesce(ap.role, a.role) as author_role,
    u.employee_number as decided_by,
    u.full_name as decided_by_name,
    dp.role as decided_by_role,
    s.sources,
    d.reason,
    v.submitted_at,
    d.decided_at,
    v.activated_at,
    v.deactivated_at,
    case
        when d.decided_at >= v.submitted_at
            then round(extract(epoch from d.decided_at - v.submitted_at) / 86400, 2)
    end::numeric(10, 2) as days_waited,
    v.is_imported
from decisions as d
inner join {{ ref('stg_training_versions') }} as v on d.version_id = v.version_id
inner join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
inner join {{ ref('stg_users') }} as a on v.author_id = a.user_id
left join {{ ref('stg_users') }} as u on d.decided_by = u.user_id
-- roles are those of the time: whether somebody might decide is asked of that day
left join {{ ref('int_user_periods') }} as ap
    on
        v.author_id = ap.user_id
        and v.submitted_at >= ap.valid_from and v.submitted_at < ap.valid_until
left join {{ ref('int_user_periods') }} as dp
    on
        d.decided_by = dp.user_id
        and d.decided_at >= dp.valid_from and d.decided_at < dp.valid_until
left join sources as s on d.version_id = s.version_id
order by d.version_id, d.decision
