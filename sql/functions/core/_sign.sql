create or replace function core._sign(
    p_user_ids bigint[],
    p_evidence_ids bigint[],
    p_methods text[],
    p_at timestamptz,
    p_import_id bigint default null
)
returns setof core.signatures
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    return query
    insert into core.signatures (
        user_id, evidence_id, manifestation, method, client_addr, signed_at, import_id
    )
    select
        e.user_id, e.evidence_id,
        core._manifestation(
            u.full_name, u.employee_number, t.name, v.label, e.completed_at, p_at
        ),
        s.method, inet_client_addr(), p_at, p_import_id
    from unnest(p_user_ids, p_evidence_ids, p_methods) as s (user_id, evidence_id, method)
    inner join core.evidence as e on s.user_id = e.user_id and s.evidence_id = e.evidence_id
    inner join core.users as u on e.user_id = u.user_id
    inner join core.training_versions as v on e.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    order by e.user_id, e.evidence_id
    returning *;
end;
$$;

comment on function core._sign(bigint[], bigint[], text[], timestamptz, bigint) is
'Signs evidence, each by its method: stores the text signed word for word, the client''s address as
the server sees it and the time. Returns the signatures. The caller writes the audit row.';
