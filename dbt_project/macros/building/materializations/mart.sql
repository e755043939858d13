{#
    A table that people read. The model builds its successor, of which tests are asked (see ref.sql);
    when all went well, the end of the build brings the mart itself to it (see publish.sql).

    Configuration: `replaces`, columns for whose values the successor has all rows, so that it need
    have no others, and `scope`, a model of these values where the successor's own are not all of
    them. Without `replaces` the successor has all rows. `history`: a mart whose past is nowhere else,
    and which is therefore never dropped.
#}
{% materialization mart, adapter='postgres' %}
    {% do current_build() %}
    {% set successor = successor_of(this) %}
    {{ drop_relation_if_exists(load_cached_relation(successor)) }}
    {% do give_memory() %}
    {% call statement('main') %}
        {{ get_assert_columns_equivalent(sql) }}
        create table {{ successor }} as
        select
            {% for column in model.columns.values() %}
                rows.{{ column.name }}::{{ column.data_type }} as {{ column.name }}{{ ',' if not loop.last }}
            {% endfor %}
        from (
            {{ sql }}
        ) as rows
    {% endcall %}
    {# after the rows, in one pass: several times as fast as while they are written #}
    {% call statement('contract') %}
        alter table {{ successor }} {{ contract_of(model) | join(', ') }}
    {% endcall %}
    {% do create_indexes(successor) %}
    {% do persist_docs(successor, model) %}
    {% call statement('analyze') %}analyze {{ successor }}{% endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [successor]}) }}
{% endmaterialization %}

{#
    What a mart's contract says, as clauses of ALTER TABLE: a key, checks with a name, and columns
    that are never null. Whatever else somebody writes there would not be enforced, and is refused.
#}
{% macro contract_of(model) %}
    {% set clauses = [] %}
    {% for column in model.columns.values() %}
        {% for constraint in column.constraints %}
            {% if constraint.type != 'not_null' %}
                {{ exceptions.raise_compiler_error(
                    'Column ' ~ column.name ~ ' has a constraint ' ~ constraint.type
                    ~ ': say it of the model, as primary_key or check, or test it'
                ) }}
            {% endif %}
            {% do clauses.append('alter column ' ~ column.name ~ ' set not null') %}
        {% endfor %}
    {% endfor %}
    {% for constraint in model.constraints %}
        {% if constraint.type == 'check' and constraint.name %}
            {% do clauses.append('add constraint ' ~ constraint.name ~ ' check (' ~ constraint.expression ~ ')') %}
        {% elif constraint.type != 'primary_key' %}
            {{ exceptions.raise_compiler_error(
                'A mart has one primary_key, and checks with a name, not a constraint ' ~ constraint.type
                ~ (' without a name' if constraint.type == 'check' else '')
            ) }}
        {% endif %}
    {% endfor %}
    {% do clauses.append(
        'add constraint ' ~ model.alias ~ '_pkey primary key (' ~ primary_key(model).columns | join(', ') ~ ')'
    ) %}
    {{ return(clauses) }}
{% endmacro %}

{# The key of a mart, which every mart has. #}
{% macro primary_key(model) %}
    {% set keys = model.constraints | selectattr('type', 'equalto', 'primary_key') | list %}
    {% if keys | length != 1 %}
        {{ exceptions.raise_compiler_error('The mart ' ~ model.alias ~ ' needs one primary_key among its constraints') }}
    {% endif %}
    {{ return(keys[0]) }}
{% endmacro %}

{# The table that a build makes of a mart, before it is published. #}
{% macro successor_of(mart) %}
    {{ return(api.Relation.create(
        database=mart.database, schema='intermediate', identifier=mart.identifier ~ '__next', type='table'
    )) }}
{% endmacro %}

{# Millions of rows are sorted, joined and indexed in memory; a few builds run side by side at most. #}
{% macro give_memory() %}
    {% call statement('memory') %}
        set local work_mem = '128MB'; set local maintenance_work_mem = '512MB'
    {% endcall %}
{% endmacro %}
