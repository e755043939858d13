create or replace function api.begin_import(
    p_kind text,
    p_file_name text,
    p_column_names text[]
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_column_names constant pg_catalog.text[] := coalesce(p_column_names, '{}');
    v_known pg_catalog.text[];
    v_required pg_catalog.text[];
    v_wrong pg_catalog.text;
    v_import_id bigint;
begin
    perform core._require_importer(v_actor_id);
    if current_setting('transaction_isolation') <> 'read committed' then
        -- an older snapshot would not show what the import before this one has loaded
        raise exception 'An import needs the isolation level read committed'
            using errcode = 'ZR102',
            detail = format('it is %s', current_setting('transaction_isolation')),
            hint = 'Leave default_transaction_isolation as it comes.';
    end if;

    select
        array_agg(c.column_name order by c.place),
        array_agg(c.column_name order by c.place) filter (where c.is_required)
    into v_known, v_required
    from api.import_columns as c
    where c.kind = p_kind;
    if v_known is null then
        raise exception 'There is no such kind of import'
            using errcode = 'ZR102',
            detail = format('kind "%s"', coalesce(p_kind, '')),
            hint = 'The kinds are those of api.import_columns.';
    end if;

    select string_agg(format('"%s"', n.name), ', ' order by n.place) into v_wrong
    from unnest(v_column_names) with ordinality as n (name, place)
    where not coalesce(n.name = any(v_known), false);
    if v_wrong is not null then
        raise exception 'The file has a column that is unknown'
            using errcode = 'ZR103',
            detail = format('%s: unknown %s', p_file_name, left(v_wrong, 500)),
            hint = format(
                'Columns of %s, separated by commas: %s.', p_kind, array_to_string(v_known, ',')
            );
    end if;

    select string_agg(format('"%s"', n.name), ', ') into v_wrong
    from (
        select u.name from unnest(v_column_names) as u (name) group by u.name having count(*) > 1
    ) as n;
    if v_wrong is not null then
        raise exception 'The file has a column more than once'
            using errcode = 'ZR103',
            detail = format('%s: more than once %s', p_file_name, v_wrong),
            hint = 'Keep one of them.';
    end if;

    select string_agg(format('"%s"', n.name), ', ' order by n.place) into v_wrong
    from unnest(v_required) with ordinality as n (name, place)
    where n.name <> all(v_column_names);
    if v_wrong is not null then
        raise exception 'The file lacks a column that is required'
            using errcode = 'ZR103',
            detail = format('%s: missing %s', p_file_name, v_wrong),
            hint = format(
                'Columns of %s, separated by commas: %s.', p_kind, array_to_string(v_known, ',')
            );
    end if;

    -- imports of a kind take turns, from the first row to the commit, so that the later one sees
    -- what the earlier one loaded; and nobody else's rows come into this one
    execute format('lock table ops.%I in share row exclusive mode', 'staged_' || p_kind);
    execute format('delete from ops.%I', 'staged_' || p_kind);
    execute format('delete from ops.%I', 'judged_' || p_kind);

    insert into ops.imports (kind, file_name, column_names, started_by)
    values (p_kind, p_file_name, v_column_names, v_actor_id)
    returning imports.import_id into strict v_import_id;
    return v_import_id;
end;
$$;

comment on function api.begin_import(text, text, text[]) is
'Begins the import of a file of this kind with these columns and returns its import_id. Then, all
in one transaction: copy the rows into ops.staged_<kind> with the import_id and line_number, call
api.load_import, read api.import_rejects, call api.end_import. A blank value is null. A row that
cannot be read has its faults instead of values: a JSON array of objects with column, reason and
value. Raises ZR102 (kind, isolation level), ZR103 (columns), ZR304, ZR305 and what core._actor()
raises.';
