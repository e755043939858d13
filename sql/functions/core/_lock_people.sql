create or replace function core._lock_people(p_mode text)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if p_mode = 'share' then
        perform pg_catalog.pg_advisory_xact_lock_shared(hashtextextended('recert people', 0));
    else
        perform pg_catalog.pg_advisory_xact_lock(hashtextextended('recert people', 0));
    end if;
end;
$$;

comment on function core._lock_people(text) is
'Until the transaction ends: with mode share nobody else changes who is active, with mode change
nobody else decides on who is. A lock of its own, since a run looks at a million people.';
