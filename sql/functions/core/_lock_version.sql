create or replace function core._lock_version(p_training text, p_label text)
returns core.training_versions
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training constant core.trainings := core._lock_training(p_training);
    -- read again under the lock
    v_version core.training_versions;
begin
    v_version := core._version(v_training, p_label);
    return v_version;
end;
$$;

comment on function core._lock_version(text, text) is
'The version named by training and label, its training locked until the transaction ends. Raises
ZR201 (no such training), ZR202 (no such version).';
