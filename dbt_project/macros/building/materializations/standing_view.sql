{#
    A view that people read. The model makes its successor, of which tests are asked, as of a mart;
    the end of the build makes the view itself where it is missing or models have changed (see
    publish.sql).
#}
{% materialization standing_view, adapter='postgres' %}
    {% do current_build() %}
    {% set successor = successor_of(this).incorporate(type='view') %}
    {{ drop_relation_if_exists(load_cached_relation(successor)) }}
    {% call statement('main') %}
        {{ get_assert_columns_equivalent(sql) }}
        create view {{ successor }} as {{ sql }}
    {% endcall %}
    {% do adapter.commit() %}
    {{ return({'relations': [successor]}) }}
{% endmaterialization %}
