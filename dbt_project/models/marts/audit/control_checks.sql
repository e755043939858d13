with accepted as (
    select
        x.control_id,
        min(x.expires_on) as first_expires_on,
        string_agg(
            x.failed_id || ' until ' || x.expires_on || ' by ' || x.owner || ': ' || x.reason,
            '; ' order by x.expires_on, x.failed_id
        ) as accepted_how
    from {{ ref('int_accepted_exceptions') }} as x
    inner join {{ ref('int_control_results') }} as r
        on x.control_id = r.control_id and x.failed_id = any(r.accepted_ids)
    group by x.control_id
)

-- From the index: a control of which nothing is heard has failed.
select
    i.control_id,
    i.name,
    i.shows,
    i.rule,
    i.severity,
    i.owner,
    case
        when r.control_id is null or r.failed > 0 then 'fail'
        when r.checked = 0 and r.accepted = 0 then 'not_applicable'
        else 'pass'
    end as result,
    r.checked,
    r.failed,
    r.accepted,
    case when r.accepted > 0 then a.first_expires_on end as accepted_until,
    coalesce(array_to_string(r.failed_ids, '; '), '') as failed_ids,
    nullif(
        concat_ws(
            ' ',
            case
                when r.control_id is null then 'The control gave no result in this build.'
                when r.failed = 0 and r.checked = 0 and r.accepted = 0
                    then 'There was nothing to check.'
                when r.failed > cardinality(r.failed_ids)
                    then 'The first ' || cardinality(r.failed_ids) || ' are named.'
            end,
            case when r.accepted > 0 then 'Accepted: ' || a.accepted_how end
        ),
        ''
    ) as note
from {{ ref('controls') }} as i
cross join {{ ref('int_as_of') }} as m
left join {{ ref('int_control_results') }} as r
    on i.control_id = r.control_id and m.as_of = r.as_of
left join accepted as a on i.control_id = a.control_id
order by i.control_id
