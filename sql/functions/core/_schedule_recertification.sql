create or replace function core._schedule_recertification(
    p_version_id bigint,
    p_actor_id bigint,
    p_change_reason text,
    p_plan_digest text,
    p_scope jsonb,
    p_effective_on date,
    p_details jsonb,
    p_preceding audit.entry[]
)
returns table (scheduled_recertification_id bigint, audit_seq bigint)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_digest pg_catalog.text;
    v_population bigint;
    v_planned pg_catalog.jsonb;
    v_scheduled_id bigint;
begin
    select
        core._plan_digest(
            p_version_id, p_scope, p_effective_on,
            core._plan_blocks(
                array_agg(p.user_id), array_agg(p.evidence_rows), array_agg(p.outcome)
            )
        ),
        count(*),
        jsonb_build_object(
            'population', count(*),
            'created', count(*) filter (where p.outcome = 'created'),
            'already_enrolled', count(*) filter (where p.outcome = 'already_enrolled'),
            'already_current', count(*) filter (where p.outcome = 'already_current'),
            'inactive', count(*) filter (where p.outcome = 'inactive'),
            'exempt', count(*) filter (where p.outcome = 'exempt'),
            'evidence_superseded', coalesce(sum(p.evidence_rows), 0)
        )
    into strict v_digest, v_population, v_planned
    from core._recertification_population(p_version_id, p_scope) as p;
    perform core._require_plan(p_plan_digest, v_digest, v_population);

    insert into core.scheduled_recertifications (
        version_id, effective_on, scope, change_reason, plan_digest, decided_by, decided_at
    )
    values (
        p_version_id, p_effective_on, p_scope, p_change_reason, v_digest, p_actor_id,
        clock_timestamp()
    )
    on conflict do nothing
    returning scheduled_recertifications.scheduled_recertification_id
    into v_scheduled_id;
    if v_scheduled_id is null then
        raise exception 'This recertification is stored already'
            using errcode = 'ZR209',
            detail = format('version_id %s, effective on %s', p_version_id, p_effective_on),
            hint = 'See `recert scheduled list`; `recert scheduled cancel` takes one back.';
    end if;

    -- the counts of rule 10 are those of what was done: nothing yet
    return query
    select
        v_scheduled_id,
        audit._append(
            variadic p_preceding || row(
                'recertify', 'scheduled_recertification', v_scheduled_id::pg_catalog.text,
                p_change_reason,
                jsonb_build_object(
                    'training', t.name, 'version', v.label, 'version_id', p_version_id,
                    'population', 0, 'created', 0, 'already_enrolled', 0,
                    'already_current', 0, 'inactive', 0, 'exempt', 0,
                    'evidence_superseded', 0, 'plan_digest', v_digest, 'scope', p_scope,
                    'effective_on', p_effective_on, 'planned', v_planned
                ) || p_details
            )::audit.entry
        )
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    where v.version_id = p_version_id;
end;
$$;

comment on function core._schedule_recertification(
    bigint, bigint, text, text, jsonb, date, jsonb, audit.entry[]
) is
'Stores the decision to recertify on a day to come, with its audit row recertify (after
p_preceding): its counts are zero, what it would do now is in planned. The training and the people
must be locked and the caller''s rights checked. Raises ZR206, ZR209.';
