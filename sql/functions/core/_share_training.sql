create or replace function core._share_training(p_name text)
returns core.trainings
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform 1 from core.trainings as t where t.name = p_name for share;
    return core._training(p_name);
end;
$$;

comment on function core._share_training(text) is
'The training of this name; until the transaction ends nobody changes which version is active, nor
recertifies. Others may record evidence meanwhile. Raises ZR201.';
