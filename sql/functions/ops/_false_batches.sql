create or replace function ops._false_batches(p_run_id bigint)
returns setof text
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    return query
    with batches as (
        select
            b.*,
            lag(b.user_id_to) over (partition by b.run_id order by b.batch_number) as ends_before,
            lag(b.batch_number, 1, 0) over (partition by b.run_id order by b.batch_number)
            as number_before,
            count(*) over (partition by b.run_id) as batches
        from core.recertification_batches as b
        where p_run_id is null or b.run_id = p_run_id
    )

    select n.name
    from (
        -- every batch that is done is told by a row of the log of its own, with all that it came to
        select format('run %s, batch %s', b.run_id, b.batch_number) as name
        from batches as b
        inner join core.recertification_runs as r on b.run_id = r.run_id
        left join audit.log as l on b.audit_seq = l.seq
        where b.enrolled_at is not null
            and (
                l.action = 'assign' and l.entity_id = r.campaign_id::pg_catalog.text
                and audit._parsed(l.payload) @> jsonb_build_object(
                    'run_id', b.run_id, 'batch', b.batch_number,
                    'user_id_from', b.user_id_from, 'user_id_to', b.user_id_to,
                    'population', b.population,
                    'created', b.created, 'already_enrolled', b.already_enrolled,
                    'already_current', b.already_current, 'inactive', b.inactive,
                    'exempt', b.exempt, 'evidence_superseded', b.evidence_superseded,
                    'evidence_digest', encode(b.evidence_digest, 'hex')
                )
            ) is not true
        union all
        -- and the ranges leave out nobody
        select format('run %s, range of batch %s', b.run_id, b.batch_number)
        from batches as b
        where b.batch_number <> b.number_before + 1
            or (b.batch_number = 1 and b.user_id_from is not null)
            or (b.batch_number > 1 and b.user_id_from is distinct from b.ends_before + 1)
            or (b.user_id_to is null) <> (b.batch_number = b.batches)
        union all
        select format('beginning of run %s', r.run_id)
        from core.recertification_runs as r
        left join audit.log as l on r.begun_audit_seq = l.seq
        where (p_run_id is null or r.run_id = p_run_id)
            and (r.is_enrolling or r.begun_audit_seq is not null)
            and (
                l.action = 'recertify' and l.entity_id = r.campaign_id::pg_catalog.text
                and audit._parsed(l.payload) @> jsonb_build_object(
                    'run_id', r.run_id, 'is_enrolling', true,
                    'batches', (select count(*) from batches as b where b.run_id = r.run_id)
                )
                -- rows of before schema version 22 do not tell them
                and (
                    not audit._parsed(l.payload) ? 'evidence_to_supersede'
                    or audit._parsed(l.payload) @> jsonb_build_object(
                        'evidence_id_to', r.evidence_id_to,
                        'evidence_to_supersede', r.evidence_to_supersede
                    )
                )
            ) is not true
        union all
        -- the log tells of no other batches
        select format('row %s of the log, of no batch of run %s', l.seq, r.run_id)
        from core.recertification_runs as r
        inner join audit.log as l
            on l.entity_type = 'campaign' and r.campaign_id::pg_catalog.text = l.entity_id
        where (p_run_id is null or r.run_id = p_run_id) and r.begun_audit_seq is not null
            and l.action = 'assign'
            and audit._parsed(l.payload) @> jsonb_build_object('run_id', r.run_id)
            and not exists (
                select from core.recertification_batches as b
                where b.run_id = r.run_id and b.audit_seq = l.seq
            )
        union all
        -- and what is whole is all of it
        select format('end of run %s', r.run_id)
        from core.recertification_runs as r
        where (p_run_id is null or r.run_id = p_run_id)
            and r.begun_audit_seq is not null and not r.is_enrolling
            and (
                r.evidence_superseded <> r.evidence_to_supersede
                or exists (
                    select from batches as b
                    where b.run_id = r.run_id and b.enrolled_at is null
                )
            )
    ) as n
    order by n.name;
end;
$$;

comment on function ops._false_batches(bigint) is
'Rule 20: what is not true of recertifications in batches (of a run, null for all): a batch that is
done without a row of the log that tells the same or a row without such a batch, ranges that do not go
from one to the next, a beginning that is not in the log, an end before all are enrolled; in words such
as run 7, batch 3.';
