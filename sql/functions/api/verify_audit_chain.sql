create or replace function api.verify_audit_chain(
    p_anchor_seqs bigint[] default null,
    p_anchor_hashes text[] default null
)
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
            l.place,
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
        select j.seq, j.place, j.problem
        from judged as j
        where j.problem is not null
        order by j.seq
        limit 1
    ),

    counted as (
        select count(*) as rows_checked, coalesce(max(l.seq), 0) as last_seq
        from audit.log as l
    ),

    -- in the order in which whoever reads row by row comes upon them
    problems as (
        select b.place, 1 as rank, b.seq, b.problem
        from first_bad as b
        union all
        select
            c.last_seq + 1, 2, c.last_seq + 1, 'the log does not end where its head says'
        from counted as c
        left join head as h on true
        left join audit.log as l on c.last_seq = l.seq
        where h.seq is distinct from c.last_seq
            or h.hash is distinct from coalesce(l.hash, decode(repeat('00', 32), 'hex'))
        union all
        select
            least(a.seq, c.last_seq + 1),
            3,
            least(a.seq, c.last_seq + 1),
            case
                when a.seq <= c.last_seq then 'the hash is not the one of the anchor'
                else 'the log ends before the anchor'
            end
        from unnest(p_anchor_seqs, p_anchor_hashes) as a (seq, hash)
        cross join counted as c
        left join audit.log as l on a.seq = l.seq
        -- an anchor of the empty log has seq 0 and the hash before the first row
        where lower(a.hash) is distinct from
            case when a.seq = 0 then repeat('00', 32) else encode(l.hash, 'hex') end
            or a.hash is null
    ),

    first_problem as (
        select p.seq, p.problem
        from problems as p
        order by p.place, p.rank
        limit 1
    )

    select
        p.problem is null, c.rows_checked, p.seq, p.problem, h.seq, encode(h.hash, 'hex')
    from counted as c
    left join head as h on true
    left join first_problem as p on true;
$$;

comment on function api.verify_audit_chain(bigint[], text[]) is
'Checks the whole audit log: no gap, every hash, every column against its payload, the end of the
chain, and anchors: heads that were kept elsewhere, the seq of each in p_anchor_seqs and its hash in
hexadecimal at the same place of p_anchor_hashes. One row; first_bad_seq is the first row that does
not fit, null when all do.';
