create or replace function core._periodic_campaigns(p_at timestamptz)
returns setof core.campaigns
language sql
stable
security definer
set search_path = ''
as $$
    select c.*
    from core.campaigns as c
    inner join core.training_versions as v on c.version_id = v.version_id
    inner join core.trainings as t on v.training_id = t.training_id
    where c.kind = 'periodic'
        and c.name = format(
            'Periodic recertification: %s %s', t.name,
            to_char(p_at at time zone 'UTC', 'YYYY-MM-DD')
        );
$$;

comment on function core._periodic_campaigns(timestamptz) is
'The periodic campaigns that are named after the UTC day of p_at.';
