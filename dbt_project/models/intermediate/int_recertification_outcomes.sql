{{ config(materialized='ephemeral') }}

select
    r.run_id,
    r.campaign_id,
    a.user_id,
    'created' as outcome
from {{ ref('stg_recertification_runs') }} as r
inner join {{ ref('stg_assignments') }} as a
    on r.campaign_id = a.campaign_id and r.run_at = a.assigned_at and not a.is_imported
union all
select
    r.run_id,
    r.campaign_id,
    x.user_id,
    x.outcome
from {{ ref('stg_recertification_exceptions') }} as x
inner join {{ ref('stg_recertification_runs') }} as r on x.run_id = r.run_id
