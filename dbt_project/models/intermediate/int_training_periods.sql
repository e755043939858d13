with periods as (
    select
        h.training_id,
        h.valid_until,
        h.record ->> 'name' as name,
        t.created_at
    from {{ ref('stg_training_history') }} as h
    inner join {{ ref('stg_trainings') }} as t on h.training_id = t.training_id
    union all
    select
        training_id,
        'infinity' as valid_until,
        name,
        created_at
    from {{ ref('stg_trainings') }}
)

select
    training_id,
    name,
    coalesce(
        lag(valid_until) over (partition by training_id order by valid_until), created_at
    ) as valid_from,
    valid_until
from periods
