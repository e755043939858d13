create or replace function core._keep_rule_history()
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
    insert into core.rule_history (rule_id, valid_until, record)
    select o.rule_id, clock_timestamp(), to_jsonb(o)
    from old_rows as o
    inner join new_rows as n on o.rule_id = n.rule_id
    where o is distinct from n
    order by o.rule_id;
    return null;
end;
$$;

comment on function core._keep_rule_history() is
'Trigger function: keeps what the rules changed by a statement were before it.';
