-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function audit._moment(p_moment timestamptz)
returns text
language sql
stable
parallel safe
security invoker
return to_char(p_moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');

comment on function audit._moment(timestamptz) is
'A moment as payloads have it: ISO 8601 in UTC with microseconds, whatever the session''s time
zone.';
