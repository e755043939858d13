create or replace function core._expiring(p_at timestamptz)
returns table (
    user_id bigint,
    evidence_id bigint,
    training_id bigint,
    expires_at timestamptz
)
language sql
stable
security definer
set search_path = ''
as $$
    select
        e.user_id, e.evidence_id, t.training_id,
        core._days_later(e.completed_at, t.recertification_interval_days)
    from core.trainings as t
    inner join core.training_versions as v on t.training_id = v.training_id
    inner join core.evidence as e on v.version_id = e.version_id
    where t.recertification_interval_days is not null
        and e.recertification_status = 'current'
        and e.completed_at <= core._days_later(p_at, -t.recertification_interval_days);
$$;

comment on function core._expiring(timestamptz) is
'Rule 17: the evidence that is current and expires at p_at or before: recertification_interval_days,
in UTC days, after its completion; that moment included.';
