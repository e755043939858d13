create or replace function core._judge_completions(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_trainings constant pg_catalog.text[] := array(
        select distinct core._trimmed(s.training) from ops.staged_completions as s
    );
    v_training_ids constant bigint[] := array(
        select t.training_id from core.trainings as t where t.name = any(v_trainings)
    );
    -- its people completed it then: not again, on whatever version is active by now
    v_is_loaded constant boolean := exists (
        select from ops.imports as i
        where i.kind = 'completions' and i.file_sha256 = p_import.file_sha256
            and i.audit_seq is not null and i.rejected = 0
    );
begin
    -- what is new depends on what is recorded: nobody else records evidence meanwhile
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(v_training_ids);

    insert into ops.judged_completions (
        import_id, line_number, user_id, training_id, version_id, score, signature_method, is_new,
        faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.employee_number) as employee_number,
            core._trimmed(s.training) as training,
            core._trimmed(s.score) as score,
            lower(core._trimmed(s.signature_method)) as signature_method
        from ops.staged_completions as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            u.user_id,
            u.is_active,
            t.training_id,
            t.requires_signature,
            t.recertification_interval_days as renewal,
            v.version_id,
            core._as_score(r.score) as points,
            min(r.line_number) over w as first_line,
            count(*) over w as times,
            -- what is no score is not equal to none
            count(*) over (
                partition by
                    r.employee_number, r.training,
                    coalesce(core._as_score(r.score)::pg_catalog.text, r.score), r.signature_method
            ) as equal_times
        from trimmed as r
        left join core.users as u on r.employee_number = u.employee_number
        left join core.trainings as t
            -- one that came meanwhile is not locked
            on r.training = t.name and t.training_id = any(v_training_ids)
        left join core.training_versions as v
            on t.training_id = v.training_id and v.state = 'active'
        window w as (partition by r.employee_number, r.training)
        offset 0
    ),

    -- until when what they hold on the active version lasts
    held as (
        select e.user_id, e.version_id, max(e.completed_at) as completed_at
        from core.evidence as e
        where e.recertification_status = 'current'
            and e.version_id in (select y.version_id from typed as y)
        group by e.user_id, e.version_id
    )

    select
        p_import.import_id, r.line_number, r.user_id, r.training_id, r.version_id, r.points,
        r.signature_method,
        -- Done already, so that a file loaded twice adds nothing; but who has less than half of the
        -- interval left, at most 90 days, renews.
        not v_is_loaded and r.line_number = r.first_line and (
            h.user_id is null
            or core._days_later(
                h.completed_at, r.renewal - least(90, r.renewal / 2)
            ) <= statement_timestamp()
        ),
        core._faults(
            core._user_fault('employee_number', r.employee_number, r.user_id),
            case
                when not r.is_active
                    then core._fault('employee_number', 'belongs to somebody who is not active', r.employee_number)
                when r.times <> r.equal_times
                    then core._fault(
                        'employee_number', 'completes the training more than once in the file, differently',
                        r.employee_number
                    )
            end,
            core._training_fault(r.training, r.training_id),
            case
                when r.training_id is not null and r.version_id is null
                    then core._fault('training', 'has no active version', r.training)
            end,
            case
                when r.score is not null and r.points is null
                    then core._fault('score', 'is no number from 0 to 100', r.score)
            end,
            case
                when r.signature_method is null and r.requires_signature
                    then core._fault('signature_method', 'is missing: the training needs a signature', null)
                when r.signature_method not in ('click_to_confirm', 'drawn', 're_authenticated')
                    then core._fault(
                        'signature_method', 'is not click_to_confirm, drawn or re_authenticated',
                        r.signature_method
                    )
                -- a service hands over what people signed in it
                when r.signature_method is not null and not core._is_service()
                    and r.user_id is distinct from p_import.started_by
                    then core._fault(
                        'signature_method', 'is somebody else''s: only a service login hands over signatures',
                        r.signature_method
                    )
            end
        )
    from typed as r
    left join held as h on r.user_id = h.user_id and r.version_id = h.version_id;
end;
$$;

comment on function core._judge_completions(ops.imports) is
'Reads the staged rows of completions into ops.judged_completions, with what is wrong with them. A
person whose evidence on the active version is current has nothing new to record, unless it expires
soon: within 90 days, or half of the interval if that is less. A file that was loaded whole
before has nothing new.';
