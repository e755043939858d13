-- All that controls ask of evidence on its own, in one look at it.
select
    count(*) as evidence,
    count(*) filter (where e.is_imported) as imported,
    count(*) filter (where e.superseded_at is not null) as superseded,
    coalesce(
        bit_xor(hashtextextended(e.evidence_id::text, 0)) filter (where not e.is_imported), 0
    ) as recorded_here_checksum,
    coalesce(
        array_agg(e.evidence_id) filter (
            where e.content_sha256 is distinct from v.content_sha256
        ),
        '{}'
    ) as with_other_content,
    coalesce(
        array_agg(e.evidence_id) filter (
            where (e.recertification_status = 'superseded') <> (e.superseded_at is not null)
            or (e.superseded_at is null) <> (e.superseded_by_campaign_id is null)
            or (
                e.superseded_at is not null
                and (
                    r.run_id is null
                    or s.training_id is distinct from v.training_id
                    -- rule 6: only what was in force before
                    or (v.activated_at < s.activated_at) is not true
                )
            )
        ),
        '{}'
    ) as superseded_by_nothing
from {{ ref('stg_evidence') }} as e
left join {{ ref('stg_training_versions') }} as v on e.version_id = v.version_id
left join {{ ref('stg_campaigns') }} as c
    on e.superseded_by_campaign_id = c.campaign_id and c.kind = 'recertification'
left join {{ ref('stg_training_versions') }} as s on c.version_id = s.version_id
left join {{ ref('stg_recertification_runs') }} as r
    on c.campaign_id = r.campaign_id and e.superseded_at = r.run_at
