-- Every assignment and every leading evidence that the build found has its row. Both are tables of
-- the same build, so that what is recorded meanwhile does not matter.
with subjects as (
    select
        user_id,
        training_id
    from {{ ref('int_assignments') }}
    union
    select
        user_id,
        training_id
    from {{ ref('int_leading_evidence') }}
)

select s.*
from subjects as s
left join {{ ref('user_training_status') }} as u
    on s.user_id = u.user_id and s.training_id = u.training_id
where u.user_id is null
