create or replace trigger campaigns_are_never_deleted
before delete or truncate on core.campaigns
for each statement execute function core._refuse_change();
alter table core.campaigns enable always trigger campaigns_are_never_deleted;

create or replace trigger campaigns_keep_what_they_are
before update on core.campaigns
for each statement execute function core._refuse_change();
alter table core.campaigns enable always trigger campaigns_keep_what_they_are;

create or replace trigger exemptions_are_append_only
before update or delete or truncate on core.exemptions
for each statement execute function core._refuse_change();
alter table core.exemptions enable always trigger exemptions_are_append_only;

create or replace trigger recertification_runs_are_never_deleted
before delete or truncate on core.recertification_runs
for each statement execute function core._refuse_change();
alter table core.recertification_runs enable always trigger recertification_runs_are_never_deleted;

create or replace trigger recertification_runs_stay_as_decided
before update of
run_id, campaign_id, run_at, run_by, change_reason, due_at, scope
on core.recertification_runs
for each statement execute function core._refuse_change();
alter table core.recertification_runs enable always trigger recertification_runs_stay_as_decided;

create or replace trigger recertification_runs_keep_their_beginning
before update on core.recertification_runs
for each row when (
    old.begun_audit_seq is not null
    and (
        old.begun_audit_seq is distinct from new.begun_audit_seq
        or old.evidence_id_to is distinct from new.evidence_id_to
        or old.evidence_to_supersede is distinct from new.evidence_to_supersede
    )
)
execute function core._refuse_change();
alter table core.recertification_runs
enable always trigger recertification_runs_keep_their_beginning;

create or replace trigger recertification_runs_end_once
before update on core.recertification_runs
for each row when (not old.is_enrolling)
execute function core._refuse_change();
alter table core.recertification_runs enable always trigger recertification_runs_end_once;

create or replace trigger recertification_batches_are_never_deleted
before delete or truncate on core.recertification_batches
for each statement execute function core._refuse_change();
alter table core.recertification_batches
enable always trigger recertification_batches_are_never_deleted;

create or replace trigger recertification_batches_keep_their_range
before update of run_id, batch_number, user_id_from, user_id_to on core.recertification_batches
for each statement execute function core._refuse_change();
alter table core.recertification_batches
enable always trigger recertification_batches_keep_their_range;

create or replace trigger recertification_batches_end_once
before update on core.recertification_batches
for each row when (old.enrolled_at is not null)
execute function core._refuse_change();
alter table core.recertification_batches enable always trigger recertification_batches_end_once;

create or replace trigger recertification_exceptions_are_append_only
before update or delete or truncate on core.recertification_exceptions
for each statement execute function core._refuse_change();
alter table core.recertification_exceptions
enable always trigger recertification_exceptions_are_append_only;

create or replace trigger campaign_launches_are_append_only
before update or delete or truncate on core.campaign_launches
for each statement execute function core._refuse_change();
alter table core.campaign_launches enable always trigger campaign_launches_are_append_only;

create or replace trigger campaign_exceptions_are_append_only
before update or delete or truncate on core.campaign_exceptions
for each statement execute function core._refuse_change();
alter table core.campaign_exceptions enable always trigger campaign_exceptions_are_append_only;

create or replace trigger scheduled_recertifications_are_never_deleted
before delete or truncate on core.scheduled_recertifications
for each statement execute function core._refuse_change();
alter table core.scheduled_recertifications
enable always trigger scheduled_recertifications_are_never_deleted;

create or replace trigger scheduled_recertifications_stay_as_decided
before update of
scheduled_recertification_id, version_id, effective_on, scope, change_reason, plan_digest,
decided_by, decided_at
on core.scheduled_recertifications
for each statement execute function core._refuse_change();
alter table core.scheduled_recertifications
enable always trigger scheduled_recertifications_stay_as_decided;

create or replace trigger scheduled_recertifications_end_once
before update on core.scheduled_recertifications
for each row when (old.state <> 'planned')
execute function core._refuse_change();
alter table core.scheduled_recertifications
enable always trigger scheduled_recertifications_end_once;
