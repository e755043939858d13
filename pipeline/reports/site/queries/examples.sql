-- What the twenty questions are asked for here: values of this company of which there is something
-- to tell. The training that was recertified last, else the one with most evidence; of its people
-- the one with the longest chain.
with training as (
    select
        d.training_id,
        d.training,
        d.active_version
    from mart_compliance.dim_training as d
    left join mart_compliance.recertification_campaigns as r on d.training_id = r.training_id
    left join mart_compliance.compliance_by_training as c on d.training_id = c.training_id
    order by
        r.last_run_at desc nulls last, c.required desc nulls last, d.training_id asc
    limit 1
),

version as (
    select v.version
    from mart_compliance.dim_training_version as v
    inner join training as t on v.training_id = t.training_id
    order by
        v.state = 'active' desc, v.activated_at desc nulls last, v.version_id desc
    limit 1
),

person as (
    select c.employee_number
    from mart_audit.supersession_chain as c
    inner join training as t on c.training_id = t.training_id
    order by c.position desc, c.user_id asc
    limit 1
),

line as (
    select u.line
    from mart_compliance.dim_user as u
    where u.line is not null
    group by u.line
    order by count(*) desc, u.line asc
    limit 1
),

department as (
    select d.department
    from mart_compliance.compliance_by_department as d
    order by d.required desc, d.department asc
    limit 1
)

select
    coalesce(
        (select p.employee_number from person as p),
        (select min(u.employee_number) from mart_compliance.dim_user as u)
    ) as person,
    (select t.training from training as t) as training,
    (select v.version from version as v) as version,
    (select l.line from line as l) as line,
    (select d.department from department as d) as department,
    to_char(
        date_trunc('month', m.as_of at time zone 'UTC'), 'YYYY-MM-DD HH24:MI'
    ) || '+00' as moment,
    to_char(
        date_trunc('month', m.as_of at time zone 'UTC') - interval '12 months', 'YYYY-MM-DD HH24:MI'
    ) || '+00' as from_moment,
    to_char(
        date_trunc('day', m.as_of at time zone 'UTC') + interval '1 day', 'YYYY-MM-DD HH24:MI'
    ) || '+00' as until_moment
from api.marts_standing as m;
