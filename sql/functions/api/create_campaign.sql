create or replace function api.create_campaign(
    p_training text,
    p_name text,
    p_due_at timestamptz,
    p_change_reason text,
    p_employee_numbers text[] default null,
    p_departments text[] default null,
    p_locations text[] default null,
    p_activities text[] default null,
    p_plants text[] default null,
    p_lines text[] default null,
    p_workstations text[] default null,
    p_attributes text default null
)
returns table (
    campaign_id bigint,
    campaign text,
    training text,
    version text,
    due_at timestamptz,
    population bigint,
    created bigint,
    already_current bigint,
    inactive bigint,
    exempt bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_name constant pg_catalog.text := core._trimmed(p_name);
    v_asked pg_catalog.jsonb;
    v_wanted constant pg_catalog.jsonb := core._as_wanted_attributes(core._trimmed(p_attributes));
    v_training core.trainings;
    v_version core.training_versions;
    v_launch core.campaign_launches;
    v_user_ids bigint[];
    v_outcomes pg_catalog.text[];
    v_unknown pg_catalog.text;
begin
    perform core._require_reason(p_change_reason);
    if v_actor_id is null then
        raise exception 'Scheduled work may not create a campaign: a person must'
            using errcode = 'ZR304',
            detail = format('login %s acts as system', session_user),
            hint = 'Name the person with --as EMPLOYEE_NUMBER (RECERT_ACTOR).';
    end if;
    perform core._lock_people(false);
    perform core._require_importer(v_actor_id);
    if v_name is null or length(v_name) > 200 then
        raise exception 'A campaign has a name of at most 200 characters'
            using errcode = 'ZR102',
            detail = format('name "%s"', left(coalesce(v_name, ''), 60)),
            hint = 'Give it a short name.';
    end if;
    if p_due_at is null or p_due_at <= clock_timestamp() or p_due_at >= '9999-01-01' then
        raise exception 'The campaign would be due already, or never'
            using errcode = 'ZR102',
            detail = format('due at %s', p_due_at),
            hint = 'Give a due date in the future.';
    end if;
    if v_wanted is null then
        raise exception 'The attributes cannot be read'
            using errcode = 'ZR102',
            detail = format('attributes "%s"', p_attributes),
            hint = 'Give NAME=VALUE;NAME=VALUE or a JSON object.';
    end if;

    -- left out in silence, a blank one would widen what the others limit
    if exists (
        select
        from unnest(
            p_employee_numbers || p_departments || p_locations || p_activities || p_plants
            || p_lines || p_workstations
        ) as u (name)
        where core._trimmed(u.name) is null
    ) then
        raise exception 'A campaign is not for a blank name'
            using errcode = 'ZR102',
            detail = 'an employee number, department or other name is blank',
            hint = 'Leave it out, or name it.';
    end if;

    -- what was asked for, by dimension
    select coalesce(jsonb_object_agg(s.part, s.given), '{}') into strict v_asked
    from (
        select g.part, jsonb_agg(distinct core._trimmed(u.name)) as given
        from (
            values
            ('employee_numbers', p_employee_numbers),
            ('department', p_departments),
            ('location', p_locations),
            ('activity', p_activities),
            ('plant', p_plants),
            ('line', p_lines),
            ('workstation', p_workstations)
        ) as g (part, names)
        cross join lateral unnest(g.names) as u (name)
        group by g.part
    ) as s;
    if v_wanted <> '{}' then
        v_asked := v_asked || jsonb_build_object('attributes', v_wanted);
    end if;
    if v_asked = '{}' or (v_asked ? 'employee_numbers' and v_asked - 'employee_numbers' <> '{}') then
        raise exception 'A campaign is for people by number, or by what they are'
            using errcode = 'ZR102',
            detail = format('asked for %s', v_asked),
            hint = 'Name employee numbers, or a department, location or other attributes; not both.';
    end if;
    if v_asked ? 'employee_numbers' then
        select string_agg(n.number, ', ' order by n.number) into v_unknown
        from (
            select e.number
            from jsonb_array_elements_text(v_asked -> 'employee_numbers') as e (number)
            where not exists (select from core.users as u where u.employee_number = e.number)
            limit 20
        ) as n;
        if v_unknown is not null then
            raise exception 'There is no user with this employee number'
                using errcode = 'ZR203',
                detail = format('employee number %s', v_unknown),
                hint = 'Check the number, or import the person with `recert import users`.';
        end if;
    end if;

    v_training := core._lock_training(p_training);
    v_version := core._active_version(v_training);
    if exists (
        select from core.campaigns as c
        where c.version_id = v_version.version_id and c.kind = 'manual' and c.name = v_name
    ) then
        raise exception 'The version has a campaign of this name already'
            using errcode = 'ZR209',
            detail = format('campaign "%s", "%s" %s', v_name, p_training, v_version.label),
            hint = 'Choose another name; `recert campaign show` tells whom it has.';
    end if;

    v_launch.launched_at := clock_timestamp();
    select
        count(*),
        count(*) filter (where n.outcome = 'created'),
        count(*) filter (where n.outcome = 'already_current'),
        count(*) filter (where n.outcome = 'inactive'),
        count(*) filter (where n.outcome = 'exempt'),
        array_agg(n.user_id),
        array_agg(n.outcome)
    into strict
        v_launch.population, v_launch.created, v_launch.already_current, v_launch.inactive,
        v_launch.exempt, v_user_ids, v_outcomes
    from (
        select
            u.user_id,
            case
                when k.user_id is not null then 'already_current'
                when not u.is_active then 'inactive'
                when x.user_id is not null then 'exempt'
                else 'created'
            end as outcome
        from core.users as u
        left join (
            select distinct e.user_id
            from core.evidence as e
            where e.version_id = v_version.version_id and e.recertification_status = 'current'
        ) as k on u.user_id = k.user_id
        left join (
            select distinct e.user_id
            from core.exemptions as e
            where core._exempts_at(e.granted_at, e.valid_until, v_launch.launched_at)
                and e.training_id = v_training.training_id
        ) as x on u.user_id = x.user_id
        where case
            when v_asked ? 'employee_numbers'
                then u.employee_number = any(
                    array(select jsonb_array_elements_text(v_asked -> 'employee_numbers'))
                )
            else u.is_active
                and core._in_dimension(
                    array(select jsonb_array_elements_text(v_asked -> 'department')), u.department
                )
                and core._in_dimension(
                    array(select jsonb_array_elements_text(v_asked -> 'location')), u.location
                )
                and core._in_dimension(
                    array(select jsonb_array_elements_text(v_asked -> 'activity')), u.activity
                )
                and core._in_dimension(
                    array(select jsonb_array_elements_text(v_asked -> 'plant')), u.plant
                )
                and core._in_dimension(
                    array(select jsonb_array_elements_text(v_asked -> 'line')), u.line
                )
                and core._in_dimension(
                    array(select jsonb_array_elements_text(v_asked -> 'workstation')), u.workstation
                )
                and core._has_attributes(v_wanted, u.attributes)
        end
        order by u.user_id
    ) as n;
    if v_launch.population = 0 then
        raise exception 'Nobody is what the campaign asks for'
            using errcode = 'ZR102',
            detail = format('asked for %s', v_asked),
            hint = 'Check the names, upper and lower case included.';
    end if;

    insert into core.campaigns (name, kind, version_id, due_at, created_by)
    values (v_name, 'manual', v_version.version_id, p_due_at, v_actor_id)
    returning campaigns.campaign_id into strict v_launch.campaign_id;

    insert into core.assignments (user_id, campaign_id, due_at, assigned_at)
    select p.user_id, v_launch.campaign_id, p_due_at, v_launch.launched_at
    from unnest(v_user_ids, v_outcomes) as p (user_id, outcome)
    where p.outcome = 'created'
    order by p.user_id;

    insert into core.campaign_exceptions (user_id, campaign_id, outcome, recorded_at)
    select p.user_id, v_launch.campaign_id, p.outcome, v_launch.launched_at
    from unnest(v_user_ids, v_outcomes) as p (user_id, outcome)
    where p.outcome <> 'created'
    order by p.user_id;

    v_launch.audit_seq := audit._append(
        row(
            'create_campaign', 'campaign', v_launch.campaign_id::pg_catalog.text, p_change_reason,
            jsonb_build_object(
                'campaign', v_name, 'kind', 'manual', 'training', v_training.name,
                'version', v_version.label, 'version_id', v_version.version_id,
                'due_at', audit._moment(p_due_at), 'audience', v_asked,
                'population', v_launch.population, 'created', v_launch.created,
                'already_current', v_launch.already_current, 'inactive', v_launch.inactive,
                'exempt', v_launch.exempt
            )
        )::audit.entry
    );
    insert into core.campaign_launches (
        campaign_id, launched_at, launched_by, change_reason, audience, population, created,
        already_current, inactive, exempt, audit_seq
    )
    values (
        v_launch.campaign_id, v_launch.launched_at, v_actor_id, p_change_reason, v_asked,
        v_launch.population, v_launch.created, v_launch.already_current, v_launch.inactive,
        v_launch.exempt, v_launch.audit_seq
    );
    return query
    select
        v_launch.campaign_id, v_name, v_training.name, v_version.label, p_due_at,
        v_launch.population, v_launch.created, v_launch.already_current, v_launch.inactive,
        v_launch.exempt, v_launch.audit_seq;
end;
$$;

comment on function api.create_campaign(
    text, text, timestamptz, text, text[], text[], text[], text[], text[], text[], text[], text
) is
'Assigns the active version of a training in a campaign with a due date of its own: to people by
employee number, or to the active people who match by attributes, AND across dimensions and OR
within one (p_attributes: NAME=VALUE parts separated by semicolons, or a JSON object). The audience
is looked up now and recorded; who holds current evidence, is inactive or exempt is listed and not
assigned. By an hr_admin, quality_admin or corporate_admin. Returns one row with the counts. Audit
action create_campaign. Raises ZR101, ZR102, ZR201, ZR203, ZR204 (no active version), ZR209 (name),
ZR304, ZR305 and what core._actor() raises.';
