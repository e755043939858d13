-- Show me every change of this training: its versions, its settings, its recertifications.
-- In the order of the audit log, whatever the training was called then; asked for by its present
-- name. What people completed is not in it. before and after tell settings that a file changed.
\if :{?training} \else \set training 'Lockout/Tagout' \endif

select
    c.seq,
    c.occurred_at,
    c.actor,
    c.sentence,
    c.change_reason,
    c.before,
    c.after
from mart_audit.training_changes as c
inner join mart_compliance.dim_training as t on c.training_id = t.training_id
where t.training = :'training'
order by c.seq;
