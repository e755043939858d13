{{ config(materialized='ephemeral') }}

-- Nobody has accepted what nobody owns or gives a reason for (as long as rule 2 asks), and nothing
-- is accepted for good.
select distinct on (e.control_id, e.failed_id)
    e.control_id,
    e.failed_id,
    e.expires_on,
    btrim(e.owner) as owner,
    btrim(e.reason) as reason
from {{ ref('control_exceptions') }} as e
inner join {{ ref('int_as_of') }} as m
    on (m.as_of at time zone 'UTC')::date between e.accepted_on and e.expires_on
inner join {{ ref('controls') }} as c on e.control_id = c.control_id and c.may_be_accepted
where btrim(e.owner) <> '' and {{ length_of_reason('e.reason') }} >= 10
order by e.control_id asc, e.failed_id asc, e.expires_on desc, e.owner asc, e.reason asc
