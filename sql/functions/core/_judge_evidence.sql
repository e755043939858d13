create or replace function core._judge_evidence(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_trainings constant pg_catalog.text[] := array(
        select distinct core._trimmed(s.training) from ops.staged_evidence as s
    );
    v_training_ids constant bigint[] := array(
        select t.training_id from core.trainings as t where t.name = any(v_trainings)
    );
    v_there bigint[];
begin
    -- recertifying locks a training for a change: it waits for this evidence, or this for it
    perform core._lock_trainings(v_training_ids, false);
    perform core._lock_enrolments(v_training_ids);

    if exists (
        select from core.trainings as t
        inner join core.training_versions as v on t.training_id = v.training_id
        where t.name = any(v_trainings) and v.state in ('draft', 'rejected')
    ) then
        v_there := array(
            select n.line_number
            from (
                select
                    s.line_number, u.user_id, v.version_id,
                    core._as_timestamp(core._trimmed(s.completed_at)) as moment,
                    core._as_score(core._trimmed(s.score)) as points
                from ops.staged_evidence as s
                inner join core.trainings as t on core._trimmed(s.training) = t.name
                inner join core.training_versions as v
                    on t.training_id = v.training_id and core._trimmed(s.version) = v.label
                inner join core.users as u on core._trimmed(s.employee_number) = u.employee_number
                where s.import_id = p_import.import_id and s.faults is null
                    and v.state in ('draft', 'rejected')
                offset 0
            ) as n
            inner join core.evidence as e
                on n.user_id = e.user_id and n.version_id = e.version_id
                and n.moment = e.completed_at and n.points is not distinct from e.score
        );
    end if;

    insert into ops.judged_evidence (
        import_id, line_number, user_id, version_id, completed_at, score, faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.employee_number) as employee_number,
            core._trimmed(s.training) as training,
            core._trimmed(s.version) as version,
            core._trimmed(s.completed_at) as completed_at,
            core._trimmed(s.score) as score
        from ops.staged_evidence as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            u.user_id,
            t.training_id,
            v.version_id,
            v.state,
            core._as_timestamp(r.completed_at) as moment,
            core._as_score(r.score) as points
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
        p_import.import_id, r.line_number, r.user_id, r.version_id, r.moment, r.points,
        core._faults(
            core._user_fault('employee_number', r.employee_number, r.user_id),
            core._training_fault(r.training, r.training_id),
            case
                when r.version is null then core._fault('version', 'is missing', null)
                when r.version_id is null and r.training_id is not null
                    then core._fault('version', 'is no version of the training', r.version)
                -- but what is there already is no error, whatever became of the version
                when r.state in ('draft', 'rejected') and r.line_number <> all(coalesce(v_there, '{}'))
                    then core._fault('version', 'is ' || case r.state when 'draft' then 'a draft' else 'rejected' end, r.version)
            end,
            case
                when r.completed_at is null then core._fault('completed_at', 'is missing', null)
                when r.moment is null
                    then core._fault(
                        'completed_at', 'is no date or time such as 2026-01-31', r.completed_at
                    )
                when r.moment > statement_timestamp()
                    then core._fault('completed_at', 'lies in the future', r.completed_at)
            end,
            case
                when r.score is not null and r.points is null
                    then core._fault('score', 'is no number from 0 to 100', r.score)
            end
        )
    from typed as r;
end;
$$;

comment on function core._judge_evidence(ops.imports) is
'Reads the staged rows of evidence into ops.judged_evidence, with what is wrong with them.';
