-- What was not done for everybody, or does not hold, and who said so: people whom a recertification
-- left out, exemptions, and controls that fail or whose failures are accepted for a while.
with left_out as (
    select
        'left out' as kind,
        l.run_at as at,
        l.employee_number,
        l.full_name,
        l.training,
        l.version,
        l.outcome as what,
        null as reason,
        l.run_by as decided_by
    from mart_audit.recertification_ledger as l
    where
        l.outcome not in ('created', 'already_enrolled')
        and l.run_at <= %(as_of)s
        and l.run_at >= %(since)s
        and l.run_at < %(until)s
        and l.training_id = coalesce(%(training_id)s, l.training_id)
),

granted as (
    select
        t.*,
        audit._parsed(t.payload) as details
    from mart_audit.audit_trail as t
    where
        t.action = 'grant_exemption'
        and t.occurred_at <= %(as_of)s
        and t.occurred_at >= %(since)s
        and t.occurred_at < %(until)s
),

exemptions as (
    select
        'exemption' as kind,
        g.occurred_at as at,
        g.details ->> 'employee_number' as employee_number,
        u.full_name,
        g.details ->> 'training' as training,
        null as version,
        'exempt until '
        || replace(left(g.details ->> 'valid_until', 16), 'T', ' ') || ' UTC' as what,
        g.change_reason as reason,
        g.actor as decided_by
    from granted as g
    left join mart_compliance.dim_user as u
        on g.details ->> 'employee_number' = u.employee_number
    where g.details ->> 'training' = coalesce(%(training)s, g.details ->> 'training')
),

controls as (
    select
        'control' as kind,
        b.as_of as at,
        null as employee_number,
        null as full_name,
        null as training,
        null as version,
        c.control_id || ': ' || c.failed || ' failed, ' || c.accepted || ' accepted' as what,
        concat_ws(' ', nullif(c.failed_ids, ''), c.note) as reason,
        c.owner as decided_by
    from mart_audit.control_checks as c
    cross join api.marts_standing as b
    where c.result = 'fail' or c.accepted > 0
)

select * from left_out
union all
select * from exemptions
union all
select * from controls
order by kind, at, employee_number, what
