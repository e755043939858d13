create or replace function core._lock_people(p_for_change boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if p_for_change then
        perform pg_catalog.pg_advisory_xact_lock(hashtextextended('recert people', 0));
    else
        perform pg_catalog.pg_advisory_xact_lock_shared(hashtextextended('recert people', 0));
    end if;
end;
$$;

comment on function core._lock_people(boolean) is
'Until the transaction ends: nobody else changes who people are, what role they have and whether
they are active; with p_for_change nobody else decides anything that depends on it either. A lock
of its own, since a run looks at a million people. Taken before a training is locked.';
