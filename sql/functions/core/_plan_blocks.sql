create or replace function core._plan_blocks(
    p_user_ids bigint[],
    p_evidence_rows bigint[],
    p_outcomes core.recertification_outcome[]
)
returns bytea
language sql
stable
security definer
set search_path = ''
-- a million people are sorted in memory, not on disk
set work_mem = '256MB'
as $$
    select coalesce(string_agg(b.digest, '' order by b.block), '')
    from (
        select
            p.user_id >> 6 as block,
            sha256(
                string_agg(
                    int8send(p.user_id)
                    || int8send(
                        p.evidence_rows * 8
                        + case p.outcome
                            when 'created' then 1
                            when 'already_enrolled' then 2
                            when 'already_current' then 3
                            when 'inactive' then 4
                            when 'exempt' then 5
                        end
                    ),
                    '' order by p.user_id
                )
            ) as digest
        from (
            -- in the select list they are read one by one, in FROM all would be put aside first
            select
                unnest(p_user_ids) as user_id,
                unnest(p_evidence_rows) as evidence_rows,
                unnest(p_outcomes) as outcome
        ) as p
        group by p.user_id >> 6
    ) as b;
$$;

comment on function core._plan_blocks(bigint[], bigint[], core.recertification_outcome[]) is
'What core._plan_digest needs to know of people: one after the other, the SHA-256 of every block of
64 user_ids that has one of them. Batches that begin with a block give the same, put together.';
