create or replace function ops._check_evidence_digests()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'evidence_digests',
        array(
            select format('audit row %s, run %s, "%s"', r.audit_seq, r.run_id, c.name)
            from core.recertification_runs as r
            inner join core.campaigns as c on r.campaign_id = c.campaign_id
            left join audit.log as l on r.audit_seq = l.seq
            cross join lateral (
                select audit._parsed(l.payload) as told
            ) as p
            left join core._evidence_digests() as d
                on r.campaign_id = d.campaign_id and r.run_at = d.superseded_at
            -- runs from before digests were recorded have none, nor have those that are not whole
            where (p.told is null or p.told ? 'evidence_digest') and not r.is_enrolling
                and p.told ->> 'evidence_digest' is distinct from encode(
                    coalesce(d.digest, sha256('')), 'hex'
                )
            order by r.audit_seq
        ),
        'Evidence that these runs superseded was changed or deleted behind the guards: '
        'restore it from a backup. Runs:'
    );
$$;

comment on function ops._check_evidence_digests() is
'Rule 9: the evidence that each run superseded is still what it was, by the digest in its audit row.
Reads all superseded evidence.';
