-- The nodes of a cluster ask for the rights of the login where a single server asks for those of a
-- view's owner. Who may act for anybody, and auditors, get the tables that their views read.

grant usage on schema core to recert_service;
grant select on
core.users, core.trainings, core.training_versions, core.version_sources, core.documents,
core.outdated_sources, core.review_tasks, core.campaigns, core.campaign_launches,
core.campaign_exceptions, core.assignments, core.evidence, core.signatures, core.exemptions,
core.recertification_runs, core.recertification_batches, core.recertification_exceptions,
core.scheduled_recertifications, core.notifications
to recert_service;
grant select on
core.users, core.trainings, core.training_versions, core.campaigns, core.recertification_runs,
core.recertification_exceptions
to recert_auditor;
