create or replace trigger evidence_is_append_only
before delete or truncate on core.evidence
for each statement execute function core._refuse_change();
alter table core.evidence enable always trigger evidence_is_append_only;

-- fires when a statement names one of these columns, so not for the flag
create or replace trigger evidence_is_immutable
before update of
user_id, evidence_id, version_id, completed_at, recorded_at, is_imported, score, content_sha256
on core.evidence
for each statement execute function core._refuse_change();
alter table core.evidence enable always trigger evidence_is_immutable;

-- The condition is judged without calling the function: it costs next to nothing a row. After the
-- update, not before: that would lock each row, and write that down, before it is updated. A CHECK
-- of the same would speak first, and of something else than what is wrong.
create or replace trigger evidence_flag_goes_forward
after update on core.evidence
for each row
when (
    new.recertification_status = 'current'
    or old.recertification_status = 'superseded'
    or (old.recertification_status = 'expired' and new.recertification_status = 'expired')
    or (new.recertification_status = 'superseded') <> (new.superseded_at is not null)
    or (new.superseded_at is null) <> (new.superseded_by_campaign_id is null)
)
execute function core._guard_evidence_flag();
alter table core.evidence enable always trigger evidence_flag_goes_forward;

create or replace trigger expirations_are_append_only
before update or delete or truncate on core.expirations
for each statement execute function core._refuse_change();
alter table core.expirations enable always trigger expirations_are_append_only;

create or replace trigger signatures_are_append_only
before update or delete or truncate on core.signatures
for each statement execute function core._refuse_change();
alter table core.signatures enable always trigger signatures_are_append_only;
