-- What expires in the next 30, 60 and 90 days, by department?
-- Evidence that active people's status stands on; each range has those of the ones before it.
-- expired_by_now waits for the next scan of expiry.
select
    coalesce(department, '(none)') as department,
    training,
    count(*) filter (where within_days = 0) as expired_by_now,
    count(*) filter (where within_days between 1 and 30) as within_30_days,
    count(*) filter (where within_days between 1 and 60) as within_60_days,
    count(*) filter (where within_days between 1 and 90) as within_90_days,
    min(expires_at) as first_expires_at
from mart_compliance.expiring_evidence
where is_leading
group by department, training
order by coalesce(department, '(none)'), training;
