create or replace function core._recertification_result(
    p_version_id bigint,
    p_run_id bigint,
    p_scheduled_recertification_id bigint,
    p_activated boolean,
    p_audit_seq bigint
)
returns core.recertification_result
language sql
stable
security definer
set search_path = ''
as $$
    select
        t.name, v.label, c.name, p_activated,
        coalesce(r.population, 0), coalesce(r.created, 0), coalesce(r.already_enrolled, 0),
        coalesce(r.already_current, 0), coalesce(r.inactive, 0), coalesce(r.exempt, 0),
        coalesce(r.evidence_superseded, 0), r.due_at, coalesce(r.plan_digest, s.plan_digest),
        p_audit_seq, false, coalesce(r.scope, s.scope), s.effective_on,
        s.scheduled_recertification_id, case when r.is_enrolling then r.run_id end,
        case
            when r.is_enrolling
                then (
                    select count(*)::integer
                    from core.recertification_batches as b
                    where b.run_id = r.run_id
                )
        end
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    left join core.recertification_runs as r on r.run_id = p_run_id
    left join core.campaigns as c on r.campaign_id = c.campaign_id
    left join core.scheduled_recertifications as s
        on s.scheduled_recertification_id = p_scheduled_recertification_id
    where v.version_id = p_version_id;
$$;

comment on function core._recertification_result(bigint, bigint, bigint, boolean, bigint) is
'What approve_version and recertify return: the counts of a run, zeros where there was none, and
what is scheduled; the run and how many batches it has where these are still to be enrolled.';
