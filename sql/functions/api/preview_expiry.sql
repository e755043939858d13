create or replace function api.preview_expiry(p_within_days integer default 0)
returns table (
    training text,
    version text,
    interval_days integer,
    people bigint,
    evidence bigint,
    first_expires_at timestamptz,
    last_expires_at timestamptz
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    perform core._actor();
    if p_within_days is null or p_within_days not between 0 and 3650 then
        raise exception 'The days to look ahead are 0 to 3650'
            using errcode = 'ZR102',
            detail = format('within %s days', p_within_days),
            hint = 'Give a number such as 90.';
    end if;
    return query
    select
        t.name, v.label, t.recertification_interval_days, count(distinct e.user_id), count(*),
        min(e.expires_at), max(e.expires_at)
    from core._expiring(core._days_later(clock_timestamp(), p_within_days)) as e
    inner join core.trainings as t on e.training_id = t.training_id
    left join core.training_versions as v
        on t.training_id = v.training_id and v.state = 'active'
    group by t.training_id, v.version_id
    order by min(e.expires_at), t.name;
end;
$$;

comment on function api.preview_expiry(integer) is
'Rule 17, looked ahead: for each training the evidence that is current now and will have expired
p_within_days from now (0 to 3650), and whose it is; changes nothing. version is the active one,
null without one. Raises ZR102 and what core._actor() raises.';
