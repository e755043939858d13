create or replace function api.resolve_review_task(
    p_review_task_id bigint,
    p_resolution text,
    p_change_reason text
)
returns table (
    review_task_id bigint,
    task_type text,
    training text,
    version text,
    resolution text,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_role pg_catalog.text;
    v_task core.review_tasks;
    v_training pg_catalog.text;
    v_version pg_catalog.text;
    v_possible pg_catalog.text[];
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);

    select t.name, v.label into v_training, v_version
    from core.review_tasks as r
    inner join core.training_versions as v on r.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    where r.review_task_id = p_review_task_id;
    if not found then
        raise exception 'There is no such review task'
            using errcode = 'ZR210',
            detail = format('review_task_id %s', coalesce(p_review_task_id, 0)),
            hint = 'See `recert queue list`.';
    end if;
    perform core._lock_training(v_training);
    -- read under the lock
    select r.* into strict v_task
    from core.review_tasks as r
    where r.review_task_id = p_review_task_id;

    select u.role into strict v_role
    from core.users as u
    where u.user_id = v_actor_id;
    if v_role not in (v_task.addressed_to, 'corporate_admin') then
        raise exception 'The review task is addressed to another role'
            using errcode = 'ZR304',
            detail = format(
                'review_task_id %s is addressed to %s', p_review_task_id, v_task.addressed_to
            ),
            hint = format('Ask a %s.', v_task.addressed_to);
    end if;
    if v_task.state <> 'open' then
        raise exception 'The review task is resolved already'
            using errcode = 'ZR209',
            detail = format('review_task_id %s: %s', p_review_task_id, v_task.resolution),
            hint = 'See `recert queue list --all`.';
    end if;

    v_possible := case v_task.task_type
        when 'version_approval' then array['approve', 'reject']
        when 'recert_decision' then array['recertify', 'decline']
        else array['no_change_needed', 'revision_planned']
    end;
    if p_resolution is null or p_resolution <> all(v_possible) then
        raise exception 'A review task of this type does not end so'
            using errcode = 'ZR102',
            detail = format('%s of a %s', coalesce(p_resolution, 'nothing'), v_task.task_type),
            hint = format('It ends with %s.', array_to_string(v_possible, ' or '));
    end if;

    case p_resolution
        when 'approve' then
            perform api.approve_version(v_training, v_version, p_change_reason);
        when 'reject' then
            perform api.reject_version(v_training, v_version, p_change_reason);
        when 'recertify' then
            perform api.recertify(v_training, v_version, p_change_reason);
        when 'decline' then
            perform api.decline_recertification(v_training, v_version, p_change_reason);
        else
            perform core._require_not_author(v_actor_id, v_task.version_id);
            perform core._resolve_review_tasks(
                array[v_task.version_id], array[v_task.task_type], p_resolution, p_change_reason,
                clock_timestamp(), v_actor_id
            );
    end case;

    return query
    select
        r.review_task_id, r.task_type, v_training, v_version, r.resolution,
        audit._append(
            row(
                'resolve_review_task', 'review_task', r.review_task_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'task_type', r.task_type, 'resolution', r.resolution, 'training', v_training,
                    'version', v_version, 'version_id', r.version_id
                )
            )::audit.entry
        )
    from core.review_tasks as r
    where r.review_task_id = p_review_task_id;
end;
$$;

comment on function api.resolve_review_task(bigint, text, text) is
'Ends an open review task. A version_approval ends with approve (which activates it and recertifies
nobody) or reject, a recert_decision with recertify (everyone) or decline, a source_outdated with
no_change_needed or revision_planned. Audit action resolve_review_task, after the row of what it
does. Raises ZR102 (resolution), ZR209 (resolved already), ZR210 (no such task), ZR304 (role, or
addressed to another one) and what the functions that it calls raise.';
