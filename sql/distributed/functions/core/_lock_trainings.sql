create or replace function core._lock_trainings(p_training_ids bigint[], p_for_change boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_place bigint;
begin
    -- in their order, so that nobody waits in a circle; of so few places that there is room for all
    for v_place in
        select distinct i.training_id % 256 as place
        from unnest(p_training_ids) as i (training_id)
        order by place
    loop
        if p_for_change then
            perform pg_catalog.pg_advisory_xact_lock(
                hashtextextended('recert training ' || v_place, 0)
            );
        else
            perform pg_catalog.pg_advisory_xact_lock_shared(
                hashtextextended('recert training ' || v_place, 0)
            );
        end if;
    end loop;
    -- the first evidence of a version freezes it, which is a write, too
    if p_for_change or exists (
        select from core.training_versions as v
        where v.training_id = any(p_training_ids) and v.frozen_at is null
            and v.state not in ('draft', 'rejected')
    ) then
        perform core._lock_decisions(true);
    end if;
end;
$$;

comment on function core._lock_trainings(bigint[], boolean) is
'As on a single server, but by locks of its own, on the coordinator, where all functions run: to
lock a row that is on every node Citus locks its whole table, and two who do so for share at once
wait in a circle. Called in statements that read no table: those may run on another node.';
