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
        alter table {{ successor }}
        {% for column in model.columns.values() %}
            {% for constraint in column.constraints if constraint.type == 'not_null' %}
                alter column {{ column.name }} set not null,
            {% endfor %}
        {% endfor %}
        {% for constraint in model.constraints %}
            {% if constraint.type == 'primary_key' %}
                add constraint {{ this.identifier }}_pkey primary key ({{ constraint.columns | join(', ') }})
            {%- elif constraint.type == 'check' %}
                add constraint {{ constraint.name }} check ({{ constraint.expression }})
            {%- endif -%}
            {{ ',' if not loop.last }}
        {% endfor %}
    {% endcall %}
    {% do create_indexes(successor) %}
    {% do persist_docs(successor, model) %}
    {% call statement('analyze') %}analyze {{ successor }}{% endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [successor]}) }}
{% endmaterialization %}

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
