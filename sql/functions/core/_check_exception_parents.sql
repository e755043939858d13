create or replace function core._check_exception_parents()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
-- the keys of a million rows are compared in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_user_id bigint;
    v_run_id bigint;
begin
    -- the least, not any: a LIMIT would have the planner look up a million keys one by one
    select min(n.user_id) into v_user_id
    from new_rows as n
    where not exists (select from core.users as u where u.user_id = n.user_id);
    select min(n.run_id) into v_run_id
    from (select distinct r.run_id from new_rows as r) as n
    where not exists (select from core.recertification_runs as c where c.run_id = n.run_id);
    if v_user_id is not null or v_run_id is not null then
        raise exception 'An exception names a user or run that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'run_id ' || v_run_id),
            hint = 'Record the user and the run first.';
    end if;
    return null;
end;
$$;

comment on function core._check_exception_parents() is
'Trigger function: every exception of a run written by a statement has its user and run; stands for
two foreign keys, see docs/decisions/0005. Raises ZR207.';
