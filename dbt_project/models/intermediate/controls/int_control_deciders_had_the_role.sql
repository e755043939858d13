with decisions as (
    select
        l.seq,
        l.actor,
        l.occurred_at
    from {{ ref('stg_audit_log') }} as l
    where
        l.action in (
            'approve_version', 'activate_version', 'reject_version', 'decline_recertification',
            'grant_exemption'
        )
        -- one that was decided for a day to come is done by the daily job
        or case
            when l.action = 'recertify'
                then audit._parsed(l.payload) ->> 'decided_by' is null
        end
),

checked as (
    select count(*) as checked
    from decisions
),

failed as (
    select 'audit row ' || d.seq as failed_id
    from decisions as d
    left join {{ ref('int_user_periods') }} as p
        on
            d.actor = p.employee_number
            and d.occurred_at >= p.valid_from and d.occurred_at < p.valid_until
    where (p.is_active and p.role in ('quality_admin', 'corporate_admin')) is not true
)

{{ control_result('deciders_had_the_role') }}
