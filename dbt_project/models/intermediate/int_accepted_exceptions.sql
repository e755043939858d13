{{ config(materialized='ephemeral') }}

-- nobody has accepted what nobody owns or gives a reason for, and nothing is accepted for good
select distinct on (e.control_id, e.failed_id)
    e.control_id,
    e.failed_id,
    e.expires_on,
    btrim(e.owner) as owner,
    btrim(e.reason) as reason
from {{ ref('control_exceptions') }} as e
inner join {{ ref('int_as_of') }} as m
    on (m.as_of at time zone 'UTC')::date between e.accepted_on and e.expires_on
where btrim(e.owner) <> '' and btrim(e.reason) <> ''
order by e.control_id asc, e.failed_id asc, e.expires_on desc, e.owner asc, e.reason asc
