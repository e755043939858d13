create or replace function core._keep_training_history()
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
    insert into core.training_history (training_id, valid_until, record)
    select o.training_id, clock_timestamp(), to_jsonb(o)
    from old_rows as o
    inner join new_rows as n on o.training_id = n.training_id
    where o is distinct from n
    order by o.training_id;
    return null;
end;
$$;

comment on function core._keep_training_history() is
'Trigger function: keeps what the trainings changed by a statement were before it.';
