-- What became of everybody in each recertification, once: as the counts of
-- mart_compliance.recertification_campaigns tell it. outcome is null where only an import or a
-- return gave the assignment.
with runs as (
    select
        l.campaign_id,
        l.user_id,
        count(*) as runs,
        bool_or(l.outcome = 'created') as is_created,
        (array_agg(l.outcome order by l.run_at desc, l.run_id desc))[1] as last_outcome,
        min(l.run_at) as first_run_at
    from mart_audit.recertification_ledger as l
    group by l.campaign_id, l.user_id
),

enrolled as (
    select
        a.campaign_id,
        a.user_id,
        a.standing,
        a.assigned_at,
        a.due_at,
        a.completed_at
    from mart_compliance.fct_assignment as a
    where a.kind = 'recertification'
)

select
    coalesce(r.campaign_id, e.campaign_id) as campaign_id,
    u.employee_number,
    u.full_name,
    coalesce(u.department, '(none)') as department,
    coalesce(u.location, '(none)') as location,
    u.is_active,
    case when r.is_created then 'created' else r.last_outcome end as outcome,
    r.runs,
    r.first_run_at,
    e.standing,
    e.assigned_at,
    e.due_at,
    e.completed_at,
    u.user_id
from runs as r
full outer join enrolled as e on r.campaign_id = e.campaign_id and r.user_id = e.user_id
inner join mart_compliance.dim_user as u on coalesce(r.user_id, e.user_id) = u.user_id
order by coalesce(r.campaign_id, e.campaign_id), u.employee_number, u.user_id;
