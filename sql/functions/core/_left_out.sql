create or replace function core._left_out(
    p_version_id bigint,
    p_first_user_id bigint,
    p_last_user_id bigint
)
returns bigint[]
language plpgsql
stable
security definer
set search_path = ''
-- a generic plan would read all people left out for the range of each batch
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_versions constant bigint[] := core._earlier_versions(p_version_id) || p_version_id;
    v_training_id bigint;
    v_runs bigint[];
begin
    select array_agg(r.run_id) into v_runs
    from core.recertification_runs as r
    inner join core.campaigns as c on r.campaign_id = c.campaign_id
    where c.version_id = any(v_versions) and (
        r.inactive > 0 or r.exempt > 0 or (r.already_current > 0 and c.version_id = p_version_id)
    );
    if v_runs is null then
        return null;
    end if;

    select v.training_id into strict v_training_id
    from core.training_versions as v
    where v.version_id = p_version_id;

    return array(
        select distinct x.user_id
        from core.recertification_exceptions as x
        inner join core.recertification_runs as r on x.run_id = r.run_id
        inner join core.campaigns as c on r.campaign_id = c.campaign_id
        where x.run_id = any(v_runs)
            and (p_first_user_id is null or x.user_id >= p_first_user_id)
            and (p_last_user_id is null or x.user_id <= p_last_user_id)
            and (
                x.outcome in ('inactive', 'exempt')
                or (x.outcome = 'already_current' and c.version_id = p_version_id)
            )
            and not exists (
                select from core.assignments as a
                inner join core.campaigns as g on a.campaign_id = g.campaign_id
                inner join core.training_versions as v on g.version_id = v.version_id
                where a.user_id = x.user_id and v.training_id = v_training_id
                    and a.status <> 'cancelled'
                    and (a.assigned_at >= r.run_at or a.campaign_id = r.campaign_id)
            )
    );
end;
$$;

comment on function core._left_out(bigint, bigint, bigint) is
'People whom a run for this version or an earlier one left out (inactive, exempt, or with current
evidence on this version), who are not enrolled in its campaign all the same, and who were assigned
nothing of the training since. Their evidence is superseded already, so it does not bring them back:
this does. Within a range of user_id, both ends included, null for no bound. Null or empty when there
are none.';
