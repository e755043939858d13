-- A set-returning function of SQL, so that several processes share the work (as
-- core._overdue_marks): nobody is enrolled before it is done.
create or replace function core._enrolment_blocks(
    p_version_ids bigint[],
    p_from_version_ids bigint[]
)
returns table (
    blocks bigint[],
    holders bigint[],
    evidence_id_to bigint,
    evidence_rows bigint
)
language sql
stable
security definer
rows 1
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are counted in memory, not on disk
set work_mem = '256MB'
-- a row for a block is handed over, while the planner expects one for a person
set parallel_tuple_cost = 0
as $$
    -- not one by one: a bit for everybody of a block of 64, for as many people as there may be
    select
        array_agg(b.block) filter (where b.holders is not null),
        array_agg(b.holders) filter (where b.holders is not null),
        coalesce(max(b.evidence_id_to), 0), coalesce(sum(b.evidence_rows), 0)::bigint
    from (
        select
            e.user_id >> 6 as block,
            bit_or(1::bigint << (e.user_id & 63)::integer) filter (
                where p_from_version_ids is null or e.version_id = any(p_from_version_ids)
            ) as holders,
            max(e.evidence_id) as evidence_id_to, count(*) as evidence_rows
        from core.evidence as e
        where e.version_id = any(p_version_ids)
            and e.recertification_status in ('current', 'expired')
        group by e.user_id >> 6
    ) as b;
$$;

comment on function core._enrolment_blocks(bigint[], bigint[]) is
'What a recertification in batches has before it: of the evidence on earlier versions that is not
superseded its number of rows and greatest evidence_id, and whoever holds it on one of
p_from_version_ids (null: on any): the blocks of 64 user_ids that have such people, and for each a bit
a person. One row.';
