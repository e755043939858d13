-- What has to be learnt again in the months to come.
select
    f.month,
    sum(f.people) filter (where f.kind = 'expiry')::bigint as expiring,
    sum(f.people) filter (where f.kind = 'decision')::bigint as decided
from mart_compliance.recertification_forecast as f
group by f.month
order by f.month;
