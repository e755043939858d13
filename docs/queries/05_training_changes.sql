-- Show me every change of this training: its versions, its settings, its recertifications.
-- In the order of the audit log. What people completed is not in it. before and after tell
-- settings that a file changed.
\if :{?training} \else \set training 'Lockout/Tagout' \endif

with candidates as (
    select
        t.*,
        t.payload::jsonb as told
    from mart_audit.audit_trail as t
    where t.action in (
        'submit_version', 'approve_version', 'activate_version', 'reject_version', 'recertify',
        'decline_recertification', 'create_campaign', 'resolve_review_task', 'import'
    )
)

select
    c.seq,
    c.occurred_at,
    c.actor,
    c.sentence,
    c.change_reason,
    c.before::jsonb -> :'training' as before,
    c.after::jsonb -> :'training' as after
from candidates as c
where
    c.told ->> 'training' = :'training'
    or c.before::jsonb ? :'training'
    -- history that brought a version into force
    or c.told -> 'activated' @> jsonb_build_array(jsonb_build_object('training', :'training'))
    or (
        c.entity_type = 'version'
        and c.entity_id in (
            select v.version_id::text
            from mart_compliance.dim_training_version as v
            where v.training = :'training'
        )
    )
order by c.seq;
