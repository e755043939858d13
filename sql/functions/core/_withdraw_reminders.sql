create or replace function core._withdraw_reminders(p_at timestamptz)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_withdrawn bigint;
begin
    update core.notifications as n
    set withdrawn_at = greatest(p_at, n.created_at)
    from core.assignments as a
    inner join core.users as u on a.user_id = u.user_id
    inner join core.campaigns as c on a.campaign_id = c.campaign_id
    inner join core.training_versions as v on c.version_id = v.version_id
    where n.handed_over_at is null and n.withdrawn_at is null
        and n.user_id = a.user_id and n.campaign_id = a.campaign_id
        and (
            a.status in ('completed', 'cancelled')
            or not u.is_active
            or (n.kind = 'overdue' and a.overdue_since is null)
            or exists (
                select from core.exemptions as x
                where core._exempts_at(x.granted_at, x.valid_until, p_at)
                    and x.user_id = a.user_id and x.training_id = v.training_id
            )
        );
    get diagnostics v_withdrawn = row_count;
    return v_withdrawn;
end;
$$;

comment on function core._withdraw_reminders(timestamptz) is
'Withdraws the reminders that wait and have nothing to remind of any more: it is completed,
cancelled or no longer overdue, or the person has left or is exempt. Returns how many.';
