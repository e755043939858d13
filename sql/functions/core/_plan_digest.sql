create or replace function core._plan_digest(
    p_version_id bigint,
    p_scope jsonb,
    p_effective_on date,
    p_user_ids bigint[],
    p_evidence_rows bigint[],
    p_outcomes text[]
)
returns text
language sql
stable
security definer
set search_path = ''
as $$
    select encode(
        sha256(
            int8send(p_version_id)
            || (
                select
                    v.content_sha256
                    || convert_to(concat(v.objectives, core._sources_of(v.version_id)), 'UTF8')
                from core.training_versions as v
                where v.version_id = p_version_id
            )
            || convert_to(concat(p_scope::pg_catalog.text, p_effective_on), 'UTF8')
            || coalesce(
                array_send(p_user_ids) || array_send(p_evidence_rows) || array_send(p_outcomes), ''
            )
        ),
        'hex'
    );
$$;

comment on function core._plan_digest(bigint, jsonb, date, bigint[], bigint[], text[]) is
'Rule 12: SHA-256, hexadecimal, over a version and what it says, to whom and from when its
recertification is limited (null for everyone, at once), and its exact population: the people in
the order of user_id, how many evidence rows each has and what is done with each.';
