create or replace function core._lock_training(p_name text)
returns core.trainings
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_ids constant bigint[] := array(
        select t.training_id from core.trainings as t where t.name = p_name
    );
    v_training core.trainings;
begin
    -- the lock under which a training's versions, recertifications and evidence meet
    perform core._lock_trainings(v_training_ids, true);
    v_training := core._training(p_name);
    perform core._lock_enrolments(array[v_training.training_id]);
    return v_training;
end;
$$;

comment on function core._lock_training(text) is
'The training of this name, locked until the transaction ends. Raises ZR201.';
