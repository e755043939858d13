{#
    Brings all marts of a build from the last one to this one, in one transaction: whoever reads sees
    all of them as they were or all of them as they are, whatever the isolation level, and waits for
    nothing. Only a mart that is new, or of another shape than before, is replaced by a table.
#}
{% macro publish(results) %}
    {% set build = current_build() %}
    {% set marts = [] %}
    {% for result in results if result.node.config.get('materialized') == 'mart' and result.status == 'success' %}
        {% do marts.append(result.node) %}
    {% endfor %}
    {% set shapes = mart_shapes(marts) %}
    {% call statement('publish', auto_begin=True) %}
        set local lock_timeout = '5s';
        {% for node in marts %}
            {% set mart = api.Relation.create(
                database=node.database, schema=node.schema, identifier=node.alias, type='table'
            ) %}
            {{ published(node, mart, shapes[node.schema ~ '.' ~ node.alias], build) }}
        {% endfor %}
        select api.record_report_build(
            {{ quoted(invocation_id) }},
            {{ results | selectattr('node.resource_type', 'equalto', 'model') | list | length }},
            {{ results | selectattr('status', 'equalto', 'pass') | list | length }},
            {{ results | selectattr('status', 'equalto', 'warn') | list | length }},
            jsonb_build_object(
                {% for node in marts %}
                    '{{ node.schema }}.{{ node.alias }}', (select count(*) from {{ node.relation_name }})
                    {{- ',' if not loop.last }}
                {% endfor %}
            ),
            a.as_of, a.head_seq, a.head_hash, {{ is_whole(results) }}
        )
        {# where nothing that was built asks for the moment, no part of the log is said to be covered #}
        from
            {% if load_cached_relation(intermediate_table('int_as_of')) is not none %}
                intermediate.int_as_of
            {% else %}
                (select {{ moment() }} as as_of, 0::bigint as head_seq, repeat('0', 64) as head_hash)
            {% endif %}
            as a;
    {% endcall %}
    {% do adapter.commit() %}
{% endmacro %}

{# Of each mart that is there: whether it is a table, looks like its successor, and may be read. #}
{% macro mart_shapes(marts) %}
    {% set shapes = {} %}
    {% if marts %}
        {% set found = run_query(
            "with shapes as (select n.nspname as schema, c.relname as name, c.relkind = 'r' as is_table,"
            ~ " string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ', '"
            ~ " order by a.attnum) || coalesce((select ' key ' || pg_get_constraintdef(k.oid)"
            ~ " from pg_constraint as k where k.conrelid = c.oid and k.contype = 'p'), '') as shape,"
            ~ " has_table_privilege('recert_auditor', c.oid, 'select') as is_read"
            ~ " from pg_class as c join pg_namespace as n on c.relnamespace = n.oid"
            ~ " join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
            ~ " where n.nspname in ('intermediate', 'mart_compliance', 'mart_audit') group by n.nspname, c.oid)"
            ~ " select m.schema || '.' || m.name as mart, m.is_table, m.is_read,"
            ~ " m.is_table and m.shape is not distinct from s.shape as is_alike"
            ~ " from shapes as m left join shapes as s on s.schema = 'intermediate' and s.name = m.name || '__next'"
            ~ " where m.schema like 'mart%'"
        ) %}
        {% for row in found.rows %}
            {% do shapes.update({row['mart']: row}) %}
        {% endfor %}
    {% endif %}
    {{ return(shapes) }}
{% endmacro %}

{# Whether a table has no rows. #}
{% macro is_empty(relation) %}
    {{ return(run_query('select not exists (select from ' ~ relation ~ ') as is_empty').rows[0]['is_empty']) }}
{% endmacro %}

{# The statements for one mart; its shape is undefined where it is missing. #}
{% macro published(node, mart, shape, build) %}
    {% set successor = successor_of(mart) %}
    {% set is_alike = shape is defined and shape['is_alike'] %}
    {% if is_alike %}
        {{ merged(node, mart, successor, build) }}
        drop table {{ successor }};
    {% else %}
        {% if shape is defined %}
            {% if build['baseline'] is not none or node.config.get('history') %}
                do $refused$
                begin
                    raise exception 'A mart is not as the last build left it'
                        using errcode = 'ZR212',
                        detail = '{{ mart.schema }}.{{ mart.identifier }}',
                        hint = '{{ 'Its past is nowhere else: give it back the columns and the key that its contract in dbt_project has.' if node.config.get('history') else 'Run `recert report build --full-refresh`, which makes it anew.' }}';
                end;
                $refused$;
            {% endif %}
            drop {{ 'table' if shape['is_table'] else 'view' }} {{ mart }} cascade;
        {% endif %}
        alter table {{ successor }} set schema {{ mart.schema }};
        alter table {{ mart.schema }}.{{ successor.identifier }} rename to {{ mart.identifier }};
    {% endif %}
    {% if not is_alike or not shape['is_read'] %}
        grant select on {{ mart }} to {{ node.config.get('grants')['select'] | join(', ') }};
    {% endif %}
{% endmacro %}

{#
    Rows that differ are deleted and inserted; those that are the same stay untouched. A successor
    that was built anew as a whole has all rows, but for a mart whose past is nowhere else.
#}
{% macro merged(node, mart, successor, build) %}
    {% set columns = node.columns.keys() | list %}
    {% set key = (node.constraints | selectattr('type', 'equalto', 'primary_key') | first).columns %}
    {% set is_whole = build['baseline'] is none and not node.config.get('history') %}
    {% set replaces = [] if is_whole else node.config.get('replaces') or [] %}
    {% set scope = node.config.get('scope') %}
    delete from {{ mart }} as m
    {% if replaces %}
        using (
            select distinct {{ replaces | join(', ') }}
            from {{ 'intermediate.' ~ scope if scope else successor }}
        ) as r
    {% endif %}
    where
        {% if replaces %}{{ same('m', 'r', replaces) }} and{% endif %}
        not exists (
            select from {{ successor }} as s
            where {{ same('m', 's', key) }}
            and (s.{{ columns | join(', s.') }}) is not distinct from (m.{{ columns | join(', m.') }})
        );
    insert into {{ mart }} ({{ columns | join(', ') }})
    select s.{{ columns | join(', s.') }}
    from {{ successor }} as s
    where not exists (select from {{ mart }} as m where {{ same('m', 's', key) }});
{% endmacro %}
