create or replace function api.open_report_build(
    p_build_id text,
    p_definition text,
    p_selection text[] default null,
    p_is_full boolean default false,
    p_snapshot_xmin xid8 default null
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_system_identifier bigint;
    v_database_oid pg_catalog.oid;
    v_xmin constant pg_catalog.xid8 := coalesce(
        p_snapshot_xmin, pg_snapshot_xmin(pg_current_snapshot())
    );
    -- marts of other rules, or of a record of another shape, are built anew as well as those of
    -- other models
    v_definition constant pg_catalog.text := p_definition || '/' || (
        select md5(string_agg(o.path || o.checksum, ' ' order by o.path))
        from ops.objects as o
        where o.path ~ '^((local|distributed)/)?functions/(core|audit)/'
    ) || '/' || (select max(m.migration_number) from ops.migrations as m);
    v_baseline bigint;
    v_job_run_id bigint;
    v_build_number bigint;
begin
    if p_build_id is null or btrim(p_build_id) = '' or p_definition is null or p_is_full is null then
        raise exception 'The build needs an id and a definition'
            using errcode = 'ZR102',
            detail = format('build id %L, definition %L', p_build_id, p_definition),
            hint = 'Give dbt''s invocation_id and a digest of the models.';
    end if;
    if v_xmin > pg_snapshot_xmin(pg_current_snapshot()) then
        raise exception 'The snapshot is not one that this server has given'
            using errcode = 'ZR102',
            detail = format('oldest transaction %s', v_xmin),
            hint = 'Leave it out, or give pg_snapshot_xmin(pg_current_snapshot()) of the snapshot.';
    end if;
    -- one that the runner makes is left alone; the runner itself brings its snapshot
    if p_snapshot_xmin is null
        and not pg_try_advisory_xact_lock(hashtext('recert: report build'))
    then
        raise exception 'Another build of the marts is running'
            using errcode = '55P03',
            detail = format('database %s', current_database()),
            hint = 'Run the same command again when it has ended.';
    end if;
    -- builds that ended without a word; those that go on are refused at their end
    with ended as (
        update ops.report_builds as b
        set
            state = 'interrupted', finished_at = clock_timestamp(),
            message = 'The next build began before this one had ended.'
        where b.state = 'running'
        returning b.job_run_id
    )

    update ops.job_runs as r
    set state = 'interrupted', finished_at = greatest(clock_timestamp(), r.started_at)
    from ended as e
    where r.job_run_id = e.job_run_id and r.state = 'running';

    select c.system_identifier, d.oid into strict v_system_identifier, v_database_oid
    from pg_catalog.pg_control_system() as c
    cross join pg_catalog.pg_database as d
    where d.datname = current_database();

    -- The last build of everything, if nothing has touched its tables since that would not fit: a
    -- build of other models or rules, or another server, whose transactions have other numbers.
    select b.build_number into v_baseline
    from ops.report_builds as b
    where b.is_whole and not p_is_full
        -- each node of a cluster numbers its own transactions
        and not core._is_distributed()
        and b.system_identifier = v_system_identifier
        and b.database_oid = v_database_oid
        -- rows tell the last 32 bits of their transaction's number only
        and v_xmin::pg_catalog.text::numeric - b.snapshot_xmin::pg_catalog.text::numeric
        between 0 and 1000000000
        and v_definition = all (
            select l.definition
            from ops.report_builds as l
            where l.build_number >= b.build_number
        )
    order by b.build_number desc
    limit 1;

    insert into ops.job_runs (job, step)
    values ('report', 'build')
    returning job_run_id into strict v_job_run_id;
    insert into ops.report_builds (
        build_id, actor, selection, definition, baseline_build_number, snapshot_xmin,
        system_identifier, database_oid, job_run_id
    )
    select
        p_build_id,
        coalesce(
            (select u.employee_number from core.users as u where u.user_id = v_actor_id), 'system'
        ),
        p_selection, v_definition, v_baseline, v_xmin, v_system_identifier,
        v_database_oid, v_job_run_id
    returning build_number into strict v_build_number;
    return v_build_number;
end;
$$;

comment on function api.open_report_build(text, text, text[], boolean, xid8) is
'Records that a build of the marts begins, and returns its build_number. p_build_id is dbt''s
invocation_id, p_definition a digest of the models, p_selection what was asked for (null for
everything), p_is_full whether everything is to be built anew, p_snapshot_xmin the oldest
transaction that the build''s snapshot may not see whole (null for that of the present one). A build
that is still called running is marked interrupted: it will not replace a mart any more. Raises
ZR102, 23505 (an id that is recorded), 55P03 (recert report build is running, and this is not it)
and what core._actor() raises.';
