{{ config(indexes=[{'columns': ['user_id', 'training_id'], 'unique': true}]) }}

select
    user_id,
    training_id
from {{ ref('int_changed_pairs') }}
union
select
    e.user_id,
    v.training_id
from {{ ref('stg_trainings') }} as t
inner join {{ ref('stg_training_versions') }} as v on t.training_id = v.training_id
inner join {{ ref('stg_evidence') }} as e on v.version_id = e.version_id
cross join {{ ref('int_as_of') }} as m
where
    t.recertification_interval_days is not null
    and e.recertification_status = 'current'
    and exists (
        select from (values (0), (30), (60), (90)) as w (days)
        where
            core._days_later(e.completed_at, t.recertification_interval_days - w.days)
            > {{ baseline_as_of() }}
            and core._days_later(e.completed_at, t.recertification_interval_days - w.days)
            <= m.as_of
    )
