-- How does the evidence of this person on this training hang together?
-- One record below the other in the order of completion: what superseded each, and which came
-- next. A person who is trained has a last row that is current.
\if :{?person} \else \set person 'E-0001' \endif
\if :{?training} \else \set training 'Lockout/Tagout' \endif

select
    position,
    evidence_id,
    version,
    completed_at,
    status,
    superseded_at,
    superseded_by_campaign,
    next_evidence_id
from mart_audit.supersession_chain
where employee_number = :'person' and training = :'training'
order by position;
