-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._trimmed(p_value text)
returns text
language sql
immutable
parallel safe
security invoker
return nullif(btrim(p_value, E' \t\n\r\f\x0b\u00a0\ufeff'), '');

comment on function core._trimmed(text) is
'A value of a file without the blanks around it; null when there is nothing else.';
