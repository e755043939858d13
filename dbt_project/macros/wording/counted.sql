{# ': 3 new, 1 rejected' from the numbers in details; one that is not there is left out. #}
{% macro counted(numbers) -%}
    coalesce(': ' || nullif(concat_ws(', ',
    {%- for key, words in numbers %}
        (details ->> '{{ key }}') || ' {{ words }}'{{ ',' if not loop.last }}
    {%- endfor %}
    ), ''), '')
{%- endmacro %}
