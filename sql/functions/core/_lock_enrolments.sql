create or replace function core._lock_enrolments(p_training_ids bigint[])
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_id bigint;
begin
    -- one by one in their order; where nobody is being enrolled there is nothing to wait for
    for v_training_id in
        select distinct v.training_id
        from core.recertification_runs as r
        inner join core.campaigns as c on r.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        where r.is_enrolling and (p_training_ids is null or v.training_id = any(p_training_ids))
        order by v.training_id
    loop
        perform pg_catalog.pg_advisory_xact_lock(
            hashtextextended('recert enrolment ' || v_training_id, 0)
        );
    end loop;
end;
$$;

comment on function core._lock_enrolments(bigint[]) is
'Until the transaction ends no batch of a recertification of these trainings (null for all) is
enrolled: taken by whoever has locked trainings, shared or alone, right after that.';
