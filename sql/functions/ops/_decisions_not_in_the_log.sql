create or replace function ops._decisions_not_in_the_log()
returns setof text
language sql
stable
security definer
set search_path = ''
as $$
    select n.name
    from (
        select format('approval of version_id %s', v.version_id) as name
        from core.training_versions as v
        where v.approved_by is not null and not exists (
            select from audit.log as l
            where l.entity_type = 'version' and l.entity_id = v.version_id::pg_catalog.text
                and l.action = 'approve_version' and l.change_reason = v.change_reason
        )
        union all
        select format('activation of version_id %s', v.version_id)
        from core.training_versions as v
        where v.activated_at is not null and not v.is_imported and not exists (
            select from audit.log as l
            where l.entity_type = 'version' and l.entity_id = v.version_id::pg_catalog.text
                and (
                    l.action = 'activate_version'
                    or (
                        l.action = 'approve_version'
                        and audit._parsed(l.payload) @> '{"activated": true}'
                    )
                )
        )
        union all
        select format('rejection of version_id %s', v.version_id)
        from core.training_versions as v
        where v.rejected_by is not null and not exists (
            select from audit.log as l
            where l.entity_type = 'version' and l.entity_id = v.version_id::pg_catalog.text
                and l.action = 'reject_version' and l.change_reason = v.rejection_reason
        )
        union all
        select format('submission of version_id %s', v.version_id)
        from core.training_versions as v
        where v.submitted_at is not null and not v.is_imported and not exists (
            select from audit.log as l
            where l.entity_type = 'version' and l.entity_id = v.version_id::pg_catalog.text
                and l.action = 'submit_version'
        )
        union all
        select format('recertification run %s', r.run_id)
        from core.recertification_runs as r
        left join audit.log as l
            on coalesce(r.audit_seq, r.begun_audit_seq) = l.seq and l.action = 'recertify'
            and r.campaign_id::pg_catalog.text = l.entity_id
            and l.change_reason = r.change_reason
        where l.seq is null
        union all
        select format('scheduled recertification %s', s.scheduled_recertification_id)
        from core.scheduled_recertifications as s
        where not exists (
            select from audit.log as l
            where l.entity_type = 'scheduled_recertification'
                and l.entity_id = s.scheduled_recertification_id::pg_catalog.text
                and l.action = 'recertify' and l.change_reason = s.change_reason
        )
        union all
        select format('launch of campaign_id %s', c.campaign_id)
        from core.campaign_launches as c
        left join audit.log as l
            on c.audit_seq = l.seq and l.action = 'create_campaign'
            and c.campaign_id::pg_catalog.text = l.entity_id
        where l.seq is null
        union all
        select format('exemption %s', x.exemption_id)
        -- a fence: on a cluster they are brought to where the log is
        from (select g.* from core.exemptions as g offset 0) as x
        where not exists (
            select from audit.log as l
            where l.entity_type = 'user' and l.entity_id = x.user_id::pg_catalog.text
                and l.action = 'grant_exemption' and l.change_reason = x.reason
                and audit._parsed(l.payload)
                @> jsonb_build_object('exemption_id', x.exemption_id)
        )
        union all
        select format('signature %s', s.signature_id)
        from (select g.* from core.signatures as g offset 0) as s
        left join audit.log as l
            on l.entity_type = 'evidence' and s.evidence_id::pg_catalog.text = l.entity_id
            and l.action = 'sign_evidence'
        where l.seq is null
        union all
        select format('import %s', i.import_id)
        from ops.imports as i
        left join audit.log as l
            on i.audit_seq = l.seq and l.action = 'import'
            and i.import_id::pg_catalog.text = l.entity_id
        where i.audit_seq is not null and l.seq is null
    ) as n
    order by n.name;
$$;

comment on function ops._decisions_not_in_the_log() is
'Rule 20: submissions, decisions on versions, recertifications, launches, exemptions, signatures and
imports that are recorded and have no row of the log, in words such as exemption 7.';
