create or replace function core._check_assignment_parents()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
-- the keys of a million rows are compared in memory, not on disk
set work_mem = '256MB'
-- they come sorted: merging reads both in order, hashing would put all people into a table first
set enable_hashjoin = off
-- how many people there are between the first and the last one decides on how they are looked up
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_first_user_id bigint;
    v_last_user_id bigint;
    v_user_id bigint;
    v_campaign_id bigint;
begin
    select min(n.user_id), max(n.user_id) into v_first_user_id, v_last_user_id
    from new_rows as n;
    -- the least, not any: a LIMIT would have the planner look up a million keys one by one
    select min(n.user_id) into v_user_id
    from new_rows as n
    where not exists (
        select from core.users as u
        where u.user_id = n.user_id and u.user_id between v_first_user_id and v_last_user_id
    );
    select min(n.campaign_id) into v_campaign_id
    from (select distinct r.campaign_id from new_rows as r) as n
    where not exists (select from core.campaigns as c where c.campaign_id = n.campaign_id);
    if v_user_id is not null or v_campaign_id is not null then
        raise exception 'An assignment names a user or campaign that does not exist'
            using errcode = 'ZR207',
            detail = concat_ws(', ', 'user_id ' || v_user_id, 'campaign_id ' || v_campaign_id),
            hint = 'Record the user and the campaign first.';
    end if;
    return null;
end;
$$;

comment on function core._check_assignment_parents() is
'Trigger function: every assignment written by a statement has its user and campaign; stands for
two foreign keys, see docs/decisions/0005. Raises ZR207.';
