create or replace function core._judge_versions(p_import ops.imports)
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
        where t.name in (select core._trimmed(s.training) from ops.staged_versions as s)
    );
begin
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(null);

    insert into ops.judged_versions (
        import_id, line_number, version_id, training_id, label, state, author_id, content,
        objectives, sources, submitted_at, activated_at, faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.training) as training,
            core._trimmed(s.label) as label,
            coalesce(lower(core._trimmed(s.state)), 'draft') as state,
            core._trimmed(s.author) as author,
            coalesce(s.content, '') as content,
            core._trimmed_list(s.objectives) as objectives,
            core._trimmed_list(s.sources) as sources,
            core._trimmed(s.submitted_at) as submitted_at,
            core._trimmed(s.activated_at) as activated_at
        from ops.staged_versions as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            t.training_id,
            v.version_id,
            a.user_id as author_id,
            c.version_id as active_id,
            c.activated_at as active_since,
            core._as_timestamp(r.submitted_at) as submission,
            case
                when r.activated_at is null and r.state = 'active' then statement_timestamp()
                else core._as_timestamp(r.activated_at)
            end as activation
        from trimmed as r
        left join core.trainings as t on r.training = t.name
        left join core.training_versions as v
            on t.training_id = v.training_id and r.label = v.label
        left join core.users as a on r.author = a.employee_number
        left join core.training_versions as c
            on t.training_id = c.training_id and c.state = 'active'
    ),

    -- the rows of one version, the first of them first
    placed as (
        select
            r.*,
            row_number() over same as place,
            first_value(r.line_number) over same as first_line,
            (
                r.state, r.author, r.content, r.objectives, r.sources, r.submission, r.activation
            ) is distinct from (
                first_value(r.state) over same, first_value(r.author) over same,
                first_value(r.content) over same, first_value(r.objectives) over same,
                first_value(r.sources) over same, first_value(r.submission) over same,
                first_value(r.activation) over same
            ) as differs
        from typed as r
        window same as (partition by r.training_id, r.label order by r.line_number)
    ),

    -- the versions that would be new, beside the others of their training
    compared as (
        select
            r.*,
            r.version_id is null and r.place = 1 as is_new,
            count(*) filter (where r.version_id is null and r.place = 1 and r.state = 'active')
            over training as new_active,
            max(r.activation) filter (
                where r.version_id is null and r.place = 1 and r.state = 'active'
            ) over training as newly_active_since,
            count(*) filter (where r.version_id is null and r.place = 1 and r.state = 'inactive')
            over (partition by r.training_id, r.activation) as new_inactive_then
        from placed as r
        window training as (partition by r.training_id)
    )

    select
        p_import.import_id, r.line_number, r.version_id, r.training_id, r.label, r.state, r.author_id,
        r.content, r.objectives, r.sources, r.submission, r.activation,
        core._faults(
            core._training_fault(r.training, r.training_id),
            case
                when r.label is null then core._fault('label', 'is missing', null)
                when length(r.label) > 200
                    then core._fault('label', 'is longer than 200 characters', r.label)
                when r.version_id is null and r.training_id is not null and r.differs
                    then core._fault(
                        'label', 'is there with other values on line ' || r.first_line, r.label
                    )
            end,
            core._user_fault('author', r.author, r.author_id),
            case
                when r.state not in (
                    'draft', 'pending_review', 'approved', 'active', 'inactive', 'rejected'
                )
                    then core._fault('state', 'is no state of a version', r.state)
                -- rule 22: the rest of this is about versions that are not there yet
                when r.is_new and r.state = 'approved'
                    then core._fault(
                        'state', 'is not for imports: a version is approved here', r.state
                    )
                when r.is_new and r.state = 'active' and r.active_id is not null
                    then core._fault(
                        'state', 'is not for imports: the training has an active version', r.state
                    )
                when r.is_new and r.state = 'active' and r.new_active > 1
                    then core._fault(
                        'state', 'is in the file more than once for the training', r.state
                    )
            end,
            case
                when exists (
                    select from core._parsed_sources(r.sources) as p
                    where length(p.document) > 200 or length(p.revision) > 200
                )
                    then core._fault(
                        'sources', 'has a document or revision longer than 200 characters',
                        array_to_string(r.sources, ';')
                    )
            end,
            case
                when r.submitted_at is not null and r.submission is null
                    then core._fault(
                        'submitted_at', 'is no date or time such as 2026-01-31', r.submitted_at
                    )
                when r.submission > statement_timestamp()
                    then core._fault('submitted_at', 'lies in the future', r.submitted_at)
            end,
            case
                when r.activated_at is not null and r.activation is null
                    then core._fault(
                        'activated_at', 'is no date or time such as 2026-01-31', r.activated_at
                    )
                when r.activation > statement_timestamp()
                    then core._fault('activated_at', 'lies in the future', r.activated_at)
                when r.activated_at is null and r.state = 'inactive'
                    then core._fault('activated_at', 'is missing for the state inactive', null)
                when r.activated_at is not null and r.state not in ('active', 'inactive')
                    then core._fault(
                        'activated_at', 'is given, but the state is ' || r.state, r.activated_at
                    )
                when r.is_new and r.state = 'inactive'
                    and r.activation >= coalesce(r.active_since, r.newly_active_since)
                    then core._fault(
                        'activated_at', 'lies after the activation of the active version',
                        r.activated_at
                    )
                when r.is_new and r.state = 'inactive' and r.new_inactive_then > 1
                    then core._fault(
                        'activated_at', 'is also that of another version in the file',
                        r.activated_at
                    )
                when r.is_new and r.state = 'inactive' and exists (
                    select from core.training_versions as o
                    where o.training_id = r.training_id and o.activated_at = r.activation
                )
                    then core._fault(
                        'activated_at', 'is also that of another version', r.activated_at
                    )
                when r.is_new and r.state = 'active' and exists (
                    select from core.training_versions as o
                    where o.training_id = r.training_id and o.activated_at >= r.activation
                )
                    then core._fault(
                        'activated_at', 'lies before the activation of an earlier version',
                        r.activated_at
                    )
            end
        )
    from compared as r;
end;
$$;

comment on function core._judge_versions(ops.imports) is
'Reads the staged rows of versions into ops.judged_versions, with what is wrong with them. Of a
version that is there already only the values are looked at.';
