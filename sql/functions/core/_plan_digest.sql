create or replace function core._plan_digest(
    p_version_id bigint,
    p_scope jsonb,
    p_effective_on date,
    p_blocks bytea
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
            || p_blocks
        ),
        'hex'
    );
$$;

comment on function core._plan_digest(bigint, jsonb, date, bytea) is
'Rule 12: SHA-256, hexadecimal, over a version and what it says, to whom and from when its
recertification is limited (null for everyone, at once), and its exact population: who, how many
evidence rows each has and what is done with each, as core._plan_blocks puts it.';
