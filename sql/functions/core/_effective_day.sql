create or replace function core._effective_day(p_effective_on date)
returns date
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
    v_today constant pg_catalog.date := (clock_timestamp() at time zone 'UTC')::pg_catalog.date;
begin
    if p_effective_on < v_today or p_effective_on > v_today + 3650 then
        raise exception 'The day from which people are recertified is not a day to come'
            using errcode = 'ZR102',
            detail = format('effective on %s, today is %s in UTC', p_effective_on, v_today),
            hint = 'Give a day in the next ten years, or leave it out to recertify now.';
    end if;
    return nullif(p_effective_on, v_today);
end;
$$;

comment on function core._effective_day(date) is
'The day for which a recertification is stored; null when it is to be done now, today included. UTC
days. Raises ZR102 (a past day, or one beyond ten years).';
