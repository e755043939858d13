create or replace function ops._rows_done(p_result jsonb)
returns numeric
language sql
immutable
parallel safe
security invoker
set search_path = ''
as $$
    with counted as (
        select
            case jsonb_typeof(p_result -> 'marts')
                when 'object' then p_result -> 'marts'
                else case jsonb_typeof(p_result) when 'object' then p_result end
            end as counts,
            case
                -- every mart, and all its rows
                when jsonb_typeof(p_result -> 'marts') = 'object' then null
                when p_result ? 'inserted' then array['inserted', 'updated']
                when p_result ? 'marked' then array['marked', 'cleared', 'moved']
                when p_result ? 'expired' then array['expired', 'created']
                when p_result ? 'missed' then array['created', 'missed']
                when p_result ? 'evidence_superseded' then array['created', 'evidence_superseded']
                when p_result ? 'due_in_1_day'
                    then
                        array[
                            'due_in_30_days', 'due_in_14_days', 'due_in_7_days', 'due_in_1_day',
                            'overdue'
                        ]
                else '{}'
            end as names
    )

    select
        sum((e.value #>> '{}')::numeric)
        - case jsonb_typeof(p_result -> 'rows_before')
            when 'number' then (p_result ->> 'rows_before')::numeric
            else 0
        end
    from counted as c
    cross join jsonb_each(c.counts) as e
    where jsonb_typeof(e.value) = 'number' and (c.names is null or e.key = any(c.names));
$$;

comment on function ops._rows_done(jsonb) is
'How many rows a run has written, from its result: imported rows, marks of the overdue scan, expired
evidence and what it led to, assignments, superseded evidence, reminders, rows of marts. Without
those that were there when the run began (rows_before). Null where the result does not tell.';
