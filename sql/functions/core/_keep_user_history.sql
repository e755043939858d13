create or replace function core._keep_user_history()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if core._is_worker() then
        return null;
    end if;
    insert into core.user_history (user_id, valid_until, record)
    select o.user_id, clock_timestamp(), to_jsonb(o)
    from old_rows as o
    inner join new_rows as n on o.user_id = n.user_id
    where o is distinct from n
    order by o.user_id;
    return null;
end;
$$;

comment on function core._keep_user_history() is
'Trigger function: keeps what the users changed by a statement were before it.';
