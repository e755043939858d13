-- What was decided about each training and changed of it, in the order of the audit log.
select
    c.training_id,
    t.training,
    c.seq,
    c.occurred_at,
    c.actor,
    c.actor_name,
    c.action,
    c.sentence,
    c.change_reason,
    c.before,
    c.after
from mart_audit.training_changes as c
inner join mart_compliance.dim_training as t on c.training_id = t.training_id
where
    c.occurred_at <= %(as_of)s
    and c.occurred_at >= %(since)s
    and c.occurred_at < %(until)s
    and c.seq <= %(head_seq)s
    and c.training_id = coalesce(%(training_id)s, c.training_id)
order by c.seq, c.training_id
