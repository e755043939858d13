create or replace function core._require_addressee(p_user_id bigint, p_version_id bigint)
returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_task core.review_tasks;
begin
    select r.* into v_task
    from core.review_tasks as r
    inner join core.users as u on u.user_id = p_user_id
    where r.version_id = p_version_id and r.task_type = 'version_approval' and r.state = 'open'
        and u.role not in (r.addressed_to, 'corporate_admin');
    if found then
        raise exception 'The review is addressed to another role'
            using errcode = 'ZR304',
            detail = format(
                'review_task_id %s is addressed to %s', v_task.review_task_id, v_task.addressed_to
            ),
            hint = format('Ask a %s.', v_task.addressed_to);
    end if;
end;
$$;

comment on function core._require_addressee(bigint, bigint) is
'A version is approved and rejected by the role that its open review is addressed to, or by a
corporate_admin. Raises ZR304.';
