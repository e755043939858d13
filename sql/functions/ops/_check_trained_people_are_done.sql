create or replace function ops._check_trained_people_are_done()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'trained_people_are_done',
        array(
            select format('user_id %s, campaign_id %s', a.user_id, a.campaign_id)
            from core.assignments as a
            inner join core.campaigns as c on a.campaign_id = c.campaign_id
            inner join core.training_versions as v on c.version_id = v.version_id
            inner join core.trainings as t on v.training_id = t.training_id
            inner join core.training_versions as n
                on t.training_id = n.training_id and n.state = 'active'
            inner join core.evidence as e
                on a.user_id = e.user_id and n.version_id = e.version_id
                and e.recertification_status = 'current'
            where a.status in ('not_started', 'in_progress')
            group by
                a.user_id, a.campaign_id, a.assigned_at, t.recertification_interval_days
            having t.recertification_interval_days is null
                or a.assigned_at < core._days_later(
                    max(e.completed_at), t.recertification_interval_days
                )
            order by a.user_id, a.campaign_id
        ),
        'The next evidence of these people on the active version closes them: record it, or '
        'report this as a defect. Assignments:'
    );
$$;

comment on function ops._check_trained_people_are_done() is
'Rule 13: nobody has an open assignment of a training and current evidence on its active version,
unless the evidence had passed its interval when that was assigned.';
