create or replace function audit._parsed(p_payload text)
returns jsonb
language sql
immutable
parallel safe
security invoker
set search_path = ''
as $$
    -- from PostgreSQL 16 on, which a cluster needs
    select
        case
            when pg_input_is_valid(p.payload, 'pg_catalog.jsonb')
                then p.payload::pg_catalog.jsonb
        end
    -- OFFSET, as a payload that the planner knows would be converted before it is looked at
    from (select p_payload as payload offset 0) as p;
$$;

comment on function audit._parsed(text) is
'As sql/functions/audit/_parsed.sql says, for a cluster: without a block that catches exceptions, as
no savepoint can be made while rows are on their way to the nodes.';
