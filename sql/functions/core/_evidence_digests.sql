create or replace function core._evidence_digests(
    p_version_ids bigint[],
    p_campaign_id bigint,
    p_superseded_at timestamptz
)
returns table (
    campaign_id bigint,
    superseded_at timestamptz,
    evidence_rows bigint,
    digest text
)
language sql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million rows are sorted in memory, not on disk
set work_mem = '256MB'
as $$
    -- in blocks, so that no row of any number is too long for a value
    with blocks as (
        select
            e.superseded_by_campaign_id, e.superseded_at, e.evidence_id / 65536 as block,
            count(*) as evidence_rows,
            sha256(
                string_agg(
                    int8send(e.evidence_id) || int8send(e.user_id) || int8send(e.version_id)
                    || timestamptz_send(e.completed_at) || timestamptz_send(e.recorded_at)
                    || boolsend(e.is_imported)
                    || int8send(coalesce((e.score * 100)::bigint, -1)) || e.content_sha256,
                    '' order by e.evidence_id, e.user_id
                )
            ) as digest
        from core.evidence as e
        where e.recertification_status = 'superseded'
            and (p_version_ids is null or e.version_id = any(p_version_ids))
            and (p_campaign_id is null or e.superseded_by_campaign_id = p_campaign_id)
            and (p_superseded_at is null or e.superseded_at = p_superseded_at)
        group by e.superseded_by_campaign_id, e.superseded_at, e.evidence_id / 65536
    )

    select
        b.superseded_by_campaign_id, b.superseded_at, sum(b.evidence_rows)::bigint,
        encode(sha256(string_agg(b.digest, '' order by b.block)), 'hex')
    from blocks as b
    group by b.superseded_by_campaign_id, b.superseded_at;
$$;

comment on function core._evidence_digests(bigint[], bigint, timestamptz) is
'For each run of a recertification (or that of p_campaign_id at p_superseded_at, whose evidence is
on p_version_ids) how many rows of evidence it superseded, and a digest over what never changes of
them: SHA-256, hexadecimal, of the SHA-256s of the blocks of 65,536 evidence_ids in order; a block
is, row by row in the order of evidence_id, evidence_id, user_id, version_id, completed_at and
recorded_at in microseconds since 2000-01-01 UTC as 8 bytes each, is_imported as 1 byte, a hundred
times the score (-1 for none) as 8 bytes, big-endian, and the 32 bytes of content_sha256.';
