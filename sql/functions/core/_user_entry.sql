create or replace function core._user_entry(
    p_user core.users,
    p_before jsonb,
    p_assigned_at timestamptz,
    p_details jsonb
)
returns audit.entry
language sql
stable
security definer
set search_path = ''
as $$
    select
        row(
            case when r.is_back then 'reactivate_user' else 'update_user' end,
            'user', (p_user).user_id::pg_catalog.text, p_details ->> 'change_reason',
            jsonb_build_object('employee_number', (p_user).employee_number)
            || (p_details - 'change_reason')
            || core._changed_columns(p_before, to_jsonb(p_user))
            || case
                when r.is_back
                    then jsonb_build_object(
                        'assigned',
                        coalesce(
                            (
                                select jsonb_agg(c.name order by c.campaign_id)
                                from core.assignments as a
                                inner join core.campaigns as c on a.campaign_id = c.campaign_id
                                where a.user_id = (p_user).user_id
                                    and a.assigned_at = p_assigned_at
                            ),
                            '[]'
                        )
                    )
                else '{}'
            end
        )::audit.entry
    from (
        select (p_user).is_active and not (p_before ->> 'is_active')::boolean as is_back
    ) as r;
$$;

comment on function core._user_entry(core.users, jsonb, timestamptz, jsonb) is
'The audit entry of a changed person: update_user, or reactivate_user for one who came back, with
the campaigns assigned to them at p_assigned_at. p_before is the row before; change_reason in
p_details is the entry''s.';
