with counts as (
    select
        c.training_id,
        {{ status_counts() }}
    from {{ ref('int_compliance_counts') }} as c
    group by c.training_id
),

active_versions as (
    select
        training_id,
        min(label) as label
    from {{ ref('stg_training_versions') }}
    where state = 'active'
    group by training_id
)

select
    t.training_id,
    t.name as training,
    t.category,
    v.label as active_version,
    coalesce(c.compliant, 0) as compliant,
    coalesce(c.due, 0) as due,
    coalesce(c.in_grace, 0) as in_grace,
    coalesce(c.overdue, 0) as overdue,
    coalesce(c.expired, 0) as expired,
    coalesce(c.exempt, 0) as exempt,
    coalesce(c.not_required, 0) as not_required,
    coalesce(c.required, 0) as required,
    {{ percent('c.compliant', 'c.required') }} as percent_compliant
from {{ ref('stg_trainings') }} as t
left join counts as c on t.training_id = c.training_id
left join active_versions as v on t.training_id = v.training_id
order by t.training_id
