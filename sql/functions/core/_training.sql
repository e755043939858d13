create or replace function core._training(p_name text)
returns core.trainings
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_training core.trainings;
begin
    select t.* into v_training
    from core.trainings as t
    where t.name = p_name;
    if not found then
        raise exception 'There is no such training'
            using errcode = 'ZR201',
            detail = format('training "%s"', coalesce(p_name, '')),
            hint = 'Check the name, upper and lower case included, or import it with `recert import trainings`.';
    end if;
    return v_training;
end;
$$;

comment on function core._training(text) is
'The training of this name. Raises ZR201.';
