-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._as_score(p_value text)
returns numeric
language sql
immutable
parallel safe
security invoker
return case
    -- most are such, and need no regular expression
    when translate(p_value, '123456789', '000000000') in ('0', '00', '00.0', '00.00')
        then round(p_value::numeric, 2)
    when p_value ~ '^0{0,3}(?:100(?:\.0{0,20})?|[0-9]{1,2}(?:\.[0-9]{0,20})?)$'
        then round(p_value::numeric, 2)
end;

comment on function core._as_score(text) is
'A score from 0 to 100, rounded to two decimals; null for everything else.';
