{{ config(materialized='ephemeral', pre_hook=[], post_hook=[]) }}

-- nobody has accepted what nobody owns or gives a reason for, and nothing is accepted for good
select
    e.control_id,
    e.failed_id,
    max(e.expires_on) as expires_on
from {{ ref('control_exceptions') }} as e
inner join {{ ref('int_as_of') }} as m
    on (m.as_of at time zone 'UTC')::date between e.accepted_on and e.expires_on
where btrim(e.owner) <> '' and btrim(e.reason) <> ''
group by e.control_id, e.failed_id
