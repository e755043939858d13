create or replace function core._load_completions(p_import ops.imports)
returns ops.import_outcome
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_outcome ops.import_outcome;
    v_now constant pg_catalog.timestamptz := clock_timestamp();
    v_trainings bigint[];
    v_people bigint[];
    v_user_ids bigint[];
    v_version_ids bigint[];
    v_evidence_ids bigint[];
    v_signers bigint[];
    v_signed bigint[];
    v_methods pg_catalog.text[];
    v_closed bigint := 0;
    v_entries audit.entry[];
begin
    v_outcome.updated := 0;
    -- in the order of the key, so that its index grows at its end
    with recorded as (
        insert into core.evidence (
            user_id, version_id, completed_at, recorded_at, score, content_sha256
        )
        select j.user_id, j.version_id, v_now, v_now, j.score, v.content_sha256
        from ops.judged_completions as j
        inner join core.training_versions as v on j.version_id = v.version_id
        where j.import_id = p_import.import_id and j.faults is null and j.is_new
        order by j.user_id, j.version_id
        returning user_id, version_id, evidence_id
    )

    select
        count(*), array_agg(r.user_id), array_agg(r.version_id), array_agg(r.evidence_id)
    into strict v_outcome.inserted, v_user_ids, v_version_ids, v_evidence_ids
    -- nodes of a cluster answer in any order
    from (select o.* from recorded as o order by o.user_id, o.version_id) as r;

    if v_outcome.inserted > 0 then
        perform core._freeze_versions(array(select distinct unnest(v_version_ids)));
        perform core._refresh_statistics('core.evidence', v_outcome.inserted);
        select
            array_agg(r.user_id order by r.place),
            array_agg(r.evidence_id order by r.place),
            array_agg(j.signature_method order by r.place)
        into v_signers, v_signed, v_methods
        from unnest(v_user_ids, v_version_ids, v_evidence_ids) with ordinality as r (
            user_id, version_id, evidence_id, place
        )
        inner join ops.judged_completions as j
            on r.user_id = j.user_id and r.version_id = j.version_id
        where j.faults is null and j.is_new and j.signature_method is not null;
        perform core._sign(v_signers, v_signed, v_methods, v_now, p_import.import_id);
    end if;

    -- rule 13, for those who had done it before as well
    select array_agg(distinct j.training_id), array_agg(distinct j.user_id)
    into v_trainings, v_people
    from ops.judged_completions as j
    where j.faults is null;
    v_closed := core._close_assignments(v_trainings, v_now, v_people);

    -- a million rows are more than one array holds
    for v_entries in
        select array_agg(n.entry order by n.place, n.part)
        from (
            select
                r.place, p.part, p.entry, (r.place - 1) / 1000 as batch
            from unnest(v_user_ids, v_version_ids, v_evidence_ids) with ordinality as r (
                user_id, version_id, evidence_id, place
            )
            inner join core.evidence as e
                on r.user_id = e.user_id and r.evidence_id = e.evidence_id
            inner join core.users as u on r.user_id = u.user_id
            inner join core.training_versions as v on r.version_id = v.version_id
            inner join core.trainings as t on v.training_id = t.training_id
            left join core.signatures as s
                on e.user_id = s.user_id and e.evidence_id = s.evidence_id
            cross join lateral (
                values
                (
                    1,
                    core._completion_entry(
                        e.evidence_id, u.employee_number, t.name, v.label, e.score,
                        e.content_sha256
                    )
                ),
                (
                    2,
                    case
                        when s.signature_id is not null
                            then core._signature_entry(
                                row(s.*)::core.signatures, u.employee_number, t.name, v.label
                            )
                    end
                )
            ) as p (part, entry)
            where p.part = 1 or s.signature_id is not null
        ) as n
        group by n.batch
        order by n.batch
    loop
        perform audit._append(variadic v_entries);
    end loop;

    v_outcome.details := jsonb_build_object(
        'signed', coalesce(cardinality(v_signed), 0), 'assignments_closed', v_closed
    );
    v_outcome.entries := '{}';
    return v_outcome;
end;
$$;

comment on function core._load_completions(ops.imports) is
'Records the judged completions as evidence on the active versions, by the server''s clock, signs
those that have a signature method, and closes the open assignments of their trainings (rule 13).
Writes audit rows complete_training and sign_evidence, one each.';
