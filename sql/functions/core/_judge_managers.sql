create or replace function core._judge_managers(p_import_id bigint)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_rejected bigint;
    v_stranded bigint;
begin
    -- a rejected row leaves the person as before, or unknown: look again until nothing changes
    loop
        with recursive people as materialized (
            -- everybody's manager as it would be
            select
                coalesce(j.employee_number, u.employee_number) as employee_number,
                case when j.line_number is null then m.employee_number else j.manager end
                as manager,
                j.line_number
            from (
                select n.employee_number, n.manager, n.line_number
                from ops.judged_users as n
                where n.import_id = p_import_id and n.faults is null
            ) as j
            full outer join core.users as u on j.employee_number = u.employee_number
            left join core.users as m on u.manager_id = m.user_id
        ),

        -- down from those who have no manager: whoever is not reached is in a circle or below one
        reached as (
            select p.employee_number
            from people as p
            left join people as b on p.manager = b.employee_number
            where b.employee_number is null
            union all
            select p.employee_number
            from reached as r
            inner join people as p on r.employee_number = p.manager
        ),

        lost as materialized (
            select p.employee_number, p.manager, p.line_number
            from people as p
            left join reached as r on p.employee_number = r.employee_number
            where r.employee_number is null
        ),

        -- up from each of those: in a circle is who comes back to oneself
        climbed as (
            select l.line_number, l.employee_number, l.manager as place, 1 as steps
            from lost as l
            where l.line_number is not null
            union all
            select c.line_number, c.employee_number, l.manager, c.steps + 1
            from climbed as c
            inner join lost as l on c.place = l.employee_number
            where c.place <> c.employee_number and c.steps < 100
        ),

        circle as (
            select c.line_number from climbed as c where c.place = c.employee_number
        )

        update ops.judged_users as j
        set faults = array[
            core._fault('manager', 'closes a circle: people manage each other', j.manager)
        ]
        from lost as l
        where j.import_id = p_import_id and j.line_number = l.line_number
            -- of circles of more than a hundred people, all that is lost
            and (l.line_number in (select c.line_number from circle as c)
                or not exists (select from circle as c));
        get diagnostics v_rejected = row_count;

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

        update ops.judged_users as j
        set faults = array[core._fault('manager', 'is rejected in this file', j.manager)]
        where j.import_id = p_import_id and j.faults is null and j.manager is not null
            and not exists (
                select from core.users as m where m.employee_number = j.manager
            )
            and not exists (
                select from standing as s where s.employee_number = j.manager
            );
        get diagnostics v_stranded = row_count;
        exit when v_rejected + v_stranded = 0;
    end loop;
end;
$$;

comment on function core._judge_managers(bigint) is
'Rejects judged rows of users whose managers would go in a circle, or whose manager would be a new
person that is rejected.';
