{# The counts of a mart that adds up rows `c` of int_compliance_counts: a column for each status. #}
{% macro status_counts() -%}
    {%- for status in (
        'compliant', 'due', 'in_grace', 'overdue', 'expired', 'exempt', 'not_required'
    ) %}
        coalesce(sum(c.people) filter (where c.compliance_status = '{{ status }}'), 0)::bigint
            as {{ status }},
    {%- endfor %}
        coalesce(
            sum(c.people) filter (where c.compliance_status not in ('exempt', 'not_required')), 0
        )::bigint as required
{%- endmacro %}

{#
    A part of a whole in percent, two decimals: 100 only of all, 0 only of none, null of nobody.
#}
{% macro percent(part, whole) -%}
    case
        when {{ part }} = 0 and {{ whole }} > 0 then 0
        when {{ part }} < {{ whole }}
            then least(greatest(round(100.0 * {{ part }} / ({{ whole }}), 2), 0.01), 99.99)
        when {{ whole }} > 0 then 100.00
    end::numeric(5, 2)
{%- endmacro %}

{# The name of a group of people, also of those for whom none is recorded: it is part of a key. #}
{% macro group_name(column) -%}
    coalesce({{ column }}, '(none)')
{%- endmacro %}
