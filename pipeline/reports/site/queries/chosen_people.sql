-- The people whose pages are written: those with the numbers in
-- recert.site_people, in JSON, or everybody.
select
    u.*,
    m.full_name as manager_name,
    m.user_id as manager_id
from mart_compliance.dim_user as u
left join mart_compliance.dim_user as m on u.manager = m.employee_number
where
    current_setting('recert.site_people') = 'null'
    or u.employee_number in (
        select
            jsonb_array_elements_text(
                nullif(current_setting('recert.site_people'), 'null')::jsonb
            )
    )
order by u.user_id;
