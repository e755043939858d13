{# A view that is made once, and anew only when models have changed: nobody has to wait for it. #}
{% materialization standing_view, adapter='postgres' %}
    {% set target = this.incorporate(type='view') %}
    {% set existing = load_cached_relation(this) %}
    {% set build = current_build() %}
    {% if existing is none or existing.type != 'view' or build['baseline'] is none %}
        {% if existing is not none and existing.type != 'view' %}
            {{ drop_relation_if_exists(existing) }}
        {% endif %}
        {% call statement('wait') %}set local lock_timeout = '5s'{% endcall %}
        {% call statement('main') %}
            {{ get_assert_columns_equivalent(sql) }}
            create or replace view {{ target }} as {{ sql }}
        {% endcall %}
        {% do apply_grants(target, config.get('grants'), should_revoke=False) %}
        {% do persist_docs(target, model) %}
        {% do adapter.commit() %}
    {% else %}
        {% call noop_statement('main', 'VIEW STANDS') %}{% endcall %}
    {% endif %}
    {{ return({'relations': [target]}) }}
{% endmaterialization %}
