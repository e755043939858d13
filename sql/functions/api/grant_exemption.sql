create or replace function api.grant_exemption(
    p_employee_number text,
    p_training text,
    p_change_reason text,
    p_valid_until timestamptz
)
returns table (
    exemption_id bigint,
    employee_number text,
    training text,
    valid_until timestamptz,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_training core.trainings;
    v_user_id bigint;
    v_now pg_catalog.timestamptz;
    v_exemption_id bigint;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_training := core._lock_training(p_training);
    -- under the lock: a recertification before it did not know of the exemption
    v_now := clock_timestamp();
    v_user_id := core._user_id(p_employee_number);
    if v_user_id = v_actor_id then
        raise exception 'Nobody grants an exemption to themselves'
            using errcode = 'ZR306',
            detail = format('employee number %s', p_employee_number),
            hint = 'Ask another quality_admin or corporate_admin.';
    end if;
    if p_valid_until is null or p_valid_until <= v_now or p_valid_until >= '9999-01-01' then
        raise exception 'The exemption would have ended already, or never end'
            using errcode = 'ZR102',
            detail = format('valid until %s', p_valid_until),
            hint = 'Give a date in the future.';
    end if;

    insert into core.exemptions (
        user_id, training_id, reason, granted_by, granted_at, valid_until
    )
    values (
        v_user_id, v_training.training_id, p_change_reason, v_actor_id, v_now, p_valid_until
    )
    returning exemptions.exemption_id into strict v_exemption_id;

    return query
    select
        v_exemption_id, p_employee_number, v_training.name, p_valid_until,
        audit._append(
            row(
                'grant_exemption', 'user', v_user_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'exemption_id', v_exemption_id, 'employee_number', p_employee_number,
                    'training', v_training.name, 'valid_until', audit._moment(p_valid_until)
                )
            )::audit.entry
        );
end;
$$;

comment on function api.grant_exemption(text, text, text, timestamptz) is
'Exempts a person from a training until a moment; granted by somebody else than the person, who
may decide (rule 1). Audit action grant_exemption. Raises ZR101, ZR102, ZR201, ZR203, ZR304,
ZR305, ZR306 and what core._actor() raises.';
