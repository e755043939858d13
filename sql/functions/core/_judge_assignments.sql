create or replace function core._judge_assignments(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_trainings constant pg_catalog.text[] := array(
        select distinct core._trimmed(s.training) from ops.staged_assignments as s
    );
    v_training_ids constant bigint[] := array(
        select t.training_id from core.trainings as t where t.name = any(v_trainings)
    );
    v_there bigint[];
begin
    -- whoever records evidence shares the lock of the training: one of the two sees the other's row
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(v_training_ids);

    v_there := array(
        select n.line_number
        from (
            select s.line_number, u.user_id, c.campaign_id
            from ops.staged_assignments as s
            inner join core.trainings as t on core._trimmed(s.training) = t.name
            inner join core.training_versions as v
                on t.training_id = v.training_id and core._trimmed(s.version) = v.label
            inner join core.campaigns as c
                on v.version_id = c.version_id and core._trimmed(s.campaign) = c.name
            inner join core.users as u on core._trimmed(s.employee_number) = u.employee_number
            where s.import_id = p_import.import_id and s.faults is null
                and v.state in ('draft', 'rejected') and c.kind = 'manual'
            offset 0
        ) as n
        inner join core.assignments as a on n.user_id = a.user_id and n.campaign_id = a.campaign_id
    );

    insert into ops.judged_assignments (
        import_id, line_number, user_id, version_id, campaign, status, due_at, assigned_at,
        completed_at, faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.employee_number) as employee_number,
            core._trimmed(s.campaign) as campaign,
            core._trimmed(s.training) as training,
            core._trimmed(s.version) as version,
            coalesce(lower(core._trimmed(s.status)), 'not_started') as status,
            core._trimmed(s.due_at) as due_at,
            core._trimmed(s.assigned_at) as assigned_at,
            core._trimmed(s.completed_at) as completed_at
        from ops.staged_assignments as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            u.user_id,
            t.training_id,
            t.initial_due_offset_days,
            v.version_id,
            v.state,
            core._as_timestamp(r.due_at) as due_moment,
            case
                when r.assigned_at is null then statement_timestamp()
                else core._as_timestamp(r.assigned_at)
            end as assigned_moment,
            core._as_timestamp(r.completed_at) as completed_moment
        from trimmed as r
        left join core.users as u on r.employee_number = u.employee_number
        left join core.trainings as t
            -- one that came meanwhile is not locked
            on r.training = t.name and t.training_id = any(v_training_ids)
        left join core.training_versions as v
            on t.training_id = v.training_id and r.version = v.label
        offset 0
    )

    select
        p_import.import_id, r.line_number, r.user_id, r.version_id, r.campaign, r.status,
        coalesce(r.due_moment, core._days_later(r.assigned_moment, r.initial_due_offset_days)),
        r.assigned_moment, r.completed_moment,
        core._faults(
            core._user_fault('employee_number', r.employee_number, r.user_id),
            case
                when r.campaign is null then core._fault('campaign', 'is missing', null)
                when length(r.campaign) > 200
                    then core._fault('campaign', 'is longer than 200 characters', r.campaign)
            end,
            core._training_fault(r.training, r.training_id),
            case
                when r.version is null then core._fault('version', 'is missing', null)
                when r.version_id is null and r.training_id is not null
                    then core._fault('version', 'is no version of the training', r.version)
                -- but what is there already is no error, whatever became of the version
                when r.state in ('draft', 'rejected') and r.line_number <> all(v_there)
                    then core._fault(
                        'version', 'is not in force: its state is ' || r.state, r.version
                    )
            end,
            case
                when r.status not in ('not_started', 'in_progress', 'completed', 'cancelled')
                    then core._fault(
                        'status', 'is not not_started, in_progress, completed or cancelled',
                        r.status
                    )
            end,
            case
                when r.due_at is not null and r.due_moment is null
                    then core._fault(
                        'due_at', 'is no date or time such as 2026-01-31', r.due_at
                    )
            end,
            case
                when r.assigned_moment is null
                    then core._fault(
                        'assigned_at', 'is no date or time such as 2026-01-31', r.assigned_at
                    )
                when r.assigned_moment > statement_timestamp()
                    then core._fault('assigned_at', 'lies in the future', r.assigned_at)
            end,
            case
                when r.completed_at is not null and r.completed_moment is null
                    then core._fault(
                        'completed_at', 'is no date or time such as 2026-01-31', r.completed_at
                    )
                when r.completed_moment > statement_timestamp()
                    then core._fault('completed_at', 'lies in the future', r.completed_at)
                when r.completed_at is null and r.status = 'completed'
                    then core._fault('completed_at', 'is missing for the status completed', null)
                when r.completed_at is not null and r.status <> 'completed'
                    then core._fault(
                        'completed_at', 'is given, but the status is not completed', r.completed_at
                    )
            end
        )
    from typed as r;

    -- what was known of the table was of another import
    analyze ops.judged_assignments;

    -- the same person in the same campaign again: skipped when loaded, but not with other values
    update ops.judged_assignments as j
    set
        faults = coalesce(j.faults, '{}') || core._fault(
            'campaign', 'is there for the person with other values on line ' || c.first_line,
            j.campaign
        )
    from (
        select
            a.line_number,
            first_value(a.line_number) over same as first_line,
            (a.status, a.due_at, a.assigned_at, a.completed_at) is distinct from (
                first_value(a.status) over same, first_value(a.due_at) over same,
                first_value(a.assigned_at) over same, first_value(a.completed_at) over same
            ) as differs
        from ops.judged_assignments as a
        inner join (
            select d.user_id, d.version_id, d.campaign
            from ops.judged_assignments as d
            where d.import_id = p_import.import_id
            group by d.user_id, d.version_id, d.campaign
            having count(*) > 1
        ) as repeated
            on a.user_id = repeated.user_id and a.version_id = repeated.version_id
            and a.campaign = repeated.campaign
        where a.import_id = p_import.import_id
        window same as (partition by a.user_id, a.version_id, a.campaign order by a.line_number)
    ) as c
    where j.import_id = p_import.import_id and j.line_number = c.line_number and c.differs;
end;
$$;

comment on function core._judge_assignments(ops.imports) is
'Reads the staged rows of assignments into ops.judged_assignments, with what is wrong with them.';
