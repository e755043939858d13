-- What opens and ends review tasks: controlled documents with their revisions, and reasons.

create table core.documents (
    document text not null,
    revision text not null,
    title text,
    effective_at timestamptz not null,
    recorded_at timestamptz not null default clock_timestamp(),
    constraint documents_pkey primary key (document, revision),
    constraint documents_document_is_plain check (document = btrim(document) and document <> ''),
    constraint documents_revision_is_plain check (revision = btrim(revision) and revision <> '')
);

comment on table core.documents is
'Controlled documents, one row a revision. The latest is the one that comes into effect last.';
comment on column core.documents.document is 'The document''s number or name, as versions cite it.';
comment on column core.documents.revision is 'The revision.';
comment on column core.documents.title is 'Title, where it is known.';
comment on column core.documents.effective_at is 'When the revision came, or comes, into effect.';
comment on column core.documents.recorded_at is 'When it was first recorded here.';

alter table core.review_tasks
add column resolution_reason text,
add constraint review_tasks_reason_is_of_a_resolution check (
    resolution_reason is null or state = 'resolved'
);

comment on column core.review_tasks.resolution_reason is
'Why it was resolved so, verbatim, where somebody was asked for a reason.';

create table core.outdated_sources (
    version_id bigint not null,
    document text not null,
    revision text not null,
    review_task_id bigint not null,
    constraint outdated_sources_pkey primary key (version_id, document, revision),
    constraint outdated_sources_version_fkey foreign key (version_id)
    references core.training_versions (version_id),
    constraint outdated_sources_document_fkey foreign key (document, revision)
    references core.documents (document, revision),
    constraint outdated_sources_task_fkey foreign key (review_task_id)
    references core.review_tasks (review_task_id)
);

comment on table core.outdated_sources is
'Which newer revision of which cited document a source_outdated task is about; append-only, so that
a revision asks once.';
comment on column core.outdated_sources.version_id is 'The version that cites an older revision.';
comment on column core.outdated_sources.document is 'The document.';
comment on column core.outdated_sources.revision is 'Its newer revision.';
comment on column core.outdated_sources.review_task_id is 'The task that tells of it.';

-- Whether people are recertified was not asked before: it is for what is in force now.
insert into core.review_tasks (task_type, version_id, opened_at)
select
    'recert_decision' as task_type,
    v.version_id,
    clock_timestamp() as opened_at
from core.training_versions as v
where
    v.state = 'active' and v.approved_by is not null
    and exists (
        select from core.training_versions as e
        where e.training_id = v.training_id and e.activated_at < v.activated_at
    )
    and not exists (
        select from core.campaigns as c
        where c.version_id = v.version_id and c.kind = 'recertification'
    )
order by v.version_id;

-- Two trainings that differ by case or blanks alone are one to whoever reads a list.
do $$
declare
    v_names constant pg_catalog.text := (
        select string_agg(n.names, '; ')
        from (
            select string_agg(format('"%s"', t.name), ', ' order by t.training_id) as names
            from core.trainings as t
            group by lower(regexp_replace(t.name, '\s', '', 'g'))
            having count(*) > 1
        ) as n
    );
begin
    if v_names is not null then
        raise exception 'Trainings have names that differ by upper and lower case or blanks alone'
            using errcode = 'ZR006',
            detail = v_names,
            hint = 'As recert_owner rename all but one of them: update core.trainings set name = ...';
    end if;
end;
$$;

create unique index trainings_name_is_told_apart
on core.trainings (lower(regexp_replace(name, '\s', '', 'g')));
