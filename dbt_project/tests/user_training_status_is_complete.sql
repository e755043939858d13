-- Every assignment and every leading evidence has its row, of the persons and trainings that the
-- build computed anew. All are tables of one build, so that what is recorded meanwhile does not
-- matter.
with subjects as (
    select
        a.user_id,
        a.training_id
    from {{ ref('int_assignments') }} as a
    {{ if_changed('a.user_id', 'a.training_id', within='int_user_training_status') }}
    union
    select
        user_id,
        training_id
    from {{ ref('int_leading_evidence') }}
)

select s.*
from subjects as s
left join {{ ref('int_user_training_status') }} as u
    on s.user_id = u.user_id and s.training_id = u.training_id
where u.user_id is null
