{#
    Brings all marts of a build from the last one to this one, in one transaction: whoever reads sees
    all of them as they were or all of them as they are, whatever the isolation level, and waits for
    nothing. Only a mart that is new, or of another shape than before, is replaced by a table.
#}
{% macro publish(results) %}
    {% set build = current_build() %}
    {% set marts = [] %}
    {% set views = [] %}
    {% for result in results if result.status == 'success' %}
        {% if result.node.config.get('materialized') == 'mart' %}
            {% do marts.append(result.node) %}
        {% elif result.node.config.get('materialized') == 'standing_view' %}
            {% do views.append(result.node) %}
        {% endif %}
    {% endfor %}
    {% set shapes = mart_shapes() if marts or views else {} %}
    {% call statement('publish', auto_begin=True) %}
        set local lock_timeout = '5s';
        {% for node in marts %}
            {% set mart = api.Relation.create(
                database=node.database, schema=node.schema, identifier=node.alias, type='table'
            ) %}
            {{ published(node, mart, shapes[node.schema ~ '.' ~ node.alias], build) }}
        {% endfor %}
        {% for node in views %}
            {{ published_view(node, shapes[node.schema ~ '.' ~ node.alias], build) }}
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
            )
            {% if 'control_checks' in marts | map(attribute='alias') %}
                || (
                    select jsonb_build_object('controls', jsonb_object_agg(
                        c.control_id,
                        jsonb_build_object('result', c.result, 'failed', c.failed, 'accepted', c.accepted)
                    ))
                    from mart_audit.control_checks as c
                )
            {% endif %},
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

{#
    Of each mart that is there: what it is, the names of its columns, whether it looks like its
    successor, and whether it may be read.
#}
{% macro mart_shapes() %}
    {% set shapes = {} %}
    {% set found = run_query(
        "with shapes as (select n.nspname as schema, c.relname as name, c.relkind as kind,"
        ~ " string_agg(a.attname, ',' order by a.attnum) as columns,"
        ~ " string_agg(concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ', '"
        ~ " order by a.attnum) || coalesce((select ' key ' || pg_get_constraintdef(k.oid)"
        ~ " from pg_constraint as k where k.conrelid = c.oid and k.contype = 'p'), '') as shape,"
        ~ " has_table_privilege('recert_auditor', c.oid, 'select') as is_read"
        ~ " from pg_class as c join pg_namespace as n on c.relnamespace = n.oid"
        ~ " join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
        ~ " where n.nspname in ('intermediate', 'mart_compliance', 'mart_audit') group by n.nspname, c.oid)"
        ~ " select m.schema || '.' || m.name as mart, m.kind = 'r' as is_table, m.kind = 'v' as is_view,"
        ~ " m.is_read, m.columns, m.kind = 'r' and m.shape is not distinct from s.shape as is_alike"
        ~ " from shapes as m left join shapes as s on s.schema = 'intermediate' and s.name = m.name || '__next'"
        ~ " where m.schema like 'mart%'"
    ) %}
    {% for row in found.rows %}
        {% do shapes.update({row['mart']: row}) %}
    {% endfor %}
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
            {% if build['baseline'] is not none %}
                {{ refused_mart(mart, 'Run `recert report build --full-refresh`, which makes it anew.') }}
            {% elif node.config.get('history') %}
                {{ carried_over(node, mart, successor, shape) }}
            {% endif %}
            drop {{ 'table' if shape['is_table'] else 'view' }} {{ mart }} cascade;
        {% endif %}
        {{ nothing_has_its_key(mart) }}
        alter table {{ successor }} set schema {{ mart.schema }};
        alter table {{ mart.schema }}.{{ successor.identifier }} rename to {{ mart.identifier }};
    {% endif %}
    {% if not is_alike or not shape['is_read'] %}
        grant select on {{ mart }} to {{ node.config.get('grants')['select'] | join(', ') }};
    {% endif %}
{% endmacro %}

{# The past of a mart that is nowhere else, by the columns that it has in common with its successor. #}
{% macro carried_over(node, mart, successor, shape) %}
    {% set key = primary_key(node).columns %}
    {% set common = [] %}
    {% set missing = [] %}
    {% for column in node.columns.values() %}
        {% if column.name in shape['columns'].split(',') %}
            {% do common.append(column.name) %}
        {% elif column.constraints | selectattr('type', 'equalto', 'not_null') | list %}
            {% do missing.append(column.name) %}
        {% endif %}
    {% endfor %}
    {% if missing or not shape['is_table'] %}
        {{ refused_mart(mart, 'Its past is nowhere else: give it back its columns, ' ~ missing | join(', ') ~ ' among them, from a backup.') }}
    {% else %}
        insert into {{ successor }} ({{ common | join(', ') }})
        select m.{{ common | join(', m.') }}
        from {{ mart }} as m
        where not exists (select from {{ successor }} as s where {{ same('m', 's', key) }});
    {% endif %}
{% endmacro %}

{# A mart that somebody renamed keeps the name of its key, which the new one needs. #}
{% macro nothing_has_its_key(mart) %}
    do $named$
    declare
        v_holder constant text := (
            select coalesce(x.indrelid::regclass, c.oid::regclass)::text
            from pg_catalog.pg_class as c
            left join pg_catalog.pg_index as x on c.oid = x.indexrelid
            where c.relnamespace = '{{ mart.schema }}'::regnamespace and c.relname = '{{ mart.identifier }}_pkey'
        );
    begin
        if v_holder is not null then
            raise exception 'A mart is not as the last build left it'
                using errcode = 'ZR212',
                detail = format('{{ mart.schema }}.{{ mart.identifier }}: %s has its key', v_holder),
                hint = format('Drop %s, or move it to another schema, and build again.', v_holder);
        end if;
    end;
    $named$;
{% endmacro %}

{% macro refused_mart(mart, hint) %}
    do $refused$
    begin
        raise exception 'A mart is not as the last build left it'
            using errcode = 'ZR212',
            detail = '{{ mart.schema }}.{{ mart.identifier }}',
            hint = '{{ hint }}';
    end;
    $refused$;
{% endmacro %}

{# A view that stands: made when it is missing, and anew when models have changed. #}
{% macro published_view(node, shape, build) %}
    drop view {{ intermediate_table(node.alias ~ '__next') }};
    {% set columns = node.columns.values() | map(attribute='name') | list %}
    {% if shape is undefined or not shape['is_view'] or build['baseline'] is none %}
        {% if shape is defined and (not shape['is_view'] or shape['columns'].split(',') != columns) %}
            drop {{ 'table' if shape['is_table'] else 'view' }} {{ node.relation_name }} cascade;
        {% endif %}
        create or replace view {{ node.relation_name }} as {{ node.compiled_code }};
        grant select on {{ node.relation_name }} to {{ node.config.get('grants')['select'] | join(', ') }};
        comment on view {{ node.relation_name }} is {{ quoted(node.description) }};
        {% for column in node.columns.values() %}
            comment on column {{ node.relation_name }}.{{ column.name }} is {{ quoted(column.description) }};
        {% endfor %}
    {% endif %}
{% endmacro %}

{#
    Rows that differ are deleted and inserted; those that are the same stay untouched. A successor
    that was built anew as a whole has all rows, but for a mart whose past is nowhere else.
#}
{% macro merged(node, mart, successor, build) %}
    {% set columns = node.columns.keys() | list %}
    {% set key = primary_key(node).columns %}
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
