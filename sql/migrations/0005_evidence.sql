-- Evidence and signatures: what can never be changed, but for one flag.
--
-- Evidence has no enforced foreign keys: see docs/decisions/0005. Pages are left half empty so
-- that flagging a whole population stays on the page (heap-only updates), and the flag is in no
-- index: see docs/decisions/0006.

create table core.evidence (
    user_id bigint not null,
    evidence_id bigint generated always as identity,
    version_id bigint not null,
    completed_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    superseded_at timestamptz,
    superseded_by_campaign_id bigint,
    is_imported boolean not null default false,
    recertification_status text not null default 'current',
    score numeric(5, 2),
    content_sha256 bytea not null,
    constraint evidence_pkey primary key (user_id, evidence_id),
    constraint evidence_status_is_known check (
        recertification_status in ('current', 'superseded', 'expired')
    ),
    constraint evidence_supersession_is_whole check (
        (recertification_status = 'superseded') = (superseded_at is not null)
        and (superseded_at is null) = (superseded_by_campaign_id is null)
    ),
    constraint evidence_score_in_range check (score between 0 and 100),
    constraint evidence_hash_is_sha256 check (octet_length(content_sha256) = 32),
    constraint evidence_is_not_from_the_future check (completed_at <= recorded_at)
) with (fillfactor = 45);

create index evidence_version on core.evidence (version_id, user_id);

comment on table core.evidence is
'Append-only record that a person completed a version. Nothing of a row ever changes but its
flag.';
comment on column core.evidence.user_id is 'The person.';
comment on column core.evidence.evidence_id is 'Key; given by the database, never reused.';
comment on column core.evidence.version_id is 'The version that was completed.';
comment on column core.evidence.completed_at is 'When it was completed.';
comment on column core.evidence.recorded_at is 'When it was recorded here.';
comment on column core.evidence.superseded_at is 'When a recertification superseded it.';
comment on column core.evidence.superseded_by_campaign_id is
'The recertification campaign that superseded it.';
comment on column core.evidence.is_imported is 'True when it was brought by a history import.';
comment on column core.evidence.recertification_status is
'The flag: current, expired or superseded. It goes forward only, superseded is final.';
comment on column core.evidence.score is 'Score from 0 to 100, where there was one.';
comment on column core.evidence.content_sha256 is
'SHA-256 of the version''s content as it was learnt.';

create table core.signatures (
    user_id bigint not null,
    signature_id bigint generated always as identity,
    evidence_id bigint not null,
    manifestation text not null,
    method text not null,
    client_addr inet,
    signed_at timestamptz not null,
    constraint signatures_pkey primary key (user_id, signature_id),
    constraint signatures_evidence_key unique (user_id, evidence_id),
    constraint signatures_evidence_fkey foreign key (user_id, evidence_id)
    references core.evidence (user_id, evidence_id),
    constraint signatures_manifestation_is_given check (btrim(manifestation) <> ''),
    constraint signatures_method_is_known check (
        method in ('click_to_confirm', 'drawn', 're_authenticated')
    )
);

comment on table core.signatures is 'Electronic signatures of evidence; append-only.';
comment on column core.signatures.user_id is 'The person who signed.';
comment on column core.signatures.signature_id is 'Key; given by the database, never reused.';
comment on column core.signatures.evidence_id is 'The evidence that was signed.';
comment on column core.signatures.manifestation is
'The text that was shown and signed, word for word.';
comment on column core.signatures.method is 'click_to_confirm, drawn or re_authenticated.';
comment on column core.signatures.client_addr is 'The client''s address as the server saw it.';
comment on column core.signatures.signed_at is 'When it was signed, by the server''s clock.';
