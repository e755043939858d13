create or replace function ops._finding(p_check text, p_names text[], p_remedy text)
returns ops.finding
language sql
immutable
security invoker
set search_path = ''
as $$
    select
        p_check,
        case when cardinality(p_names) > 0 then 'fail' else 'pass' end,
        cardinality(p_names)::bigint,
        case
            when cardinality(p_names) > 0
                then p_remedy || ' ' || array_to_string(p_names[:5], '; ') || case
                    when cardinality(p_names) > 5
                        then format('; and %s more', cardinality(p_names) - 5)
                    else ''
                end
                || '.'
        end;
$$;

comment on function ops._finding(text, text[], text) is
'The finding of a check: fails when there are names of what does not hold, and ends p_remedy with
the first five of them.';
