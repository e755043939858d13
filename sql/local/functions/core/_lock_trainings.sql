create or replace function core._lock_trainings(p_training_ids bigint[], p_for_change boolean)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    -- in their order, so that nobody waits in a circle
    if p_for_change then
        perform 1
        from core.trainings as t
        where t.training_id = any(p_training_ids)
        order by t.training_id
        for no key update;
    else
        perform 1
        from core.trainings as t
        where t.training_id = any(p_training_ids)
        order by t.training_id
        for share;
    end if;
end;
$$;

comment on function core._lock_trainings(bigint[], boolean) is
'Until the transaction ends nobody else changes these trainings, which of their versions is active,
or recertifies; with p_for_change nobody else records evidence of them either. People are
locked before (core._lock_people), batches after it (core._lock_enrolments).';
