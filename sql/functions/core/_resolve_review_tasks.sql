create or replace function core._resolve_review_tasks(
    p_version_ids bigint[],
    p_task_types text[],
    p_resolution text,
    p_reason text,
    p_at timestamptz,
    p_actor_id bigint
)
returns bigint[]
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_resolved bigint[];
begin
    with resolved as (
        update core.review_tasks as r
        set
            state = 'resolved', resolution = p_resolution, resolution_reason = p_reason,
            resolved_at = greatest(p_at, r.opened_at), resolved_by = p_actor_id
        where r.version_id = any(p_version_ids) and r.task_type = any(p_task_types)
            and r.state = 'open'
        returning r.review_task_id
    )

    select array_agg(r.review_task_id order by r.review_task_id) into v_resolved
    from resolved as r;
    return v_resolved;
end;
$$;

comment on function core._resolve_review_tasks(bigint[], text[], text, text, timestamptz, bigint) is
'Resolves the open review tasks of these types and versions. Returns them, null if there were none.
The trainings must be locked.';
