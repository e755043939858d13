create or replace function core._recertification_population(p_version_id bigint, p_scope jsonb)
returns table (
    user_id bigint,
    department text,
    location text,
    evidence_rows bigint,
    outcome core.recertification_outcome
)
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are grouped and joined in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_frame constant core.recertification_frame := core._recertification_frame(
        p_version_id,
        p_scope,
        (
            select c.campaign_id
            from core.campaigns as c
            where c.version_id = p_version_id and c.kind = 'recertification'
        ),
        -- not the transaction's: it may have waited for the training while an exemption was granted
        clock_timestamp(),
        null,
        null,
        null
    );
begin
    return query
    select p.*
    from core._recertification_people(v_frame, null, null) as p
    order by p.user_id;
end;
$$;

comment on function core._recertification_population(bigint, jsonb) is
'What core._recertification_people tells of a version and a scope (see core._recertification_scope)
at this moment: one row a person, in the order of user_id.';
