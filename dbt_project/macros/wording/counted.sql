{#
    ': 3 new, 1 rejected' from the numbers in details; one that is not there is left out. What is
    counted may have another word for one of it.
#}
{% macro counted(numbers) -%}
    coalesce(': ' || nullif(concat_ws(', ',
    {%- for number in numbers %}
        (details ->> '{{ number[0] }}') || {{ _counted_thing(*number) }}{{ ',' if not loop.last }}
    {%- endfor %}
    ), ''), '')
{%- endmacro %}

{% macro _counted_thing(key, words, one=none) -%}
    {% if one %}case when details ->> '{{ key }}' = '1' then ' {{ one }}' else ' {{ words }}' end
    {%- else %}' {{ words }}'{% endif %}
{%- endmacro %}
