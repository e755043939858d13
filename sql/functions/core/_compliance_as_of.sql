create or replace function core._compliance_as_of(p_at timestamptz)
returns table (
    user_id bigint,
    employee_number text,
    full_name text,
    department text,
    location text,
    is_active boolean,
    training_id bigint,
    training text,
    active_version text,
    compliance_status text,
    evidence_id bigint,
    evidence_version text,
    evidence_completed_at timestamptz,
    recertification_status text,
    campaign_id bigint,
    campaign text,
    assignment_status text,
    due_at timestamptz,
    overdue_at timestamptz,
    overdue_since timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
-- a million people are joined and sorted in memory where it can be
set work_mem = '256MB'
as $$
#variable_conflict use_column
begin
    return query
    -- what a row was until its first change after the moment
    with people as (
        select
            u.user_id,
            coalesce(h.record ->> 'employee_number', u.employee_number) as employee_number,
            coalesce(h.record ->> 'full_name', u.full_name) as full_name,
            case when h.record is null then u.department else h.record ->> 'department' end as department,
            case when h.record is null then u.location else h.record ->> 'location' end as location,
            coalesce((h.record ->> 'is_active')::boolean, u.is_active) as is_active
        from core.users as u
        left join
            (
                select distinct on (c.user_id) c.user_id, c.record
                from core.user_history as c
                where c.valid_until > p_at
                order by c.user_id, c.valid_until
            ) as h
            on u.user_id = h.user_id
        where u.created_at <= p_at
    ),

    trainings as (
        select
            t.training_id,
            coalesce(h.record ->> 'name', t.name) as name,
            coalesce(
                (h.record ->> 'overdue_grace_days')::integer, t.overdue_grace_days
            ) as overdue_grace_days
        from core.trainings as t
        left join
            (
                select distinct on (c.training_id) c.training_id, c.record
                from core.training_history as c
                where c.valid_until > p_at
                order by c.training_id, c.valid_until
            ) as h
            on t.training_id = h.training_id
    ),

    versions as (
        select
            v.version_id, v.training_id, v.label, v.activated_at,
            coalesce(
                v.activated_at <= p_at and (v.deactivated_at > p_at or v.deactivated_at is null),
                false
            ) as is_active
        from core.training_versions as v
        where v.created_at <= p_at
    ),

    recertified as (
        select v.training_id, max(v.activated_at) as activated_at
        from core.recertification_runs as r
        inner join core.campaigns as c on r.campaign_id = c.campaign_id
        inner join versions as v on c.version_id = v.version_id
        where r.scope is null and r.run_at <= p_at and not r.is_enrolling
        group by v.training_id
    ),

    evidence as (
        select
            e.user_id, v.training_id, e.evidence_id, v.label as version, e.completed_at,
            f.flag,
            core._evidence_rank(
                f.flag, v.is_active,
                -- what was learnt ahead does not suffice before it comes into force
                coalesce(v.activated_at <= p_at, false)
                and coalesce(v.activated_at >= r.activated_at, true)
            ) as rank
        from core.evidence as e
        inner join versions as v on e.version_id = v.version_id
        left join recertified as r on v.training_id = r.training_id
        left join core.expirations as x
            on e.user_id = x.user_id and e.evidence_id = x.evidence_id
        cross join
            lateral (
                select core._flag_at(e.superseded_at, x.expired_at, p_at) as flag
            ) as f
        where e.recorded_at <= p_at
    ),

    leading_evidence as (
        select distinct on (e.user_id, e.training_id) e.*
        from evidence as e
        order by e.user_id, e.training_id, e.rank, e.completed_at desc, e.evidence_id desc
    ),

    assignments as (
        select
            a.user_id, a.campaign_id, c.name as campaign, v.training_id, a.due_at, a.assigned_at,
            s.status,
            case when s.status = 'completed' then a.completed_at end as completed_at,
            core._standing(s.status, a.due_at, t.overdue_grace_days, p_at) as standing,
            core._overdue_since(a.due_at, t.overdue_grace_days, 'infinity') as overdue_at
        from core.assignments as a
        inner join core.campaigns as c on a.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        inner join trainings as t on v.training_id = t.training_id
        cross join
            lateral (
                select
                    core._assignment_status_at(a.status, a.started_at, a.closed_at, p_at) as status
            ) as s
        where coalesce(a.imported_at, a.assigned_at) <= p_at
    ),

    shown as (
        select distinct on (a.user_id, a.training_id) a.*
        from assignments as a
        order by
            a.user_id, a.training_id, core._standing_rank(a.standing),
            case when a.standing in ('overdue', 'in_grace', 'due') then a.due_at end,
            a.completed_at desc, a.assigned_at desc, a.campaign_id desc
    ),

    subjects as (
        select
            coalesce(a.user_id, e.user_id) as user_id,
            coalesce(a.training_id, e.training_id) as training_id,
            e.evidence_id, e.version, e.completed_at, e.flag, e.rank,
            a.campaign_id, a.campaign, a.status, a.standing, a.due_at, a.overdue_at
        from shown as a
        full join leading_evidence as e
            on a.user_id = e.user_id and a.training_id = e.training_id
    )

    select
        s.user_id, u.employee_number, u.full_name, u.department, u.location, u.is_active,
        s.training_id, t.name, v.label,
        core._compliance_status(s.rank, u.is_active, x.user_id is not null, s.standing),
        s.evidence_id, s.version, s.completed_at, s.flag, s.campaign_id, s.campaign, s.status,
        s.due_at, s.overdue_at,
        case when s.standing = 'overdue' then s.overdue_at end
    from subjects as s
    inner join people as u on s.user_id = u.user_id
    inner join trainings as t on s.training_id = t.training_id
    left join
        (
            select v.training_id, min(v.label) as label
            from versions as v
            where v.is_active
            group by v.training_id
        ) as v
        on s.training_id = v.training_id
    left join
        (
            select distinct x.user_id, x.training_id
            from core.exemptions as x
            where core._exempts_at(x.granted_at, x.valid_until, p_at)
        ) as x
        on s.user_id = x.user_id and s.training_id = x.training_id
    order by s.user_id, s.training_id;
end;
$$;

comment on function core._compliance_as_of(timestamptz) is
'What api.compliance_as_of tells, for whoever may ask: that function, and the build of the marts for
days on which nothing was built.';
