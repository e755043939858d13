-- How many stood how with each training at an earlier moment. Who had left by then is not counted.
with people as (
    select
        s.training_id,
        s.training,
        s.compliance_status
    from api.compliance_as_of(%(as_of)s) as s
    where s.is_active
)

select
    t.training_id,
    coalesce(max(p.training), t.training) as training,
    v.version as active_version,
    count(p.compliance_status) filter (
        where p.compliance_status not in ('exempt', 'not_required')
    ) as required,
    count(*) filter (where p.compliance_status = 'compliant') as compliant,
    count(*) filter (where p.compliance_status = 'due') as due,
    count(*) filter (where p.compliance_status = 'in_grace') as in_grace,
    count(*) filter (where p.compliance_status = 'overdue') as overdue,
    count(*) filter (where p.compliance_status = 'expired') as expired,
    count(*) filter (where p.compliance_status = 'exempt') as exempt,
    count(*) filter (where p.compliance_status = 'not_required') as not_required
from mart_compliance.dim_training as t
left join people as p on t.training_id = p.training_id
left join mart_compliance.dim_training_version as v
    on
        t.training_id = v.training_id
        and v.created_at <= %(as_of)s
        and v.activated_at <= %(as_of)s
        and (v.deactivated_at > %(as_of)s or v.deactivated_at is null)
where t.created_at <= %(as_of)s and t.training_id = coalesce(%(training_id)s, t.training_id)
group by t.training_id, t.training, v.version
order by coalesce(max(p.training), t.training), t.training_id
