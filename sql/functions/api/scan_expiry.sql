create or replace function api.scan_expiry()
returns table (
    expired bigint,
    people bigint,
    created bigint,
    still_current bigint,
    already_enrolled bigint,
    inactive bigint,
    exempt bigint,
    without_active_version bigint,
    campaigns text[],
    scanned_at timestamptz,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
-- a million people are grouped and joined in memory, not on disk
set work_mem = '256MB'
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_now pg_catalog.timestamptz;
    v_locked bigint[];
    v_evidence_of bigint[];
    v_evidence_ids bigint[];
    v_user_ids bigint[];
    v_training_ids bigint[];
    v_version_ids bigint[];
    v_outcomes pg_catalog.text[];
    v_due_ats pg_catalog.timestamptz[];
    v_expired bigint := 0;
    v_rows bigint := 0;
    v_left pg_catalog.jsonb;
    v_counts pg_catalog.jsonb;
    v_campaigns pg_catalog.text[];
    v_audit_seq bigint;
begin
    perform core._lock_people(false);
    perform core._require_importer(v_actor_id);
    -- completions and recertifications of these wait
    v_locked := array(
        select t.training_id
        from core.trainings as t
        where t.recertification_interval_days is not null
    );
    perform core._lock_trainings(v_locked, true);
    perform core._lock_enrolments(null);
    v_now := clock_timestamp();

    -- while a recertification of it is not whole, a training is the next scan's: what its people hold
    -- is superseded by then, and nobody is asked for the same version twice
    select
        array_agg(l.training_id) filter (where e.training_id is null),
        coalesce(jsonb_agg(t.name order by t.name) filter (where e.training_id is not null), '[]')
    into v_locked, v_left
    from unnest(v_locked) as l (training_id)
    inner join core.trainings as t
        on l.training_id = t.training_id and t.recertification_interval_days is not null
    left join (
        select distinct v.training_id
        from core.recertification_runs as r
        inner join core.campaigns as c on r.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        where r.is_enrolling
    ) as e on l.training_id = e.training_id;

    -- a training that was given an interval while this waited for another is the next scan's
    select array_agg(e.user_id), array_agg(e.evidence_id) into v_evidence_of, v_evidence_ids
    from core._expiring(v_now) as e
    where e.training_id = any(v_locked);

    if v_evidence_ids is not null then
        update core.evidence as e
        set recertification_status = 'expired'
        from unnest(v_evidence_of, v_evidence_ids) as x (user_id, evidence_id)
        where e.user_id = x.user_id and e.evidence_id = x.evidence_id;
        get diagnostics v_expired = row_count;

        insert into core.expirations (user_id, evidence_id, expired_at)
        select x.user_id, x.evidence_id, v_now
        from unnest(v_evidence_of, v_evidence_ids) as x (user_id, evidence_id)
        order by x.user_id, x.evidence_id;

        -- what becomes of each of these people; the flags are set, so what is current counts
        select
            array_agg(p.user_id), array_agg(p.training_id), array_agg(p.version_id),
            array_agg(p.outcome), array_agg(p.due_at)
        into strict v_user_ids, v_training_ids, v_version_ids, v_outcomes, v_due_ats
        from (
            select
                h.user_id, h.training_id, a.version_id,
                core._days_later(v_now, t.initial_due_offset_days) as due_at,
                case
                    when exists (
                        select from core.evidence as e
                        inner join core.training_versions as v on e.version_id = v.version_id
                        where e.user_id = h.user_id and v.training_id = h.training_id
                            and e.recertification_status = 'current'
                            -- what was learnt ahead does not suffice before it comes into force
                            and v.activated_at is not null
                            -- late paper from before a recertification of everyone does not suffice
                            and not exists (
                                select from core.training_versions as n
                                inner join core.campaigns as c on n.version_id = c.version_id
                                inner join core.recertification_runs as r
                                    on c.campaign_id = r.campaign_id and r.scope is null
                                where n.training_id = v.training_id
                                    and n.activated_at > v.activated_at
                            )
                    ) then 'still_current'
                    when exists (
                        select from core.assignments as s
                        inner join core.campaigns as c on s.campaign_id = c.campaign_id
                        inner join core.training_versions as v on c.version_id = v.version_id
                        where s.user_id = h.user_id and v.training_id = h.training_id
                            and c.kind = 'periodic' and s.status in ('not_started', 'in_progress')
                    ) then 'already_enrolled'
                    when a.version_id is null then 'without_active_version'
                    when not u.is_active then 'inactive'
                    when exists (
                        select from core.exemptions as x
                        where core._exempts_at(x.granted_at, x.valid_until, v_now)
                            and x.user_id = h.user_id and x.training_id = h.training_id
                    ) then 'exempt'
                    else 'created'
                end as outcome
            from (
                select distinct e.user_id, v.training_id
                from unnest(v_evidence_of, v_evidence_ids) as x (user_id, evidence_id)
                inner join core.evidence as e
                    on x.user_id = e.user_id and x.evidence_id = e.evidence_id
                inner join core.training_versions as v on e.version_id = v.version_id
            ) as h
            inner join core.users as u on h.user_id = u.user_id
            inner join core.trainings as t on h.training_id = t.training_id
            left join core.training_versions as a
                on h.training_id = a.training_id and a.state = 'active'
        ) as p;

        insert into core.campaigns (name, kind, version_id, created_by)
        select distinct
            format(
                'Periodic recertification: %s %s', t.name,
                to_char(v_now at time zone 'UTC', 'YYYY-MM-DD')
            ),
            'periodic', p.version_id, v_actor_id
        from unnest(v_training_ids, v_version_ids, v_outcomes) as p (
            training_id, version_id, outcome
        )
        inner join core.trainings as t on p.training_id = t.training_id
        where p.outcome in ('created', 'inactive', 'exempt')
        on conflict (version_id, kind, name) do nothing;

        select coalesce(array_agg(c.name order by c.name), '{}') into strict v_campaigns
        from core._periodic_campaigns(v_now) as c
        where c.version_id = any(v_version_ids);

        -- in the order of the key, so that its index grows at its end
        with made as (
            insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
            select p.user_id, c.campaign_id, p.due_at, v_now
            from unnest(v_user_ids, v_version_ids, v_outcomes, v_due_ats) as p (
                user_id, version_id, outcome, due_at
            )
            inner join core._periodic_campaigns(v_now) as c on p.version_id = c.version_id
            where p.outcome = 'created'
            order by p.user_id, c.campaign_id
            on conflict (user_id, campaign_id) do nothing
            returning assignments.user_id
        )

        -- a cluster's row count has those that were there, too
        select count(*) into strict v_rows
        from made as m;

        insert into core.campaign_exceptions (user_id, campaign_id, outcome, recorded_at)
        select p.user_id, c.campaign_id, p.outcome, v_now
        from unnest(v_user_ids, v_version_ids, v_outcomes) as p (user_id, version_id, outcome)
        inner join core._periodic_campaigns(v_now) as c on p.version_id = c.version_id
        where p.outcome in ('inactive', 'exempt')
        order by p.user_id, c.campaign_id
        on conflict (user_id, campaign_id) do nothing;
    end if;

    -- whoever has done that day's campaign, and whose older evidence came late, is enrolled no more
    select
        jsonb_build_object(
            'expired', v_expired,
            'people', count(*),
            'created', v_rows,
            'still_current', count(*) filter (where p.outcome = 'still_current'),
            'already_enrolled',
            count(*) filter (where p.outcome in ('already_enrolled', 'created')) - v_rows,
            'inactive', count(*) filter (where p.outcome = 'inactive'),
            'exempt', count(*) filter (where p.outcome = 'exempt'),
            'without_active_version',
            count(*) filter (where p.outcome = 'without_active_version'),
            'campaigns', coalesce(to_jsonb(v_campaigns), '[]'),
            'being_recertified', v_left
        )
    into strict v_counts
    from unnest(v_outcomes) as p (outcome);

    v_audit_seq := audit._append(
        row('scan_expiry', 'scan', 'expiry', null, v_counts)::audit.entry
    );
    return query
    select
        c.expired, c.people, c.created, c.still_current, c.already_enrolled, c.inactive, c.exempt,
        c.without_active_version, coalesce(v_campaigns, '{}'), v_now, v_audit_seq
    from jsonb_to_record(v_counts) as c (
        expired bigint, people bigint, created bigint, still_current bigint,
        already_enrolled bigint, inactive bigint, exempt bigint, without_active_version bigint
    );
end;
$$;

comment on function api.scan_expiry() is
'Rule 17: flags current evidence as expired when the training''s recertification_interval_days have
passed since its completion, and enrols those people in the campaign Periodic recertification:
<training> <UTC date> of the active version, due after the training''s offset. people are those
whose evidence expired, once a training: created were enrolled; still_current hold other current
evidence on a version that has been in force; already_enrolled have an open periodic assignment of it; inactive and
exempt are listed in core.campaign_exceptions and get it later (rule 14). A second run changes
nothing. A training whose recertification is not whole is left to the next scan, and named in the row of
the log (being_recertified). Audit action scan_expiry. Raises ZR304, ZR305
and what core._actor() raises.';
