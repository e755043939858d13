{#
    Who was compliant with what at a moment that has passed, given as SQL: the rows that
    user_training_status had then, from the record alone.
#}
{% macro compliance_as_of(moment) -%}
    core._compliance_as_of({{ moment }})
{%- endmacro %}
