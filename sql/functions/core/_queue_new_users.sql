create or replace function core._queue_new_users()
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
    insert into core.recompute_queue (user_id)
    select n.user_id
    from new_rows as n
    order by n.user_id
    on conflict (user_id) do nothing;
    return null;
end;
$$;

comment on function core._queue_new_users() is
'Trigger function: has the next recompute look at the people that a statement recorded.';
