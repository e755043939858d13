-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._trimmed(p_value text)
returns text
language sql
immutable
parallel safe
security invoker
return case
    -- most have none: trimming what is not ASCII takes apart the value, and all that is trimmed
    when
        ascii(p_value) > 32 and ascii(p_value) < 127
        and ascii(right(p_value, 1)) > 32 and ascii(right(p_value, 1)) < 127
        then p_value
    else nullif(
        btrim(
            p_value,
            E' \t\n\r\f\x0b\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007'
            || E'\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff'
        ),
        ''
    )
end;

comment on function core._trimmed(text) is
'A value without the blanks around it, all that Unicode has; null when there is nothing else.';
