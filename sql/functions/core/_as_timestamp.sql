-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used:
-- it judges every row of a million without an exception block. Looking at the parts of the date
-- takes a third of the time of one regular expression for all of it.
create or replace function core._as_timestamp(p_value text)
returns timestamptz
language sql
stable
parallel safe
security invoker
return case
    when translate(left(p_value, 10), '123456789', '000000000') <> '0000-00-00' then null
    when left(p_value, 1) = '0' then null
    -- with an offset its last day would be beyond what others can read
    when left(p_value, 4) = '9999' then null
    -- the days of the month
    when substr(p_value, 9, 2) collate "C" not between '01' and case substr(p_value, 6, 2)
        when '01' then '31' when '03' then '31' when '05' then '31' when '07' then '31'
        when '08' then '31' when '10' then '31' when '12' then '31'
        when '04' then '30' when '06' then '30' when '09' then '30' when '11' then '30'
        when '02' then '29'
        else '00'
    end then null
    -- 29 February in a year that is no leap year
    when
        substr(p_value, 5, 6) = '-02-29'
        and left(p_value, 4) !~ '(?:0[48]|[2468][048]|[13579][26])$'
        and left(p_value, 4) !~ '^(?:[2468][048]|[13579][26])00$' then null
    when length(p_value) = 10 then (p_value || ' +00')::timestamptz
    when substr(p_value, 11) !~ (
        '^[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?'
        || '(?: ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?$'
    ) then null
    -- with an offset; the hyphens before it are those of the date
    when p_value like '%Z' or strpos(p_value, '+') > 0 or p_value like '____-__-__%-%'
        then p_value::timestamptz
    else (p_value || ' +00')::timestamptz
end;

comment on function core._as_timestamp(text) is
'A date or time of ISO 8601 as a moment: YYYY-MM-DD, which is 00:00 UTC, or YYYY-MM-DDTHH:MM with
seconds, fractions and an offset from UTC if given. Null for everything else, 31 February
included.';
