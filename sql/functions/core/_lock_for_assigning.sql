create or replace function core._lock_for_assigning()
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_ids bigint[];
begin
    -- no rule comes between this look at them and the next
    lock table core.assignment_rules in share mode;
    v_training_ids := array(
        select i.training_id
        from core.assignment_rules as r
        cross join lateral unnest(r.training_ids) as i (training_id)
        where r.is_active and r.auto_assign
        union all
        select v.training_id
        from core.recertification_runs as r
        inner join core.campaigns as c on r.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        where r.inactive > 0 or r.exempt > 0
        union all
        select v.training_id
        from (select distinct x.campaign_id from core.campaign_exceptions as x) as x
        inner join core.campaigns as c on x.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
    );
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(null);
end;
$$;

comment on function core._lock_for_assigning() is
'Locks, in their order, the trainings that rules assign or that people may have missed, until the
transaction ends: evidence recorded meanwhile waits, so that nobody is assigned what they have
done. Rules stay as they are until then, too. People are locked before.';
