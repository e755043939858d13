create or replace function api.start_assignment(
    p_training text,
    p_employee_number text default null
)
returns table (
    employee_number text,
    training text,
    started bigint,
    in_progress bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_user constant core.users := core._person_concerned(core._actor(), p_employee_number);
    v_training core.trainings;
    v_campaigns pg_catalog.text[];
    v_open bigint;
    v_audit_seq bigint;
    v_now pg_catalog.timestamptz;
begin
    v_training := core._share_training(p_training);

    perform 1
    from core.assignments as a
    inner join core.campaigns as c on a.campaign_id = c.campaign_id
    inner join core.training_versions as v on c.version_id = v.version_id
    where a.user_id = v_user.user_id and v.training_id = v_training.training_id
        and a.status in ('not_started', 'in_progress')
    order by a.user_id, a.campaign_id
    for no key update of a;
    -- after whoever held them
    v_now := clock_timestamp();
    with locked as materialized (
        select a.user_id, a.campaign_id, a.status, c.name
        from core.assignments as a
        inner join core.campaigns as c on a.campaign_id = c.campaign_id
        inner join core.training_versions as v on c.version_id = v.version_id
        where a.user_id = v_user.user_id and v.training_id = v_training.training_id
            and a.status in ('not_started', 'in_progress')
    ),

    started as (
        update core.assignments as a
        set status = 'in_progress', started_at = v_now
        from locked as o
        where a.user_id = o.user_id and a.campaign_id = o.campaign_id
            and o.status = 'not_started'
        returning o.name
    )

    select
        (select count(*) from locked),
        (select array_agg(s.name order by s.name) from started as s)
    into strict v_open, v_campaigns;
    if v_open = 0 then
        raise exception 'Nothing of this training is open for the person'
            using errcode = 'ZR211',
            detail = format('"%s", employee number %s', p_training, v_user.employee_number),
            hint = 'See `recert assignment list`; a training may also be completed without being assigned.';
    end if;

    if v_campaigns is not null then
        v_audit_seq := audit._append(
            row(
                'assign', 'user', v_user.user_id::pg_catalog.text, null,
                jsonb_build_object(
                    'status', 'in_progress', 'employee_number', v_user.employee_number,
                    'training', v_training.name, 'campaigns', v_campaigns
                )
            )::audit.entry
        );
    end if;
    return query
    select
        v_user.employee_number, v_training.name, coalesce(cardinality(v_campaigns), 0)::bigint,
        v_open, v_audit_seq;
end;
$$;

comment on function api.start_assignment(text, text) is
'Marks the person''s open assignments of a training as in progress: the acting user''s, or those of
somebody whom the acting user may act for. What is in progress stays as it is. Returns how many were
started and how many are in progress now. Audit action assign with status in_progress, unless
nothing changed. Raises ZR201, ZR203, ZR211 (nothing open), ZR304, ZR305 and what core._actor()
raises.';
