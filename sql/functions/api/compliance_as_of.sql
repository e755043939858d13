create or replace function api.compliance_as_of(p_at timestamptz)
returns table (
    user_id bigint,
    employee_number text,
    full_name text,
    department text,
    location text,
    is_active boolean,
    training_id bigint,
    training text,
    active_version text,
    compliance_status text,
    evidence_id bigint,
    evidence_version text,
    evidence_completed_at timestamptz,
    recertification_status text,
    campaign_id bigint,
    campaign text,
    assignment_status text,
    due_at timestamptz,
    overdue_at timestamptz,
    overdue_since timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform core._require_log_reader();
    if (p_at <= clock_timestamp()) is not true then
        raise exception 'Only of a moment that has passed can be told how things stood'
            using errcode = 'ZR102',
            detail = format('moment %s', coalesce(p_at::pg_catalog.text, 'null')),
            hint = 'Give a moment up to now.';
    end if;
    return query
    select c.* from core._compliance_as_of(p_at) as c;
end;
$$;

comment on function api.compliance_as_of(timestamptz) is
'Who was compliant with what at a moment that has passed: the columns and rows of
mart_compliance.user_training_status as they were then, from the record alone, with the names,
departments, grace, versions and exemptions of that moment. What was recorded later is not in it.
Records have the moment at which their transaction wrote them, so one that was under way then may be
told as done; an assignment imported as in progress is told as not started before it was completed.
Open to who sees everybody. Raises ZR102 (a moment to come), ZR304 and what core._actor() raises.';
