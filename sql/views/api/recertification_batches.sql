create or replace view api.recertification_batches as
select
    b.run_id,
    b.batch_number,
    t.name as training,
    v.label as version,
    c.name as campaign,
    r.run_at,
    r.is_enrolling,
    b.enrolled_at,
    b.population,
    b.created,
    b.already_enrolled,
    b.already_current,
    b.inactive,
    b.exempt,
    b.evidence_superseded,
    b.audit_seq
from core.recertification_batches as b
inner join core.recertification_runs as r on b.run_id = r.run_id
inner join core.campaigns as c on r.campaign_id = c.campaign_id
inner join core.training_versions as v on c.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id;

comment on view api.recertification_batches is
'The batches of recertifications that are done in batches, and how far each is.';
comment on column api.recertification_batches.run_id is 'The run.';
comment on column api.recertification_batches.batch_number is 'Its place in the run, from 1.';
comment on column api.recertification_batches.training is 'The training, as it is called now.';
comment on column api.recertification_batches.version is 'Label of the version.';
comment on column api.recertification_batches.campaign is 'Name of the campaign.';
comment on column api.recertification_batches.run_at is 'When the run began.';
comment on column api.recertification_batches.is_enrolling is
'True until all batches of the run are enrolled and it has ended.';
comment on column api.recertification_batches.enrolled_at is
'When the people of the batch were enrolled; null until then, as the counts.';
comment on column api.recertification_batches.population is 'People of the population in it.';
comment on column api.recertification_batches.created is 'People newly enrolled.';
comment on column api.recertification_batches.already_enrolled is
'People whom an earlier run had enrolled.';
comment on column api.recertification_batches.already_current is
'People who already held current evidence on the new version.';
comment on column api.recertification_batches.inactive is 'People who are not active.';
comment on column api.recertification_batches.exempt is 'People with an exemption in force.';
comment on column api.recertification_batches.evidence_superseded is
'Evidence rows flagged superseded.';
comment on column api.recertification_batches.audit_seq is 'Its row of the audit log.';
