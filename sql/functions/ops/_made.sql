create or replace function ops._made(p_check text)
returns ops.finding
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_check pg_catalog.text;
    v_status pg_catalog.text;
    v_rows bigint;
    v_remedy pg_catalog.text;
begin
    execute format('select f.* from ops.%I() as f', '_check_' || p_check)
    into strict v_check, v_status, v_rows, v_remedy;
    return row(v_check, v_status, v_rows, v_remedy)::ops.finding;
exception
    -- one value that nothing of ours writes must not hide what the other checks find
    when data_exception or program_limit_exceeded then
        return ops._finding(
            p_check, array[sqlerrm],
            'The check came upon a value that no function of Recert writes, and could not be made: '
            'find out who wrote it. It was told:'
        );
end;
$$;

comment on function ops._made(text) is
'The finding of ops._check_<p_check>; that it fails where a value stops it.';
