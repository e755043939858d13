-- Who changed the record of this person, when, and what was there before?
-- A row for each change, the first one first. A change that a file made is here, too: its actor
-- is who loaded the file. db_role is the login that was used.
\if :{?person} \else \set person 'E-0001' \endif

select
    t.seq,
    t.occurred_at,
    t.actor,
    t.actor_name,
    t.db_role,
    t.action,
    t.before,
    t.after,
    t.change_reason
from mart_compliance.dim_user as u
inner join mart_audit.audit_trail as t
    on t.entity_type = 'user' and u.user_id::text = t.entity_id
where u.employee_number = :'person' and t.action in ('update_user', 'reactivate_user')
order by t.seq;
