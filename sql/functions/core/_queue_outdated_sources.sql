create or replace function core._queue_outdated_sources(
    p_training_ids bigint[],
    p_at timestamptz,
    p_actor_id bigint
)
returns bigint[]
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_version_ids bigint[];
    v_documents pg_catalog.text[];
    v_revisions pg_catalog.text[];
    v_opened bigint[];
begin
    -- a document that names no revision is cited as it is at any time
    select
        array_agg(n.version_id), array_agg(n.document), array_agg(n.revision)
    into v_version_ids, v_documents, v_revisions
    from (
        select v.version_id, l.document, l.revision
        from (
            select distinct on (d.document) d.document, d.revision
            from core.documents as d
            order by d.document, d.effective_at desc, d.recorded_at desc, d.revision desc
        ) as l
        inner join core.version_sources as s on l.document = s.document
        inner join core.training_versions as v on s.version_id = v.version_id
        where v.state = 'active' and (p_training_ids is null or v.training_id = any(p_training_ids))
        group by v.version_id, l.document, l.revision
        having count(s.revision) > 0 and not bool_or(s.revision = l.revision)
    ) as n
    where not exists (
        select from core.outdated_sources as o
        where o.version_id = n.version_id and o.document = n.document and o.revision = n.revision
    );
    if v_version_ids is null then
        return null;
    end if;

    with opened as (
        insert into core.review_tasks (task_type, version_id, opened_at, opened_by)
        select 'source_outdated', n.version_id, p_at, p_actor_id
        from (select distinct o.version_id from unnest(v_version_ids) as o (version_id)) as n
        order by n.version_id
        on conflict (version_id, task_type) where state = 'open' do nothing
        returning review_task_id
    )

    select array_agg(o.review_task_id order by o.review_task_id) into v_opened
    from opened as o;

    insert into core.outdated_sources (version_id, document, revision, review_task_id)
    select n.version_id, n.document, n.revision, r.review_task_id
    from unnest(v_version_ids, v_documents, v_revisions) as n (version_id, document, revision)
    inner join core.review_tasks as r
        on n.version_id = r.version_id and r.task_type = 'source_outdated' and r.state = 'open'
    order by n.version_id, n.document;
    return v_opened;
end;
$$;

comment on function core._queue_outdated_sources(bigint[], timestamptz, bigint) is
'Opens one source_outdated task for each training (null for all) whose active version cites another
revision of a document than the latest, unless that revision was told of before; one that is open
takes more in. Returns the tasks that it opened, null if none.';
