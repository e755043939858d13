create or replace function core._judge_managers(p_import_id bigint)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_stranded bigint[];
    v_circular bigint[];
begin
    analyze ops.judged_users;
    -- a rejected row leaves the person as before, or unknown: look again until nothing is found
    loop
        -- a new person stands when the manager is known, or is new and stands
        with recursive standing as (
            select j.employee_number
            from ops.judged_users as j
            left join core.users as m on j.manager = m.employee_number
            where j.import_id = p_import_id and j.faults is null and j.user_id is null
                and (j.manager is null or m.user_id is not null)
            union all
            select j.employee_number
            from standing as s
            inner join ops.judged_users as j on s.employee_number = j.manager
            where j.import_id = p_import_id and j.faults is null and j.user_id is null
        )

        select coalesce(array_agg(j.line_number), '{}') into strict v_stranded
        from ops.judged_users as j
        -- distinct as it is: it keeps the planner from expecting the worst of a recursion
        left join (select distinct r.employee_number from standing as r) as s
            on j.manager = s.employee_number
        where j.import_id = p_import_id and j.faults is null and j.manager is not null
            and s.employee_number is null
            and not exists (select from core.users as m where m.employee_number = j.manager);

        -- up from these and from everybody who changes the manager: a circle comes back
        with recursive climbed as (
            select j.line_number, j.employee_number, j.manager as place
            from ops.judged_users as j
            left join core.users as u on j.user_id = u.user_id
            left join core.users as m on u.manager_id = m.user_id
            where j.import_id = p_import_id and j.faults is null and j.manager is not null
                and (
                    j.line_number = any(v_stranded)
                    or (j.user_id is not null and j.manager is distinct from m.employee_number)
                )
            union
            select
                c.line_number, c.employee_number,
                case when j.line_number is null then m.employee_number else j.manager end
            from climbed as c
            left join ops.judged_users as j
                on c.place = j.employee_number and j.import_id = p_import_id and j.faults is null
            left join core.users as u on c.place = u.employee_number
            left join core.users as m on u.manager_id = m.user_id
            where c.place <> c.employee_number
        )

        select coalesce(array_agg(distinct c.line_number), '{}') into strict v_circular
        from climbed as c
        where c.place = c.employee_number;
        exit when cardinality(v_stranded) + cardinality(v_circular) = 0;

        update ops.judged_users as j
        set faults = array[
            core._fault(
                'manager',
                case
                    when j.line_number = any(v_circular)
                        then 'closes a circle of people who manage each other'
                    else 'is a new person who is rejected'
                end,
                j.manager
            )
        ]
        where j.import_id = p_import_id
            and (j.line_number = any(v_circular) or j.line_number = any(v_stranded));
    end loop;
end;
$$;

comment on function core._judge_managers(bigint) is
'Rejects judged rows of users who would manage each other in a circle, or whose manager would be a
new person that is rejected.';
