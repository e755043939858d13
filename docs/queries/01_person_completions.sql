-- What has this person completed, when, and did they sign for it?
-- A row for each record of evidence, the latest first, superseded and expired ones too. What is
-- imported was brought by a file with its own date, and nobody signed it here.
\if :{?person} \else \set person 'E-0001' \endif

select
    training,
    version,
    completed_at,
    score,
    recertification_status as status,
    is_imported,
    signed_at,
    signature_method
from mart_audit.evidence_register
where employee_number = :'person'
order by completed_at desc, evidence_id desc;
