create or replace function core._queue_changed_users()
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
    from old_rows as o
    inner join new_rows as n on o.user_id = n.user_id
    where (
        o.is_active, o.department, o.location, o.activity, o.plant, o.line, o.workstation, o.attributes
    ) is distinct from (
        n.is_active, n.department, n.location, n.activity, n.plant, n.line, n.workstation, n.attributes
    )
    order by n.user_id
    -- an update, so that a run that takes the row meanwhile waits for what it is to see
    on conflict (user_id) do update set queued_at = excluded.queued_at;
    return null;
end;
$$;

comment on function core._queue_changed_users() is
'Trigger function: has the next recompute look at the people whom a statement gave other attributes
that rules ask for.';
