create or replace function api.submit_version(
    p_training text,
    p_label text,
    p_content text,
    p_sources text[],
    p_change_reason text,
    p_objectives text[] default '{}',
    p_addressed_to text default 'quality_admin'
)
returns table (
    training text,
    version text,
    state text,
    review_task_id bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_now pg_catalog.timestamptz;
    v_label constant pg_catalog.text := coalesce(core._trimmed(p_label), '');
    v_training core.trainings;
    v_version core.training_versions;
    v_entries audit.entry[];
begin
    perform core._require_reason(p_change_reason);
    if v_actor_id is null then
        raise exception 'Scheduled work may not submit a version: its author must'
            using errcode = 'ZR304',
            detail = format('login %s acts as system', session_user),
            hint = 'Name the author with --as EMPLOYEE_NUMBER (RECERT_ACTOR).';
    end if;
    -- whoever has left meanwhile is refused by the last step, which asks who it is
    perform core._lock_people(false);
    if v_label = '' then
        raise exception 'The version needs a label'
            using errcode = 'ZR102', detail = 'label is blank', hint = 'Give a label such as 3.2.';
    end if;
    if length(v_label) > 200 or exists (
        select from core._parsed_sources(p_sources) as p
        where length(p.document) > 200 or length(p.revision) > 200
    ) then
        raise exception 'The label or a source is longer than 200 characters'
            using errcode = 'ZR102',
            detail = format('label "%s"', left(v_label, 60)),
            hint = 'Give a short label such as 3.2 and the number of each document.';
    end if;
    if p_addressed_to is null or p_addressed_to not in ('quality_admin', 'corporate_admin') then
        raise exception 'A review is addressed to a role that may decide'
            using errcode = 'ZR102',
            detail = format('role "%s"', coalesce(p_addressed_to, '')),
            hint = 'Address it to quality_admin or corporate_admin.';
    end if;
    if not exists (select from core._parsed_sources(p_sources)) then
        raise exception 'A version cites at least one source'
            using errcode = 'ZR205',
            detail = format('training "%s", version "%s"', p_training, v_label),
            hint = 'Name the controlled documents that it follows: --source DOCUMENT@REVISION.';
    end if;

    v_training := core._lock_training(p_training);
    -- later than the author's pending ones even if the clock was set back: this one takes their place
    select greatest(clock_timestamp(), max(v.submitted_at) + interval '1 microsecond')
    into strict v_now
    from core.training_versions as v
    where v.training_id = v_training.training_id and v.author_id = v_actor_id
        and v.state = 'pending_review';

    insert into core.training_versions (training_id, label, content_sha256, author_id)
    values (v_training.training_id, v_label, sha256(''), v_actor_id)
    on conflict (training_id, label) do nothing;

    select v.* into strict v_version
    from core.training_versions as v
    where v.training_id = v_training.training_id and v.label = v_label;
    if v_version.author_id <> v_actor_id then
        raise exception 'Another author has this version'
            using errcode = 'ZR304',
            detail = format('"%s" %s, author user_id %s', p_training, v_label, v_version.author_id),
            hint = 'Choose another label, or have its author submit it.';
    end if;
    if v_version.state <> 'draft' then
        raise exception 'This version has been submitted before'
            using errcode = 'ZR204',
            detail = format('"%s" %s is %s', p_training, v_label, v_version.state),
            hint = 'Submit the change under a new label.';
    end if;

    -- a draft with evidence keeps what was learnt; the guard of versions compares the rest of it
    if v_version.frozen_at is null then
        delete from core.version_sources as s
        where s.version_id = v_version.version_id;
        insert into core.version_sources (version_id, document, revision)
        select distinct v_version.version_id, p.document, p.revision
        from core._parsed_sources(p_sources) as p;
    elsif (
        select array_agg(distinct concat_ws('@', p.document, p.revision))
        from core._parsed_sources(p_sources) as p
    ) is distinct from (
        select array_agg(distinct concat_ws('@', s.document, s.revision))
        from core.version_sources as s
        where s.version_id = v_version.version_id
    ) then
        raise exception 'The sources of the version are fixed'
            using errcode = 'ZR307',
            detail = format('"%s" %s has evidence', p_training, v_label),
            hint = 'Submit the change under a new label.';
    end if;

    update core.training_versions as v
    set
        state = 'pending_review', content = coalesce(p_content, ''),
        objectives = coalesce(p_objectives, '{}'), submitted_at = v_now,
        submission_reason = p_change_reason
    where v.version_id = v_version.version_id;

    v_entries := core._queue_for_approval(
        array[v_version.version_id], v_actor_id, v_now, p_addressed_to
    );

    return query
    select
        v_training.name, v_label, 'pending_review', r.review_task_id,
        audit._append(
            variadic v_entries || row(
                'submit_version', 'version', v_version.version_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'training', v_training.name, 'version', v_label,
                    'author', (
                        select u.employee_number from core.users as u where u.user_id = v_actor_id
                    ),
                    'review_task_id', r.review_task_id, 'addressed_to', r.addressed_to,
                    'sources', core._sources_of(v_version.version_id),
                    'content_sha256', encode(sha256(convert_to(coalesce(p_content, ''), 'UTF8')), 'hex')
                )
            )::audit.entry
        )
    from core.review_tasks as r
    where r.version_id = v_version.version_id
        and r.task_type = 'version_approval' and r.state = 'open';
end;
$$;

comment on function api.submit_version(text, text, text, text[], text, text[], text) is
'Submits a version for review: the acting user is its author. p_content is Markdown; p_sources are
DOCUMENT or DOCUMENT@REVISION, at least one. A draft of the author''s with this label is submitted
again, an earlier pending version of the author''s goes back to draft (rule 5). p_addressed_to
is the role that is asked to decide, quality_admin or corporate_admin. Returns the
version and its review task. Audit action submit_version. Raises ZR101, ZR102, ZR201, ZR204,
ZR205, ZR304, ZR305, ZR307 (evidence on it, and something else than was learnt) and what
core._actor() raises.';
