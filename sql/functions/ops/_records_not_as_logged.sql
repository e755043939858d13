create or replace function ops._records_not_as_logged()
returns setof text
language sql
stable
security definer
set search_path = ''
as $$
    with told as (
        select
            l.seq, l.occurred_at, l.actor, l.action, l.entity_type, l.entity_id,
            l.change_reason,
            audit._parsed(l.payload) as payload
        from audit.log as l
        where l.action in (
            'submit_version', 'approve_version', 'activate_version', 'reject_version',
            'recertify', 'create_campaign', 'grant_exemption', 'sign_evidence', 'import'
        )
    )

    select n.name
    from (
        -- what was decided on is what was read, by whom the log names, and then
        select format('version_id %s, audit row %s', l.entity_id, l.seq) as name
        from told as l
        left join core.training_versions as v
            on l.entity_id = v.version_id::pg_catalog.text
        left join core.users as a on v.approved_by = a.user_id
        left join core.users as r on v.rejected_by = r.user_id
        where l.action in ('approve_version', 'activate_version', 'reject_version')
            and (
                l.payload ->> 'content_sha256' = encode(v.content_sha256, 'hex')
                and case l.action
                    when 'approve_version' then
                        l.actor = a.employee_number and l.change_reason = v.change_reason
                        and v.approved_at <= l.occurred_at
                        and v.approved_at > l.occurred_at - interval '1 day'
                    when 'reject_version' then
                        l.actor = r.employee_number
                        and l.change_reason = v.rejection_reason
                        and v.rejected_at <= l.occurred_at
                        and v.rejected_at > l.occurred_at - interval '1 day'
                    else true
                end
                and (
                    l.payload ->> 'activated_at' is null
                    or l.payload ->> 'activated_at' = audit._moment(v.activated_at)
                )
            ) is not true
        union all
        -- the author is whoever submitted it last
        select format('version_id %s, audit row %s', l.entity_id, l.seq)
        from (
            select distinct on (s.entity_id) s.entity_id, s.seq, s.payload
            from told as s
            where s.action = 'submit_version'
            order by s.entity_id, s.seq desc
        ) as l
        left join core.training_versions as v
            on l.entity_id = v.version_id::pg_catalog.text
        left join core.users as a on v.author_id = a.user_id
        where l.payload ->> 'author' is distinct from a.employee_number
        union all
        -- one that is planned has its row of the log as well as the run that comes of it
        select format('%s_id %s, audit row %s', l.entity_type, l.entity_id, l.seq)
        from told as l
        left join core.recertification_runs as r
            on l.seq in (r.audit_seq, r.begun_audit_seq)
            and l.entity_id = r.campaign_id::pg_catalog.text
        left join core.users as u on r.run_by = u.user_id
        left join core.scheduled_recertifications as s
            on l.entity_type = 'scheduled_recertification'
            and l.entity_id = s.scheduled_recertification_id::pg_catalog.text
        where l.action = 'recertify'
            and case l.entity_type
                when 'campaign' then
                    coalesce(l.payload ->> 'decided_by', l.actor)
                    = coalesce(u.employee_number, 'system')
                    and l.change_reason = r.change_reason
                else s.scheduled_recertification_id is not null
            end is not true
        union all
        select format('import_id %s, audit row %s', l.entity_id, l.seq)
        from told as l
        left join ops.imports as i
            on l.seq = i.audit_seq and l.entity_id = i.import_id::pg_catalog.text
        where l.action = 'import' and l.entity_type = 'import' and i.import_id is null
        union all
        -- one that came by a file has no launch
        select format('campaign_id %s, audit row %s', l.entity_id, l.seq)
        from told as l
        left join core.campaigns as c on l.entity_id = c.campaign_id::pg_catalog.text
        left join core.training_versions as v on c.version_id = v.version_id
        left join core.campaign_launches as a on l.seq = a.audit_seq
        where l.action = 'create_campaign'
            and (
                l.payload ->> 'campaign' = c.name and l.payload ->> 'version' = v.label
                and (l.payload ? 'import_id' or a.campaign_id = c.campaign_id)
            ) is not true
        union all
        select format('exemption_id %s, audit row %s', l.payload ->> 'exemption_id', l.seq)
        from told as l
        -- a fence: on a cluster they are brought to where the log is
        left join (select e.* from core.exemptions as e offset 0) as x
            on l.payload ->> 'exemption_id' = x.exemption_id::pg_catalog.text
        left join core.users as g on x.granted_by = g.user_id
        where l.action = 'grant_exemption'
            and (
                l.entity_id = x.user_id::pg_catalog.text and l.actor = g.employee_number
                and l.change_reason = x.reason
                and l.payload ->> 'valid_until' = audit._moment(x.valid_until)
            ) is not true
        union all
        select format('signature_id %s, audit row %s', l.payload ->> 'signature_id', l.seq)
        from told as l
        left join (select g.* from core.signatures as g offset 0) as s
            on l.payload ->> 'signature_id' = s.signature_id::pg_catalog.text
        where l.action = 'sign_evidence'
            and (
                l.entity_id = s.evidence_id::pg_catalog.text
                and l.payload ->> 'method' = s.method
                and l.payload ->> 'manifestation' = s.manifestation
                and s.signed_at <= l.occurred_at
                and s.signed_at > l.occurred_at - interval '1 day'
            ) is not true
    ) as n
    order by n.name;
$$;

comment on function ops._records_not_as_logged() is
'Rule 20: where what the log tells of a decision, run, campaign, exemption, signature or import is
not what is recorded (who, on which content, for what reason, when, by which method): the record''s
id and the row of the log, such as version_id 7, audit row 12.';
