create or replace function core._judge_trainings(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_ids constant bigint[] := array(
        select t.training_id
        from core.trainings as t
        where t.name in (select core._trimmed(s.name) from ops.staged_trainings as s)
    );
begin
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(null);

    insert into ops.judged_trainings (
        import_id, line_number, training_id, name, category, initial_due_offset_days,
        overdue_grace_days, requires_signature, recertification_interval_days, faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.name) as name,
            core._trimmed(s.category) as category,
            core._trimmed(s.initial_due_offset_days) as initial_due_offset_days,
            core._trimmed(s.overdue_grace_days) as overdue_grace_days,
            core._trimmed(s.requires_signature) as requires_signature,
            core._trimmed(s.recertification_interval_days) as recertification_interval_days
        from ops.staged_trainings as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            count(*) over (
                partition by lower(regexp_replace(r.name, '\s', '', 'g'))
            ) as times,
            core._as_integer(r.initial_due_offset_days) as due_offset,
            core._as_integer(r.overdue_grace_days) as grace,
            core._as_boolean(r.requires_signature) as is_signed,
            core._as_integer(r.recertification_interval_days) as renewal
        from trimmed as r
    )

    -- a column that the file has not keeps its value, a blank one is the default
    select
        p_import.import_id, r.line_number, t.training_id, r.name,
        case when 'category' = any(p_import.column_names) then r.category else t.category end,
        case
            when 'initial_due_offset_days' = any(p_import.column_names) then coalesce(r.due_offset, 30)
            else coalesce(t.initial_due_offset_days, 30)
        end,
        case
            when 'overdue_grace_days' = any(p_import.column_names) then coalesce(r.grace, 0)
            else coalesce(t.overdue_grace_days, 0)
        end,
        case
            when 'requires_signature' = any(p_import.column_names) then coalesce(r.is_signed, false)
            else coalesce(t.requires_signature, false)
        end,
        case
            when 'recertification_interval_days' = any(p_import.column_names) then r.renewal
            else t.recertification_interval_days
        end,
        core._faults(
            case
                when r.name is null then core._fault('name', 'is missing', null)
                when length(r.name) > 200
                    then core._fault('name', 'is longer than 200 characters', r.name)
                when r.times > 1
                    then core._fault(
                        'name', 'is in the file more than once, letter case and blanks aside', r.name
                    )
                when t.training_id is null and exists (
                    select from core.trainings as o
                    where lower(regexp_replace(o.name, '\s', '', 'g'))
                        = lower(regexp_replace(r.name, '\s', '', 'g'))
                )
                    then core._fault(
                        'name', 'differs from another training by letter case or blanks alone', r.name
                    )
            end,
            case
                when r.initial_due_offset_days is not null
                    and not coalesce(r.due_offset between 1 and 3650, false)
                    then core._fault(
                        'initial_due_offset_days', 'is no whole number from 1 to 3650',
                        r.initial_due_offset_days
                    )
            end,
            case
                when r.overdue_grace_days is not null
                    and not coalesce(r.grace between 0 and 364, false)
                    then core._fault(
                        'overdue_grace_days', 'is no whole number from 0 to 364',
                        r.overdue_grace_days
                    )
            end,
            case
                when r.requires_signature is not null and r.is_signed is null
                    then core._fault(
                        'requires_signature', 'is neither true nor false', r.requires_signature
                    )
            end,
            case
                when r.recertification_interval_days is not null
                    and not coalesce(r.renewal between 1 and 36500, false)
                    then core._fault(
                        'recertification_interval_days', 'is no whole number from 1 to 36500',
                        r.recertification_interval_days
                    )
            end
        )
    from typed as r
    left join core.trainings as t on r.name = t.name;
end;
$$;

comment on function core._judge_trainings(ops.imports) is
'Reads the staged rows of trainings into ops.judged_trainings as they are to be, with what is wrong
with them. p_import.column_names are the columns that the file has.';
