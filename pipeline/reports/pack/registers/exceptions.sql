-- What was not done for everybody, or does not hold, and who said so: people whom a recertification
-- left out, exemptions, and controls that fail or whose failures are accepted for a while.
with left_out as (
    select
        'left_out' as kind,
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

exemptions as (
    select
        'exemption' as kind,
        granted_at as at,
        employee_number,
        full_name,
        training,
        null as version,
        'exempt until '
        || to_char(valid_until at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' as what,
        reason,
        granted_by as decided_by
    from mart_audit.exemption_register
    where
        granted_at <= %(as_of)s
        and granted_at >= %(since)s
        and granted_at < %(until)s
        and training_id = coalesce(%(training_id)s, training_id)
),

controls as (
    select
        'control' as kind,
        b.as_of as at,
        null as employee_number,
        null as full_name,
        null as training,
        null as version,
        c.control_id || coalesce(
            ': ' || c.failed || ' failed, ' || c.accepted || ' accepted', ': no result'
        ) as what,
        concat_ws(' ', nullif(c.failed_ids, ''), c.note) as reason,
        -- its owner answers for it, and has accepted nothing by that
        null as decided_by
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
