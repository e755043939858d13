{#
    What a control found: the last select of its model. Before it come two CTEs: checked, one row
    with how many records it looked at, and failed, the failed_id of each that does not pass. What
    is accepted does not count as failed, however much there is of it.
#}
{% macro control_result(control_id) %}
select
    '{{ control_id }}'::text as control_id,
    m.as_of,
    c.checked::bigint as checked,
    count(f.failed_id) filter (where x.failed_id is null) as failed,
    count(x.failed_id) as accepted,
    coalesce(
        (
            array_agg(f.failed_id order by length(f.failed_id), f.failed_id)
            filter (where f.failed_id is not null and x.failed_id is null)
        )[:50],
        '{}'
    ) as failed_ids,
    coalesce(
        array_agg(f.failed_id order by f.failed_id) filter (where x.failed_id is not null), '{}'
    ) as accepted_ids
from checked as c
cross join {{ ref('int_as_of') }} as m
left join (select distinct failed_id::text as failed_id from failed) as f on true
left join {{ ref('int_accepted_exceptions') }} as x
    on x.control_id = '{{ control_id }}' and f.failed_id = x.failed_id
group by m.as_of, c.checked
{%- endmacro %}

{# How many characters a reason has, without the blanks around it. #}
{% macro length_of_reason(reason) -%}
    coalesce(length(regexp_replace({{ reason }}, '^\s+|\s+$', '', 'g')), 0)
{%- endmacro %}
