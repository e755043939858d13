-- Without `set search_path`, so that the planner can take it into the statement that calls it: a
-- function with a setting of its own is called once a row. It names operators of pg_catalog only.
create or replace function core._overdue_since(
    p_due_at timestamptz,
    p_grace_days integer,
    p_now timestamptz
)
returns timestamptz
language sql
stable
parallel safe
security invoker
as $$
    select case
        when p_now > p_due_at + p_grace_days * interval '24 hours'
            then p_due_at + p_grace_days * interval '24 hours'
    end;
$$;

comment on function core._overdue_since(timestamptz, integer, timestamptz) is
'Rule 16: the moment from which an open assignment is overdue, due_at plus the grace in UTC days;
null while it is not, the exact threshold included.';
