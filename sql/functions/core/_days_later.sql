-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._days_later(p_moment timestamptz, p_days integer)
returns timestamptz
language sql
stable
parallel safe
security invoker
return p_moment + p_days * interval '24 hours';

comment on function core._days_later(timestamptz, integer) is
'The moment p_days UTC days later. A UTC day has 24 hours, whatever the session''s time zone
does.';
