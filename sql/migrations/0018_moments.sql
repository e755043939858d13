-- The moments at which flags and assignments changed, so that the record can tell how things stood
-- at any time. What was recorded before gets the moments that the rest of the record lets us find.

create table core.expirations (
    user_id bigint not null,
    evidence_id bigint not null,
    expired_at timestamptz not null,
    constraint expirations_pkey primary key (user_id, evidence_id),
    constraint expirations_evidence_fkey foreign key (user_id, evidence_id)
    references core.evidence (user_id, evidence_id)
);

comment on table core.expirations is
'When evidence was flagged as expired; append-only.';
comment on column core.expirations.user_id is 'The person.';
comment on column core.expirations.evidence_id is 'The evidence.';
comment on column core.expirations.expired_at is 'The moment of the scan that found it expired.';

alter table core.assignments
add column closed_at timestamptz,
add column imported_at timestamptz,
add constraint assignments_only_completed_is_closed check (
    closed_at is null or status = 'completed'
),
add constraint assignments_only_imported_has_import check (imported_at is null or is_imported);

comment on column core.assignments.closed_at is
'When it was marked completed here: later than completed_at where the evidence came late. Null while
it is not completed, and where an import brought it completed.';
comment on column core.assignments.imported_at is
'When a history import brought it; null where it was assigned here.';

-- The scan that found it: the first after its interval had passed, as the interval is now. Where
-- none fits, as the interval was another then, the last scan that found something; what was
-- superseded is taken for expired before only where a scan fits.
with scans as (
    select l.occurred_at
    from audit.log as l
    where l.action = 'scan_expiry' and l.payload ~ '"expired": [1-9]'
),

found as (
    select
        e.user_id,
        e.evidence_id,
        e.recorded_at,
        e.recertification_status,
        (
            select min(s.occurred_at)
            from scans as s
            where
                s.occurred_at >= greatest(
                    e.recorded_at,
                    e.completed_at + t.recertification_interval_days * interval '24 hours'
                )
                and (e.superseded_at is null or s.occurred_at < e.superseded_at)
        ) as scanned_at,
        (
            select max(s.occurred_at)
            from scans as s
            where s.occurred_at >= e.recorded_at
        ) as last_scan_at
    from core.evidence as e
    inner join core.training_versions as v on e.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    where e.recertification_status <> 'current'
)

insert into core.expirations (user_id, evidence_id, expired_at)
select
    f.user_id,
    f.evidence_id,
    coalesce(f.scanned_at, f.last_scan_at, f.recorded_at) as expired_at
from found as f
where f.recertification_status = 'expired' or f.scanned_at is not null
order by f.user_id, f.evidence_id;

-- campaigns of imports are made by the first file that names them
update core.assignments as a
set imported_at = greatest(c.created_at, a.assigned_at)
from core.campaigns as c
where a.campaign_id = c.campaign_id and a.is_imported;

update core.assignments as a
set
    closed_at = greatest(
        a.completed_at, a.assigned_at, coalesce(a.imported_at, '-infinity'),
        coalesce(
            (
                select min(greatest(e.recorded_at, w.activated_at))
                from core.campaigns as c
                inner join core.training_versions as v on c.version_id = v.version_id
                inner join core.training_versions as w on v.training_id = w.training_id
                inner join core.evidence as e
                    on w.version_id = e.version_id and e.user_id = a.user_id
                where c.campaign_id = a.campaign_id and e.completed_at = a.completed_at
            ),
            '-infinity'
        )
    )
where a.status = 'completed' and not a.is_imported;
