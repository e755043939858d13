create or replace function core._recompute_everyone(p_reason text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    insert into ops.recompute_everyone (reason)
    values (p_reason)
    on conflict (reason) do nothing;
end;
$$;

comment on function core._recompute_everyone(text) is
'Has the next recompute of the queue look at everybody; p_reason is rules or versions.';
