create or replace function core._recompute_everyone(p_reason text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    -- an update, so that a run that takes the row meanwhile waits for what it is to see
    insert into ops.recompute_everyone (reason)
    values (p_reason)
    on conflict (reason) do update set queued_at = excluded.queued_at;
end;
$$;

comment on function core._recompute_everyone(text) is
'Has the next recompute of the queue look at everybody; p_reason is rules or versions.';
