-- Who has left with something still to do?
-- Nothing is required of them any more; should they come back, it is. left_at is when their
-- record was changed so, by whom; empty for people who had left before they were recorded here.
select
    s.employee_number,
    s.full_name,
    s.department,
    s.training,
    s.campaign,
    s.assignment_status,
    s.due_at,
    s.overdue_since,
    l.occurred_at as left_at,
    l.actor as recorded_by
from mart_compliance.user_training_status as s
left join
    lateral (
        select
            t.occurred_at,
            t.actor
        from mart_audit.audit_trail as t
        where
            t.entity_type = 'user' and t.entity_id = s.user_id::text
            and t.after::jsonb ->> 'is_active' = 'false'
        order by t.seq desc
        limit 1
    ) as l
    on true
where not s.is_active and s.assignment_status in ('not_started', 'in_progress')
order by s.employee_number, s.training;
