create or replace function core._evidence_digests()
returns table (campaign_id bigint, superseded_at timestamptz, digest bytea)
language sql
stable
security definer
set search_path = ''
-- a million rows are sorted in memory, not on disk
set work_mem = '256MB'
as $$
    with bounds as materialized (
        -- where the second batch of a run begins, and those after it
        select
            r.campaign_id, r.run_at,
            array_agg(b.user_id_from order by b.batch_number)
            filter (where b.user_id_from is not null) as firsts
        from core.recertification_batches as b
        inner join core.recertification_runs as r on b.run_id = r.run_id
        group by r.campaign_id, r.run_at
    ),

    -- as core._evidence_digest does for one range of people
    blocks as (
        select
            e.superseded_by_campaign_id, e.superseded_at,
            o.run_at is not null as is_batched,
            coalesce(width_bucket(e.user_id, o.firsts), 0) as batch,
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
        left join bounds as o
            on e.superseded_by_campaign_id = o.campaign_id and e.superseded_at = o.run_at
        where e.recertification_status = 'superseded'
        group by
            e.superseded_by_campaign_id, e.superseded_at, o.run_at is not null,
            coalesce(width_bucket(e.user_id, o.firsts), 0), e.evidence_id / 65536
    ),

    batches as (
        select
            b.superseded_by_campaign_id, b.superseded_at, b.is_batched, b.batch,
            sha256(string_agg(b.digest, '' order by b.block)) as digest
        from blocks as b
        group by b.superseded_by_campaign_id, b.superseded_at, b.is_batched, b.batch
    )

    select
        b.superseded_by_campaign_id, b.superseded_at,
        case
            when b.is_batched then sha256(string_agg(b.digest, '' order by b.batch))
            else string_agg(b.digest, '')
        end
    from batches as b
    group by b.superseded_by_campaign_id, b.superseded_at, b.is_batched;
$$;

comment on function core._evidence_digests() is
'For each run of a recertification that superseded evidence the digest of it, as its audit row has
it: core._evidence_digest of all of it for a run in one transaction; for one in batches the SHA-256
of the digests of its batches in their order, without those that superseded nothing.';
