create or replace function core._recertification_decision(p_version_id bigint)
returns text
language sql
stable
security definer
set search_path = ''
as $$
    select case
        when exists (
            select from core.recertification_runs as r
            inner join core.campaigns as c on r.campaign_id = c.campaign_id
            where c.version_id = p_version_id and r.scope is null
        ) then 'it was recertified'
        when exists (
            select from core.scheduled_recertifications as s
            where s.version_id = p_version_id and s.state = 'planned' and s.scope is null
        ) then 'a recertification is stored for a day to come'
        when exists (
            select from core.review_tasks as r
            where r.version_id = p_version_id and r.task_type = 'recert_decision'
                and r.resolution = 'declined'
        ) then 'it was declined'
    end;
$$;

comment on function core._recertification_decision(bigint) is
'Rule 15: how it was decided whether everybody is recertified for a version, in a few words; null
while it is not. Recertifying some decides nothing about the others.';
