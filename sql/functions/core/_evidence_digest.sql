create or replace function core._evidence_digest(
    p_version_ids bigint[],
    p_campaign_id bigint,
    p_superseded_at timestamptz,
    p_first_user_id bigint,
    p_last_user_id bigint
)
returns bytea
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million rows are sorted in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_digest pg_catalog.bytea;
begin
    -- in blocks, so that no row of any number is too long for a value
    select sha256(string_agg(b.digest, '' order by b.block)) into v_digest
    from (
        select
            e.evidence_id / 65536 as block,
            sha256(
                string_agg(
                    core._evidence_bytes(
                        e.evidence_id, e.user_id, e.version_id, e.completed_at, e.recorded_at,
                        e.is_imported, e.score, e.content_sha256
                    ),
                    '' order by e.evidence_id, e.user_id
                )
            ) as digest
        from core.evidence as e
        where e.version_id = any(p_version_ids)
            and e.recertification_status = 'superseded'
            and e.superseded_by_campaign_id = p_campaign_id
            and e.superseded_at = p_superseded_at
            and (p_first_user_id is null or e.user_id >= p_first_user_id)
            and (p_last_user_id is null or e.user_id <= p_last_user_id)
        group by e.evidence_id / 65536
    ) as b;
    return coalesce(v_digest, sha256(''));
end;
$$;

comment on function core._evidence_digest(bigint[], bigint, timestamptz, bigint, bigint) is
'A digest of the evidence that a run superseded (of its campaign at its moment, on the versions
given, of people in a range, both ends included, null for no bound): SHA-256 of the SHA-256s of the blocks
of 65,536 evidence_ids in order; a block is core._evidence_bytes row by row in the order of
evidence_id. SHA-256 of nothing where there is none.';
