create or replace function core._share_training(p_name text)
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
    perform core._lock_trainings(v_training_ids, false);
    v_training := core._training(p_name);
    perform core._lock_enrolments(array[v_training.training_id]);
    return v_training;
end;
$$;

comment on function core._share_training(text) is
'The training of this name; until the transaction ends nobody changes which version is active, nor
recertifies. Others may record evidence meanwhile, but not while batches of a
recertification are being enrolled. Raises ZR201.';
