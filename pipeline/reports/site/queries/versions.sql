-- The versions of each training, in the order of coming into force, then of their making.
select
    v.*,
    u.full_name as rejected_by_name,
    a.people as exposed_people,
    a.person_days,
    a.people_still_exposed,
    a.longest_days
from mart_compliance.dim_training_version as v
left join mart_compliance.dim_user as u on v.rejected_by = u.employee_number
left join
    lateral (
        select
            sum(x.people)::bigint as people,
            sum(x.person_days) as person_days,
            sum(x.people_still_exposed)::bigint as people_still_exposed,
            max(x.longest_days) as longest_days
        from mart_compliance.untrained_exposure as x
        where v.version_id = x.version_id
    ) as a
    on true
order by v.training_id asc, v.activated_at asc nulls last, v.created_at asc, v.version_id asc;
