create or replace function core._welcome_back(p_user_ids bigint[], p_actor_id bigint)
returns timestamptz
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_now constant pg_catalog.timestamptz := clock_timestamp();
begin
    perform core._assign_missed(p_user_ids, v_now);
    perform core._recompute(p_user_ids, v_now, p_actor_id);
    delete from core.recompute_queue as q
    where q.user_id = any(p_user_ids);
    return v_now;
end;
$$;

comment on function core._welcome_back(bigint[], bigint) is
'Rule 14: gives people who are active again the assignments that they missed and those of rules, due
from now. People must be locked for change, so that nobody records evidence or changes a rule meanwhile.
Returns assigned_at of what they got.';
