-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used:
-- it judges every row of a million without an exception block. Comparing the shape of the date
-- takes a fifth of the time that a regular expression for all of it does.
create or replace function core._as_timestamp(p_value text)
returns timestamptz
language sql
stable
parallel safe
security invoker
return case
    when translate(left(p_value, 10), '123456789', '000000000') = '0000-00-00'
        and left(p_value, 1) <> '0'
        -- the days that the month has
        and substr(p_value, 9, 2) collate "C" between '01' and case substr(p_value, 6, 2)
            when '01' then '31' when '03' then '31' when '05' then '31' when '07' then '31'
            when '08' then '31' when '10' then '31' when '12' then '31'
            when '04' then '30' when '06' then '30' when '09' then '30' when '11' then '30'
            when '02'
                then case
                    when left(p_value, 4) ~ '(?:0[48]|[2468][048]|[13579][26])$'
                        or left(p_value, 4) ~ '^(?:[2468][048]|[13579][26])00$' then '29'
                    else '28'
                end
        end
        then case
            when length(p_value) = 10
                then (p_value || ' +00')::timestamptz
            when substr(p_value, 11) ~ '(?x)^
                [T\ ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?
                (?:\ ?(?:Z|[+-](?:0[0-9]|1[0-4])(?::?[0-5][0-9])?))?$'
                then (
                    p_value || case when p_value ~ ':[0-9.]+$' and p_value !~ '[+-][0-9]+:[0-9]+$'
                        then ' +00' else '' end
                )::timestamptz
        end
end;

comment on function core._as_timestamp(text) is
'A date or time of ISO 8601 as a moment: YYYY-MM-DD, which is 00:00 UTC, or YYYY-MM-DDTHH:MM with
seconds, fractions and an offset from UTC if given. Null for everything else, 31 February
included.';
