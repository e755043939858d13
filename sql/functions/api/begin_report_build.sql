create or replace function api.begin_report_build()
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform core._actor();
    -- of the session, not of the transaction: the build is many transactions on other connections
    if not pg_try_advisory_lock(hashtext('recert: report build')) then
        raise exception 'Another build of the marts is running'
            using errcode = '55P03',
            detail = format('database %s', current_database()),
            hint = 'Run the same command again when it has ended.';
    end if;
end;
$$;

comment on function api.begin_report_build() is
'Begins a build of the marts: nobody else begins one until this session ends. Raises 55P03 when
another build is running and what core._actor() raises.';
