create or replace function core._lock_enrolment(p_training_ids bigint[], p_for_batch boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_id bigint;
begin
    if p_for_batch then
        perform pg_catalog.pg_advisory_xact_lock_shared(
            hashtextextended('recert enrolment ' || t.training_id, 0)
        )
        from (select unnest(p_training_ids) as training_id) as t;
        return;
    end if;
    -- one by one in their order; where nobody is being enrolled there is nothing to wait for
    for v_training_id in
        select distinct v.training_id
        from core.recertification_runs as r
        inner join core.campaigns as c on r.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        where r.is_enrolling and v.training_id = any(p_training_ids)
        order by v.training_id
    loop
        perform pg_catalog.pg_advisory_xact_lock(
            hashtextextended('recert enrolment ' || v_training_id, 0)
        );
    end loop;
end;
$$;

comment on function core._lock_enrolment(bigint[], boolean) is
'Until the transaction ends: evidence of these trainings and batches of their recertifications are
recorded one before the other, while batches go on beside one another (p_for_batch). Taken right
after the trainings are locked for share.';
