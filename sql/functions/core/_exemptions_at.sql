-- Without `set search_path`, so that the planner can take it into the statement that calls it. It
-- names operators of pg_catalog only.
create or replace function core._exemptions_at(p_at timestamptz)
returns table (user_id bigint, training_id bigint)
language sql
stable
parallel safe
security invoker
as $$
    select x.user_id, x.training_id
    from core.exemptions as x
    where x.granted_at <= p_at and x.valid_until > p_at;
$$;

comment on function core._exemptions_at(timestamptz) is
'Who is exempt from which training at a moment, once for each exemption in force then: it holds from
granted_at until valid_until, that moment excluded.';
