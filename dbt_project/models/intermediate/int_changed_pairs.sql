{{ config(indexes=[{'columns': ['user_id', 'training_id'], 'unique': true}]) }}

with versions as (
    select
        version_id,
        training_id
    from {{ ref('stg_training_versions') }}
),

campaigns as (
    select
        c.campaign_id,
        v.training_id
    from {{ ref('stg_campaigns') }} as c
    inner join versions as v on c.version_id = v.version_id
),

-- names and settings, what is in force, and which evidence a recertification has made too old
trainings as (
    select training_id
    from {{ ref('stg_trainings') }}
    where build_number > {{ baseline_number() }}
    union
    select training_id
    from {{ ref('stg_training_versions') }}
    where build_number > {{ baseline_number() }} and activated_at is not null
    union
    select c.training_id
    from {{ ref('stg_recertification_runs') }} as r
    inner join campaigns as c on r.campaign_id = c.campaign_id
    where r.build_number > {{ baseline_number() }}
),

people as (
    select user_id
    from {{ ref('stg_users') }}
    where build_number > {{ baseline_number() }}
),

evidence as (
    select
        e.user_id,
        e.evidence_id,
        v.training_id,
        e.build_number
    from {{ ref('stg_evidence') }} as e
    inner join versions as v on e.version_id = v.version_id
),

assignments as (
    select
        a.user_id,
        c.training_id,
        a.build_number,
        a.status in ('not_started', 'in_progress') as is_open,
        a.due_at,
        a.due_at + t.overdue_grace_days * interval '24 hours' as overdue_at
    from {{ ref('stg_assignments') }} as a
    inner join campaigns as c on a.campaign_id = c.campaign_id
    inner join {{ ref('stg_trainings') }} as t on c.training_id = t.training_id
)

select
    user_id,
    training_id
from evidence
where build_number > {{ baseline_number() }}
union
select
    user_id,
    training_id
from assignments
where build_number > {{ baseline_number() }}
union
-- what time has brought
select
    a.user_id,
    a.training_id
from assignments as a
inner join {{ ref('int_as_of') }} as m
    on
        (a.due_at >= {{ baseline_as_of() }} and a.due_at < m.as_of)
        or (a.overdue_at >= {{ baseline_as_of() }} and a.overdue_at < m.as_of)
where a.is_open
union
select
    x.user_id,
    x.training_id
from {{ ref('stg_exemptions') }} as x
inner join {{ ref('int_as_of') }} as m
    on
        x.build_number > {{ baseline_number() }}
        or (x.valid_until > {{ baseline_as_of() }} and x.valid_until <= m.as_of)
union
select
    s.user_id,
    e.training_id
from {{ ref('stg_signatures') }} as s
inner join evidence as e on s.user_id = e.user_id and s.evidence_id = e.evidence_id
where s.build_number > {{ baseline_number() }}
union
select
    x.user_id,
    c.training_id
from {{ ref('stg_recertification_exceptions') }} as x
inner join {{ ref('stg_recertification_runs') }} as r on x.run_id = r.run_id
inner join campaigns as c on r.campaign_id = c.campaign_id
where x.build_number > {{ baseline_number() }}
union
select
    e.user_id,
    e.training_id
from evidence as e
inner join people as p on e.user_id = p.user_id
union
select
    a.user_id,
    a.training_id
from assignments as a
inner join people as p on a.user_id = p.user_id
union
select
    e.user_id,
    e.training_id
from evidence as e
inner join trainings as t on e.training_id = t.training_id
union
select
    a.user_id,
    a.training_id
from assignments as a
inner join trainings as t on a.training_id = t.training_id
