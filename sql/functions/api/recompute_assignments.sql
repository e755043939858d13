create or replace function api.recompute_assignments(
    p_employee_number text default null,
    p_queued_only boolean default false
)
returns table (
    users bigint,
    rules bigint,
    created bigint,
    missed bigint,
    recomputed_at timestamptz,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_now pg_catalog.timestamptz;
    v_user_ids bigint[];
    v_is_everyone boolean := p_employee_number is null and p_queued_only is not true;
    v_users bigint;
    v_rules bigint;
    v_created bigint := 0;
    v_missed bigint;
    v_reasons pg_catalog.text[];
begin
    perform core._lock_people(false);
    perform core._require_importer(v_actor_id);
    perform core._lock_for_assigning();
    v_now := clock_timestamp();

    if p_employee_number is not null then
        v_user_ids := array[core._user_id(p_employee_number)];
        delete from core.recompute_queue as q
        where q.user_id = any(v_user_ids);
    else
        with taken as (
            delete from ops.recompute_everyone as e
            returning e.reason
        )

        select array_agg(t.reason order by t.reason) into v_reasons
        from taken as t;
        v_is_everyone := v_is_everyone or v_reasons is not null;
        -- exemptions end without anybody's doing: who had one is looked at as well
        with taken as (
            delete from core.recompute_queue as q
            returning q.user_id
        )

        select coalesce(array_agg(n.user_id), '{}') into strict v_user_ids
        from (
            select t.user_id
            from taken as t
            union
            select x.user_id
            from core.exemptions as x
            where x.valid_until <= v_now
        ) as n;
        if v_is_everyone then
            v_user_ids := null;
        end if;
    end if;

    select count(*) into strict v_rules
    from core.assignment_rules as r
    where r.is_active and r.auto_assign;
    select count(*) into strict v_users
    from core.users as u
    where u.is_active and (v_user_ids is null or u.user_id = any(v_user_ids));

    -- of everybody, for the same reason
    v_missed := core._assign_missed(
        case when p_employee_number is not null then v_user_ids end, v_now
    );
    if v_users > 0 and v_rules > 0 then
        v_created := core._recompute(v_user_ids, v_now, v_actor_id);
    end if;

    return query
    select
        v_users, v_rules, v_created, v_missed, v_now,
        audit._append(
            row(
                'recompute_assignments', 'rules', 'all', null,
                jsonb_build_object(
                    'employee_number', p_employee_number, 'queued_only', p_queued_only,
                    'everyone_because', v_reasons, 'users', v_users, 'rules', v_rules,
                    'created', v_created, 'missed', v_missed, 'assigned_at', audit._moment(v_now)
                )
            )::audit.entry
        );
end;
$$;

comment on function api.recompute_assignments(text, boolean) is
'Rule 18: applies all assignment rules to everybody, to one person, or with p_queued_only to those
who are new or changed since the last time, or whose exemption has ended (everybody, if rules
changed or a training got an active version). Also gives people what they missed while they were
inactive or exempt (rule 14). Never deletes, never duplicates. users are the active people looked
at, created the assignments by rules, missed those that were missed. Audit action
recompute_assignments. Raises ZR203, ZR304, ZR305 and what core._actor() raises.';
