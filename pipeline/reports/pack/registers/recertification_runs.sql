-- Each run of a recertification as it was decided, also of those that found nobody.
select *
from mart_audit.recertification_runs
where
    run_at <= %(as_of)s
    and run_at >= %(since)s
    and run_at < %(until)s
    and training_id = coalesce(%(training_id)s, training_id)
order by run_at, run_id
