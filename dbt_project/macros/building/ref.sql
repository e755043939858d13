{#
    Tests of a mart ask its successor, the table that is about to be published, where there is one.
    Everything else is dbt's own ref.
#}
{% macro ref() %}
    {% set relation = builtins.ref(*varargs, **kwargs) %}
    {% if execute and flags.WHICH == 'build' and model.resource_type == 'test' and relation.schema in ('mart_compliance', 'mart_audit') %}
        {% set successor = successor_of(relation) %}
        {% if load_cached_relation(successor) is not none %}
            {{ return(successor) }}
        {% endif %}
    {% endif %}
    {{ return(relation) }}
{% endmacro %}
