create or replace function core._assign_created(
    p_run core.recertification_runs,
    p_frame core.recertification_frame,
    p_batch core.recertification_batches,
    p_due_at timestamptz,
    p_user_ids bigint[],
    p_outcomes core.recertification_outcome[]
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are sorted in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_rows bigint;
begin
    if p_batch.created = 0 then
        return 0;
    end if;
    -- sorted by the key, so that the key's index grows at its end
    if p_frame.campaign_id is null then
        -- nobody of these can be in the campaign, which this run made, under the locks of whoever could
        -- add somebody: not asking saves a third, and the primary key refuses if it ever is otherwise
        insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
        select p.user_id, p_run.campaign_id, p_due_at, p_run.run_at
        from (select unnest(p_user_ids) as user_id, unnest(p_outcomes) as outcome) as p
        where p.outcome = 'created'
        order by p.user_id;
    else
        insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
        select p.user_id, p_run.campaign_id, p_due_at, p_run.run_at
        from (select unnest(p_user_ids) as user_id, unnest(p_outcomes) as outcome) as p
        where p.outcome = 'created'
        order by p.user_id
        on conflict do nothing;
    end if;
    get diagnostics v_rows = row_count;
    return v_rows;
end;
$$;

comment on function core._assign_created(
    core.recertification_runs, core.recertification_frame, core.recertification_batches,
    timestamptz, bigint[], core.recertification_outcome[]
) is
'Rule 8: assigns the campaign of a run to those of a population whose outcome is created, due at a
moment. The population is given as it was found, user by user. Returns how many were assigned.';
