create or replace function api.begin_report_build()
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_missing constant pg_catalog.text := (
        select string_agg(s.name, ', ' order by s.name)
        from unnest(array['staging', 'intermediate', 'mart_compliance', 'mart_audit']) as s (name)
        where not exists (select from pg_catalog.pg_namespace as n where n.nspname = s.name)
    );
begin
    perform core._actor();
    if v_missing is not null then
        raise exception 'A schema of the marts is missing'
            using errcode = 'ZR008',
            detail = v_missing,
            hint = format(
                'As an administrator of the database: create schema %s authorization recert_builder;',
                split_part(v_missing, ', ', 1)
            );
    end if;
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
another build is running, ZR008 (a schema of the marts is missing) and what core._actor() raises.';
