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
as $$
declare
    v_rows bigint;
begin
    execute format(
        'insert into core.assignments (user_id, campaign_id, due_at, assigned_at)'
        ' select p.user_id, %s::bigint, %L::timestamptz, %L::timestamptz from (%s) as p'
        ' where p.outcome = ''created'' order by p.user_id on conflict do nothing',
        p_run.campaign_id, p_due_at, p_run.run_at,
        core._recertification_query(p_frame, p_batch.user_id_from, p_batch.user_id_to)
    );
    get diagnostics v_rows = row_count;
    return v_rows;
end;
$$;

comment on function core._assign_created(
    core.recertification_runs, core.recertification_frame, core.recertification_batches,
    timestamptz, bigint[], core.recertification_outcome[]
) is
'Rule 8, as sql/local/functions/core/_assign_created.sql says, for a cluster: every node assigns its
own people, and none of their rows pass the coordinator unless an earlier run left somebody out.';
