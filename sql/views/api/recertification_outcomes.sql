-- Those whom a run enrolled are the assignments of its moment: the run wrote no row more for them.
create or replace view api.recertification_outcomes
-- so that no condition of the reader's own is asked before who the reader is
with (security_barrier) as
with outcomes as (
    select
        r.run_id,
        a.user_id,
        'created' as outcome
    from core.recertification_runs as r
    inner join core.assignments as a
        on r.campaign_id = a.campaign_id and r.run_at = a.assigned_at
    union all
    select
        e.run_id,
        e.user_id,
        e.outcome
    from core.recertification_exceptions as e
)

select
    r.run_id,
    r.run_at,
    c.name as campaign,
    t.name as training,
    v.label as version,
    u.user_id,
    u.employee_number,
    u.full_name,
    o.outcome,
    case o.outcome
        when 'created' then 'Enrolled by this run.'
        when 'already_enrolled' then 'Enrolled by an earlier run.'
        when 'already_current' then 'Held current evidence on this version.'
        when 'inactive' then 'Was not active.'
        when 'exempt' then (
            select x.reason
            from core.exemptions as x
            where
                x.user_id = o.user_id and x.training_id = v.training_id
                and x.granted_at <= r.run_at and x.valid_until > r.run_at
            order by x.exemption_id desc
            limit 1
        )
    end as reason,
    r.audit_seq
from outcomes as o
inner join core.recertification_runs as r on o.run_id = r.run_id
inner join core.campaigns as c on r.campaign_id = c.campaign_id
inner join core.training_versions as v on c.version_id = v.version_id
inner join core.trainings as t on v.training_id = t.training_id
inner join core.users as u on o.user_id = u.user_id
where
    (select core._sees_everybody())
    or u.user_id in (select s.user_id from core._people_seen() as s);

comment on view api.recertification_outcomes is
'Rule 10: each run of a recertification and each person of its population, by name, with what was
done and why. The rows of a run add up to its population. It shows those
whom the reader may see (docs/security.md).';
comment on column api.recertification_outcomes.run_id is 'The run.';
comment on column api.recertification_outcomes.run_at is 'Moment of the run.';
comment on column api.recertification_outcomes.campaign is 'Campaign of the recertification.';
comment on column api.recertification_outcomes.training is 'The training, as it is called now.';
comment on column api.recertification_outcomes.version is 'Label of the version.';
comment on column api.recertification_outcomes.user_id is 'The person.';
comment on column api.recertification_outcomes.employee_number is 'The person''s number.';
comment on column api.recertification_outcomes.full_name is 'The person''s name.';
comment on column api.recertification_outcomes.outcome is
'created, already_enrolled, already_current, inactive or exempt.';
comment on column api.recertification_outcomes.reason is
'Why, in a sentence; of an exemption its own reason.';
comment on column api.recertification_outcomes.audit_seq is 'The run''s row of the audit log.';
