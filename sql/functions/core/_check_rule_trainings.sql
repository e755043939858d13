create or replace function core._check_rule_trainings()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_trainings constant bigint[] := array(select unnest(n.training_ids) from new_rows as n);
    v_training_id bigint;
begin
    select min(i.training_id) into v_training_id
    from unnest(v_trainings) as i (training_id)
    where not exists (select from core.trainings as t where t.training_id = i.training_id);
    if v_training_id is not null then
        raise exception 'A rule names a training that does not exist'
            using errcode = 'ZR207',
            detail = format('training_id %s', v_training_id),
            hint = 'Record the training first.';
    end if;
    return null;
end;
$$;

comment on function core._check_rule_trainings() is
'Trigger function: every training of every rule written by a statement exists; stands for a foreign
key, which an array cannot have (trainings are never deleted). Raises ZR207.';
