-- The chain of evidence of the people whose pages are written, training by training.
select
    c.user_id,
    c.training_id,
    c.training,
    c.position,
    c.evidence_id,
    c.version,
    c.completed_at,
    c.status,
    c.superseded_at,
    c.superseded_by_campaign,
    c.next_version,
    r.score,
    r.expired_at,
    r.is_imported,
    r.is_signed,
    r.recorded_at
from mart_audit.supersession_chain as c
inner join mart_audit.evidence_register as r
    on c.user_id = r.user_id and c.evidence_id = r.evidence_id
where c.user_id = any(current_setting('recert.site_user_ids')::bigint[])
order by c.user_id, c.training, c.training_id, c.position;
