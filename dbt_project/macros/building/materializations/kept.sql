{#
    A table that is kept from build to build, and of which only what has changed is computed anew.
    Nobody reads it but the build, so that it is changed in place; a build that fails leaves rows
    that the next one computes again.

    Configuration: `key`, the columns of its primary key; a table without one is copied as a whole.
    `scope`, a model with the values for which all rows are replaced, and `replaces`, the columns of
    these; without them the rows that are new replace those of the same key. `from_record`: the table is a copy of the record, seen at the
    moment of the runner's snapshot if there is one, and each row has the number of the build that
    copied it. `indexes` as in dbt's own materializations.
#}
{% materialization kept, adapter='postgres' %}
    {% set target = this.incorporate(type='table') %}
    {% set existing = load_cached_relation(this) %}
    {% set key = config.require('key') %}
    {% set on = key and goes_on() %}
    {% set from_record = config.get('from_record', false) %}
    {% set query = sql %}
    {% if from_record %}
        {% set query %}
            select record.*, {{ current_build()['build_number'] }}::bigint as build_number
            from ({{ sql }}) as record
        {% endset %}
        {% call statement('begin', auto_begin=False) %}
            commit; begin transaction isolation level repeatable read
            {%- if given('SNAPSHOT') %}; set transaction snapshot {{ quoted(given('SNAPSHOT')) }}{% endif %}
        {% endcall %}
    {% endif %}

    {% do give_memory() %}
    {% if on %}
        {% set scope = config.get('scope') %}
        {% set matched = config.get('replaces') or key %}
        {% call statement('compute') %}
            create temporary table computed on commit drop as {{ query }};
            analyze computed
        {% endcall %}
        {{ of_one_shape('computed', target) }}
        {% call statement('remove') %}
            delete from {{ target }} as kept
            using {{ intermediate_table(scope) if scope else 'computed' }} as replaced
            where {{ same('kept', 'replaced', matched) }}
        {% endcall %}
        {% call statement('main') %}
            insert into {{ target }} select * from computed order by {{ key | join(', ') }}
        {% endcall %}
    {% else %}
        {{ drop_relation_if_exists(existing) }}
        {% call statement('main') %}
            create table {{ target }} as {{ query }}
        {% endcall %}
        {% call statement('key') %}
            {% if key %}
                alter table {{ target }}
                add constraint {{ this.identifier }}_pkey primary key ({{ key | join(', ') }});
            {% endif %}
            {% if from_record %}create index on {{ target }} (build_number){% endif %}
        {% endcall %}
        {% do create_indexes(target) %}
        {% do persist_docs(target, model) %}
    {% endif %}
    {% if on and from_record %}
        {{ nothing_is_gone(source(*model.sources[0]), target) }}
    {% endif %}
    {% call statement('analyze') %}analyze {{ target }}{% endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}

{#
    Refuses to go on from a table that somebody gave other columns. What raises an error in a model
    ends its detail with the code, as dbt loses it.
#}
{% macro of_one_shape(computed, kept) %}
    {% call statement('shape') %}
        do $shape$
        begin
            if (
                select string_agg(concat_ws(' ', a.attname, a.atttypid, a.atttypmod), ',' order by a.attnum)
                from pg_catalog.pg_attribute as a
                where a.attrelid = '{{ computed }}'::regclass and a.attnum > 0 and not a.attisdropped
            ) is distinct from (
                select string_agg(concat_ws(' ', a.attname, a.atttypid, a.atttypmod), ',' order by a.attnum)
                from pg_catalog.pg_attribute as a
                where a.attrelid = '{{ kept }}'::regclass and a.attnum > 0 and not a.attisdropped
            ) then
                raise exception 'A table of the build is not as the last one left it'
                    using errcode = 'ZR212',
                    detail = '{{ kept.schema }}.{{ kept.identifier }} has other columns [ZR212]';
            end if;
        end;
        $shape$
    {% endcall %}
{% endmacro %}

{#
    Refuses to go on from a copy that has other rows than the record: nothing of the record is ever
    deleted, so that it was behind the guards.
#}
{% macro nothing_is_gone(record, copy) %}
    {% call statement('counted') %}
        do $counted$
        declare
            v_recorded constant bigint := (select count(*) from {{ record }});
            v_copied constant bigint := (select count(*) from {{ copy }});
        begin
            if v_recorded < v_copied then
                raise exception 'Rows of the record are not there any more'
                    using errcode = 'ZR403',
                    detail = format('{{ record.schema }}.{{ record.identifier }}: %s rows, but %s were there [ZR403]', v_recorded, v_copied);
            elsif v_recorded > v_copied then
                raise exception 'A table of the build is not as the last one left it'
                    using errcode = 'ZR212',
                    detail = format('{{ copy.schema }}.{{ copy.identifier }} lacks %s rows [ZR212]', v_recorded - v_copied);
            end if;
        end;
        $counted$
    {% endcall %}
{% endmacro %}

{# A table of schema intermediate; what depends on it says so by a ref of its own. #}
{% macro intermediate_table(name) %}
    {{ return(api.Relation.create(database=target.database, schema='intermediate', identifier=name)) }}
{% endmacro %}

{# That two rows agree in these columns, none of which is null. #}
{% macro same(left, right, columns) %}
    {%- for column in columns -%}
        {{ left }}.{{ column }} = {{ right }}.{{ column }}{{ ' and ' if not loop.last }}
    {%- endfor -%}
{% endmacro %}
