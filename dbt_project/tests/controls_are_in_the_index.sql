-- A control that is not in the index would be shown nowhere.
select r.control_id
from {{ ref('int_control_results') }} as r
left join {{ ref('controls') }} as i on r.control_id = i.control_id
where i.control_id is null
