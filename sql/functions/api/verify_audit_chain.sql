create or replace function api.verify_audit_chain()
returns table (
    is_intact boolean,
    rows_checked bigint,
    first_bad_seq bigint,
    problem text,
    head_seq bigint,
    head_hash text
)
language sql
stable
security definer
set search_path = ''
as $$
    with head as (
        select h.seq, h.hash from audit.head as h
    ),

    linked as (
        select
            l.*,
            row_number() over (order by l.seq) as place,
            lag(l.hash, 1, decode(repeat('00', 32), 'hex')) over (order by l.seq) as hash_before,
            audit._parsed(l.payload) as told
        from audit.log as l
    ),

    judged as (
        select
            l.seq,
            case
                when l.seq <> l.place then 'a row is missing before this one'
                when l.prev_hash <> l.hash_before then 'prev_hash is not the hash of the row before'
                when l.hash <> sha256(l.prev_hash || convert_to(l.payload, 'UTF8'))
                    then 'hash is not the hash of prev_hash and payload'
                when l.told is null or not l.told @> audit._payload(
                    l.seq, l.occurred_at, l.actor, l.db_role, l.client_addr, l.action,
                    l.entity_type, l.entity_id, l.change_reason
                ) then 'a column differs from the payload'
            end as problem
        from linked as l
    ),

    first_bad as (
        select j.seq, j.problem
        from judged as j
        where j.problem is not null
        order by j.seq
        limit 1
    ),

    counted as (
        select count(*) as rows_checked, coalesce(max(l.seq), 0) as last_seq
        from audit.log as l
    ),

    verdict as (
        select
            c.rows_checked,
            h.seq as head_seq,
            encode(h.hash, 'hex') as head_hash,
            coalesce(b.seq, case when not e.fits then c.last_seq + 1 end) as first_bad_seq,
            coalesce(
                b.problem, case when not e.fits then 'the log does not end where its head says' end
            ) as problem
        from counted as c
        left join head as h on true
        left join first_bad as b on true
        cross join lateral (
            select
                h.seq is not distinct from c.last_seq
                and h.hash is not distinct from coalesce(
                    (select l.hash from audit.log as l where l.seq = c.last_seq),
                    decode(repeat('00', 32), 'hex')
                ) as fits
        ) as e
    )

    select
        v.problem is null, v.rows_checked, v.first_bad_seq, v.problem, v.head_seq, v.head_hash
    from verdict as v;
$$;

comment on function api.verify_audit_chain() is
'Checks the whole audit log: no gap, every hash, every column against its payload, and the end of
the chain. One row; first_bad_seq is the first row that does not fit, null when all do.';
