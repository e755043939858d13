{#
    In a staging model: limits it to the rows that were written since the last build began. Rows of
    the record are never deleted, and each version of a row carries the number of the transaction
    that wrote it; older ones may be read again, which does no harm.
#}
{% macro where_written_since() %}
    {% if goes_on() %}
        where age(xmin) <= age('{{ current_build()['baseline_xid'] | int }}'::xid)
    {% endif %}
{% endmacro %}

{#
    Limits a model to persons and trainings of which something has changed, given the two columns.
    The word is the one that the condition begins with, where or and; an ephemeral model names the
    table that it is part of. `changed` is the table of what has changed for the model.
#}
{% macro if_changed(user_id, training_id, word='where', within=none, changed='int_changed_pairs') %}
    {# a unit test leaves nothing out as unchanged, and need not give what has changed #}
    {% set changed = ref(changed) if model.resource_type != 'unit_test' %}
    {% if goes_on(within) %}
        {{ word }} exists (
            select from {{ changed }} as changed
            where changed.user_id = {{ user_id }} and changed.training_id = {{ training_id }}
        )
    {% endif %}
{% endmacro %}

{# The moment that the marts tell of: that of the runner's snapshot, or now. #}
{% macro moment() %}
    {%- if given('AS_OF') -%}{{ quoted(given('AS_OF')) }}::timestamptz{%- else -%}now(){%- endif -%}
{% endmacro %}

{# The number of the build that this one goes on from; null, of which nothing is greater, without one. #}
{% macro baseline_number() %}
    {%- set build = current_build() -%}
    {{- 'null::bigint' if build is none or build['baseline'] is none else build['baseline'] | int -}}
{% endmacro %}

{# The moment that its marts tell of, or null. #}
{% macro baseline_as_of() %}
    {%- set build = current_build() -%}
    {%- if build is none or build['baseline'] is none -%}
        null::timestamptz
    {%- else -%}
        {{- quoted(build['baseline_as_of']) }}::timestamptz
    {%- endif -%}
{% endmacro %}

{# The days after the last one of a mart on which nothing was built, as texts; none of an empty one. #}
{% macro missed_days() %}
    {% set missed = [] %}
    {% if current_build() is not none and load_cached_relation(this) is not none %}
        {% set found = run_query(
            "select d.day::date::text as day from generate_series("
            ~ "(select max(day) + 1 from " ~ this ~ ")::timestamp,"
            ~ " (select (as_of at time zone 'UTC')::date - 1 from " ~ intermediate_table('int_as_of') ~ ")::timestamp,"
            ~ " interval '1 day') as d (day)"
        ) %}
        {% for row in found.rows %}
            {% do missed.append(row['day']) %}
        {% endfor %}
    {% endif %}
    {{ return(missed) }}
{% endmacro %}
