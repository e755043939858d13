create or replace function core._open_review_task(
    p_version_id bigint,
    p_task_type text,
    p_addressed_to text,
    p_at timestamptz,
    p_actor_id bigint
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_review_task_id bigint;
begin
    insert into core.review_tasks (version_id, task_type, addressed_to, opened_at, opened_by)
    values (p_version_id, p_task_type, p_addressed_to, p_at, p_actor_id)
    on conflict (version_id, task_type) where state = 'open' do nothing
    returning review_tasks.review_task_id into v_review_task_id;
    return v_review_task_id;
end;
$$;

comment on function core._open_review_task(bigint, text, text, timestamptz, bigint) is
'Opens a review task of a version unless one of this type is open, addressed to a role. Returns its
review_task_id, null when one was open.';
