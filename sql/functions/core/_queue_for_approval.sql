create or replace function core._queue_for_approval(
    p_version_ids bigint[],
    p_actor_id bigint,
    p_at timestamptz,
    p_addressed_to text
)
returns audit.entry[]
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_returned bigint[];
    v_entries audit.entry[];
begin
    -- rule 5: of an author's pending versions of a training only the last submitted stays pending
    with pending as (
        select
            v.version_id,
            row_number() over (
                partition by v.training_id, v.author_id
                order by v.submitted_at desc, s.place desc nulls last
            ) as place
        from core.training_versions as v
        left join unnest(p_version_ids) with ordinality as s (version_id, place)
            on v.version_id = s.version_id
        where v.state = 'pending_review' and (v.training_id, v.author_id) in (
            select n.training_id, n.author_id
            from core.training_versions as n
            where n.version_id = any(p_version_ids)
        )
    )

    select array_agg(p.version_id) into v_returned
    from pending as p
    where p.place > 1;

    update core.training_versions as v set state = 'draft'
    where v.version_id = any(v_returned);

    with resolved as (
        select r.review_task_id, r.version_id
        from unnest(
            core._resolve_review_tasks(
                v_returned, array['version_approval'], 'superseded', null, p_at, p_actor_id
            )
        ) as u (review_task_id)
        inner join core.review_tasks as r on u.review_task_id = r.review_task_id
    )

    select
        array_agg(
            row(
                'resolve_review_task', 'review_task', r.review_task_id::pg_catalog.text, null,
                jsonb_build_object(
                    'resolution', 'superseded', 'version_id', r.version_id, 'state', 'draft'
                )
            )::audit.entry
            order by r.review_task_id
        )
    into v_entries
    from resolved as r;

    insert into core.review_tasks (task_type, version_id, addressed_to, opened_at, opened_by)
    select 'version_approval', v.version_id, p_addressed_to, p_at, p_actor_id
    from unnest(p_version_ids) with ordinality as s (version_id, place)
    inner join core.training_versions as v on s.version_id = v.version_id
    where v.state = 'pending_review'
    order by s.place;

    return coalesce(v_entries, '{}');
end;
$$;

comment on function core._queue_for_approval(bigint[], bigint, timestamptz, text) is
'Opens a version_approval task for each of the versions just made pending, given in their order,
addressed to a role, and returns to draft all but the last submitted of an author''s pending ones
(rule 5). Returns the audit entries of the tasks that this resolved.';
