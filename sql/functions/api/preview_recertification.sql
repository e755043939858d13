create or replace function api.preview_recertification(
    p_training text,
    p_label text,
    p_departments text[] default null,
    p_locations text[] default null,
    p_from_versions text[] default null,
    p_effective_on date default null
)
returns table (
    training text,
    version text,
    campaign text,
    activated boolean,
    population bigint,
    created bigint,
    already_enrolled bigint,
    already_current bigint,
    inactive bigint,
    exempt bigint,
    evidence_superseded bigint,
    due_at timestamptz,
    plan_digest text,
    audit_seq bigint,
    dry_run boolean,
    scope jsonb,
    effective_on date,
    breakdown jsonb
)
language plpgsql
stable
security definer
set search_path = ''
-- a million people are sorted in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_version core.training_versions;
    v_training core.trainings;
    v_scope pg_catalog.jsonb;
    v_effective_on pg_catalog.date;
begin
    perform core._actor();
    v_training := core._training(p_training);
    v_version := core._version(v_training, p_label);
    perform core._require_state(
        v_version, array['pending_review', 'approved', 'active'], 'recertified'
    );
    if v_version.state = 'pending_review' then
        perform core._require_source(v_version); -- it would not be approved
    end if;

    v_scope := core._recertification_scope(
        v_version, p_departments, p_locations, p_from_versions
    );
    v_effective_on := core._effective_day(p_effective_on);

    return query
    with people as materialized (
        select q.*
        from core._recertification_population(v_version.version_id, v_scope) as q
    ),

    places as (
        select
            p.department,
            p.location,
            grouping(p.department, p.location) > 0 as is_total,
            count(*) as population,
            count(*) filter (where p.outcome = 'created') as created,
            count(*) filter (where p.outcome = 'already_enrolled') as already_enrolled,
            count(*) filter (where p.outcome = 'already_current') as already_current,
            count(*) filter (where p.outcome = 'inactive') as inactive,
            count(*) filter (where p.outcome = 'exempt') as exempt,
            coalesce(sum(p.evidence_rows), 0)::bigint as evidence_superseded
        from people as p
        group by grouping sets ((), (p.department, p.location))
    )

    select
        v_training.name,
        v_version.label,
        coalesce(
            (
                select c.name
                from core.campaigns as c
                where c.version_id = v_version.version_id and c.kind = 'recertification'
            ),
            format('Recertification: %s v%s', v_training.name, v_version.label)
        ),
        false,
        t.population, t.created, t.already_enrolled, t.already_current, t.inactive, t.exempt,
        t.evidence_superseded,
        core._days_later(
            coalesce(v_effective_on::pg_catalog.timestamp at time zone 'UTC', clock_timestamp()),
            v_training.initial_due_offset_days
        ),
        (
            select
                core._plan_digest(
                    v_version.version_id, v_scope, v_effective_on,
                    core._plan_blocks(
                        array_agg(p.user_id order by p.user_id),
                        array_agg(p.evidence_rows order by p.user_id),
                        array_agg(p.outcome order by p.user_id)
                    )
                )
            from people as p
        ),
        null::bigint,
        true,
        v_scope,
        v_effective_on,
        coalesce(
            (
                select
                    jsonb_agg(
                        to_jsonb(b) - 'is_total'
                        order by b.department nulls last, b.location nulls last
                    )
                from places as b
                where not b.is_total
            ),
            '[]'
        )
    from places as t
    where t.is_total;
end;
$$;

comment on function api.preview_recertification(text, text, text[], text[], text[], date) is
'What approving with recertify everyone, or recertifying, would do at this moment; changes nothing.
One row with the counts, the plan_digest over the exact population, and the counts by department
and location in breakdown. Scope and day are those of api.recertify. The version is pending review,
approved or active. Raises ZR102, ZR201, ZR202, ZR204, ZR205 and what core._actor() raises.';
