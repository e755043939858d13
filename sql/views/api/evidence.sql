create or replace view api.evidence
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
select
    e.evidence_id,
    u.employee_number,
    u.full_name,
    t.name as training,
    v.label as version,
    e.completed_at,
    e.score,
    e.recertification_status,
    e.superseded_at,
    c.name as superseded_by_campaign,
    e.recorded_at,
    e.is_imported,
    s.signed_at,
    s.method as signature_method,
    encode(e.content_sha256, 'hex') as content_sha256
from core.evidence as e
inner join core.users as u on e.user_id = u.user_id
inner join core.training_versions as v on e.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
left join core.campaigns as c on e.superseded_by_campaign_id = c.campaign_id
left join core.signatures as s on e.user_id = s.user_id and e.evidence_id = s.evidence_id
where
    (select core._sees_everybody())
    or u.user_id in (select p.user_id from core._people_seen() as p);

comment on view api.evidence is
'Evidence with its person, version and signature. It shows that of people whom
the reader may see (docs/security.md).';
comment on column api.evidence.evidence_id is 'Key, for `recert assignment sign --evidence`.';
comment on column api.evidence.employee_number is 'The person''s number.';
comment on column api.evidence.full_name is 'The person''s name.';
comment on column api.evidence.training is 'The training, as it is called now.';
comment on column api.evidence.version is 'Label of the version that was completed.';
comment on column api.evidence.completed_at is 'When it was completed.';
comment on column api.evidence.score is 'Score from 0 to 100, where there was one.';
comment on column api.evidence.recertification_status is 'current, expired or superseded.';
comment on column api.evidence.superseded_at is 'When a recertification superseded it.';
comment on column api.evidence.superseded_by_campaign is 'The campaign that superseded it.';
comment on column api.evidence.recorded_at is 'When it was recorded here.';
comment on column api.evidence.is_imported is 'True when it was brought by a history import.';
comment on column api.evidence.signed_at is 'When the person signed it; null where nobody did.';
comment on column api.evidence.signature_method is
'How: click_to_confirm, drawn or re_authenticated.';
comment on column api.evidence.content_sha256 is
'SHA-256 of the version''s content as it was learnt, hexadecimal.';
