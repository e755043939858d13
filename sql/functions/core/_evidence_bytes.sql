-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._evidence_bytes(
    p_evidence_id bigint,
    p_user_id bigint,
    p_version_id bigint,
    p_completed_at timestamptz,
    p_recorded_at timestamptz,
    p_is_imported boolean,
    p_score numeric,
    p_content_sha256 bytea
)
returns bytea
language sql
immutable
parallel safe
security invoker
return int8send(p_evidence_id) || int8send(p_user_id) || int8send(p_version_id)
|| timestamptz_send(p_completed_at) || timestamptz_send(p_recorded_at)
|| boolsend(p_is_imported)
|| int8send(coalesce((p_score * 100)::bigint, -1)) || p_content_sha256;

comment on function core._evidence_bytes(
    bigint, bigint, bigint, timestamptz, timestamptz, boolean, numeric, bytea
) is
'What never changes of a row of evidence, as its digests take it: evidence_id, user_id, version_id,
completed_at and recorded_at in microseconds since 2000-01-01 UTC as 8 bytes each, is_imported as 1
byte, a hundred times the score (-1 for none) as 8 bytes, big-endian, and the 32 bytes of
content_sha256.';
