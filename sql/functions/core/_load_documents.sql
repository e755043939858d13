create or replace function core._load_documents(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_former pg_catalog.jsonb;
    v_changed bigint[];
    v_changes pg_catalog.jsonb;
    v_opened bigint[];
begin
    v_former := (
        select jsonb_object_agg(j.line_number, to_jsonb(d))
        from ops.judged_documents as j
        inner join core.documents as d on j.document = d.document and j.revision = d.revision
        where j.import_id = p_import.import_id and j.faults is null
    );
    with given as materialized (
        select j.*
        from ops.judged_documents as j
        where j.import_id = p_import.import_id and j.faults is null and j.is_known
    ),

    changed as (
        update core.documents as d
        set title = j.title, effective_at = j.effective_at
        from given as j
        where d.document = j.document and d.revision = j.revision
            and (d.title, d.effective_at) is distinct from (j.title, j.effective_at)
        returning j.line_number
    )

    select array_agg(c.line_number) into v_changed
    from changed as c;
    v_outcome.updated := coalesce(cardinality(v_changed), 0);
    v_changes := (
        select
            coalesce(
                jsonb_agg(
                    jsonb_build_object('document', c.document, 'revision', c.revision)
                    || core._changed_columns(c.former, c.record)
                    order by c.line_number
                ),
                '[]'
            )
        from (
            select
                j.line_number, j.document, j.revision, to_jsonb(d) as record,
                v_former -> j.line_number::pg_catalog.text as former
            from ops.judged_documents as j
            inner join core.documents as d on j.document = d.document and j.revision = d.revision
            where j.import_id = p_import.import_id and j.faults is null
                and j.line_number = any(v_changed)
        ) as c
    );

    insert into core.documents (document, revision, title, effective_at)
    select j.document, j.revision, j.title, j.effective_at
    from ops.judged_documents as j
    where j.import_id = p_import.import_id and j.faults is null and not j.is_known
    order by j.line_number;
    get diagnostics v_outcome.inserted = row_count;

    -- those that the judge has locked
    v_opened := core._queue_outdated_sources(
        array(
            select distinct v.training_id
            from ops.judged_documents as j
            inner join core.version_sources as s on j.document = s.document
            inner join core.training_versions as v on s.version_id = v.version_id
            where j.faults is null
        ),
        clock_timestamp(), p_import.started_by
    );
    v_outcome.details := jsonb_build_object(
        'changes', v_changes, 'review_tasks_opened', coalesce(to_jsonb(v_opened), '[]')
    );
    v_outcome.entries := '{}';
    return v_outcome;
end;
$$;

comment on function core._load_documents(ops.imports) is
'Loads the judged feed of documents, then opens one source_outdated task for each training whose
active version cites an older revision; both are told in the details.';
