create or replace function core._judge_documents(p_import ops.imports)
returns void
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_training_ids constant bigint[] := array(
        select v.training_id
        from core.version_sources as s
        inner join core.training_versions as v on s.version_id = v.version_id
        where s.document in (select core._trimmed(d.document) from ops.staged_documents as d)
    );
begin
    -- which version is active is asked below, when tasks are opened for it
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(null);

    insert into ops.judged_documents (
        import_id, line_number, document, revision, title, effective_at, is_known, faults
    )
    with trimmed as (
        select
            s.line_number,
            core._trimmed(s.document) as document,
            core._trimmed(s.revision) as revision,
            core._trimmed(s.title) as title,
            core._trimmed(s.effective_at) as effective_at
        from ops.staged_documents as s
        where s.import_id = p_import.import_id and s.faults is null
        offset 0 -- a fence: each value is trimmed once, not wherever it is used
    ),

    typed as (
        select
            r.*,
            count(*) over (partition by r.document, r.revision) as times,
            core._as_timestamp(r.effective_at) as moment
        from trimmed as r
    )

    -- a column that the file has not, or a blank date, keeps what is there
    select
        p_import.import_id, r.line_number, r.document, r.revision,
        case when 'title' = any(p_import.column_names) then r.title else d.title end,
        coalesce(r.moment, d.effective_at, statement_timestamp()),
        d.document is not null,
        core._faults(
            case
                when r.document is null then core._fault('document', 'is missing', null)
                when length(r.document) > 200
                    then core._fault('document', 'is longer than 200 characters', r.document)
            end,
            case
                when r.revision is null then core._fault('revision', 'is missing', null)
                when length(r.revision) > 200
                    then core._fault('revision', 'is longer than 200 characters', r.revision)
                when r.times > 1
                    then core._fault('revision', 'is in the file more than once', r.revision)
            end,
            case
                when r.effective_at is not null and r.moment is null
                    then core._fault(
                        'effective_at', 'is no date or time such as 2026-01-31', r.effective_at
                    )
            end
        )
    from typed as r
    left join core.documents as d on r.document = d.document and r.revision = d.revision;
end;
$$;

comment on function core._judge_documents(ops.imports) is
'Reads the staged rows of documents into ops.judged_documents as they are to be, with what is wrong
with them.';
