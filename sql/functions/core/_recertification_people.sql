-- Without `set search_path`, so that the planner can take it into the statement that calls it, and
-- plan for as many people as there are. Everything it names is qualified or of pg_catalog.
create or replace function core._recertification_people(
    p_frame core.recertification_frame,
    p_first_user_id bigint,
    p_last_user_id bigint
)
returns table (
    user_id bigint,
    department text,
    location text,
    evidence_rows bigint,
    outcome core.recertification_outcome
)
language sql
stable
security invoker
as $$
    select p.user_id, p.department, p.location, p.evidence_rows, p.outcome
    from (
        select
            h.user_id, u.department, u.location, h.evidence_rows,
            -- IN, not joins: each list is hashed once, however many the planner takes it to have
            case
                when h.user_id in (
                    select c.user_id
                    from core.evidence as c
                    where c.version_id = (p_frame).version_id
                        and c.recertification_status = 'current'
                        and (p_first_user_id is null or c.user_id >= p_first_user_id)
                        and (p_last_user_id is null or c.user_id <= p_last_user_id)
                ) then 'already_current'::core.recertification_outcome
                when h.user_id in (
                    select i.user_id from core.users as i
                    where not i.is_active
                        and (p_first_user_id is null or i.user_id >= p_first_user_id)
                        and (p_last_user_id is null or i.user_id <= p_last_user_id)
                ) then 'inactive'::core.recertification_outcome
                when h.user_id in (
                    select x.user_id
                    from core.exemptions as x
                    where core._exempts_at(x.granted_at, x.valid_until, (p_frame).moment)
                        and x.training_id = (p_frame).training_id
                ) then 'exempt'::core.recertification_outcome
                when a.user_id is not null then 'already_enrolled'::core.recertification_outcome
                else 'created'::core.recertification_outcome
            end as outcome
        from (
            -- in order before it is grouped: an index gives it so, and hashing a million costs more
            select e.user_id, count(*) as evidence_rows
            from (
                select h.user_id, h.version_id
                from core.evidence as h
                where h.version_id = any((p_frame).earlier)
                    and h.recertification_status in ('current', 'expired')
                    and ((p_frame).evidence_id_to is null or h.evidence_id <= (p_frame).evidence_id_to)
                    and (p_first_user_id is null or h.user_id >= p_first_user_id)
                    and (p_last_user_id is null or h.user_id <= p_last_user_id)
                order by h.user_id
            ) as e
            group by e.user_id
            having (p_frame).from_versions is null
                or bool_or(e.version_id = any((p_frame).from_versions))
            union all
            select l.user_id, 0
            from unnest((p_frame).left_out) as l (user_id)
            where (p_first_user_id is null or l.user_id >= p_first_user_id)
                and (p_last_user_id is null or l.user_id <= p_last_user_id)
                and not exists (
                    select from core.evidence as h
                    where h.user_id = l.user_id and h.version_id = any((p_frame).earlier)
                        and h.recertification_status in ('current', 'expired')
                        and (
                            (p_frame).evidence_id_to is null
                            or h.evidence_id <= (p_frame).evidence_id_to
                        )
                )
        ) as h
        -- an outer join, which the planner leaves out where nobody asks for department or location
        left join core.users as u
            on h.user_id = u.user_id
            and (p_first_user_id is null or u.user_id >= p_first_user_id)
            and (p_last_user_id is null or u.user_id <= p_last_user_id)
        left join core.assignments as a
            on h.user_id = a.user_id and a.campaign_id = (p_frame).campaign_id
            and (p_first_user_id is null or a.user_id >= p_first_user_id)
            and (p_last_user_id is null or a.user_id <= p_last_user_id)
        where ((p_frame).departments is null or u.department = any((p_frame).departments))
            and ((p_frame).locations is null or u.location = any((p_frame).locations))
    ) as p
    where p.evidence_rows > 0 or p.outcome = 'created'::core.recertification_outcome
$$;

comment on function core._recertification_people(core.recertification_frame, bigint, bigint) is
'Rules 6 and 10: everybody with current or expired evidence on a version activated before this one,
and whoever earlier runs left out and nothing keeps out any more, within a frame (see
core._recertification_frame) and a range of user_id, both ends included, null for no bound. One row
a person, in no order: how many such evidence rows, and what a run does with the person. The one
place that says so, but for a cluster (core._recertification_query).';
