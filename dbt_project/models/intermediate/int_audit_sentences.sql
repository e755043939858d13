{{ config(materialized='ephemeral') }}

with entries as (
    select
        seq,
        occurred_at,
        actor,
        action,
        entity_type,
        entity_id,
        -- a payload that somebody tampered with need not be JSON
        coalesce(audit._parsed(payload), '{}') as details
    from {{ ref('stg_audit_log') }}
    {% set made_of_it = ['mart_audit.audit_trail', 'mart_audit.training_changes'] %}
    {% if goes_on(within=made_of_it[0]) and goes_on(within=made_of_it[1]) %}
        where build_number > {{ baseline_number() }}
    {% endif %}
),

-- A row of the trail never changes, so names are those of that time: people's by their history,
-- those of trainings and versions, which stay, from the payload or the entity.
named as (
    select
        e.seq,
        e.action,
        e.entity_type,
        e.entity_id,
        e.details,
        e.entity_type || ' ' || e.entity_id as entity,
        coalesce(e.details ->> 'employee_number', i.employee_number) as person_number,
        coalesce(n.full_name, i.full_name) as person_name,
        coalesce(v.training_id, p.training_id) as training_id,
        coalesce(e.details ->> 'training', t.name) as training,
        coalesce(e.details ->> 'version', v.label) as label,
        e.actor,
        a.full_name as actor_name
    from entries as e
    left join {{ ref('int_user_periods') }} as a
        on
            e.actor = a.employee_number
            and e.occurred_at >= a.valid_from and e.occurred_at < a.valid_until
    left join {{ ref('int_user_periods') }} as n
        on
            e.details ->> 'employee_number' = n.employee_number
            and e.occurred_at >= n.valid_from and e.occurred_at < n.valid_until
    left join {{ ref('int_user_periods') }} as i
        on
            e.entity_type = 'user' and e.entity_id = i.user_id::text
            and e.occurred_at >= i.valid_from and e.occurred_at < i.valid_until
    left join {{ ref('stg_training_versions') }} as v
        on
            case
                when e.entity_type = 'version' then e.entity_id
                else e.details ->> 'version_id'
            end = v.version_id::text
    left join {{ ref('stg_trainings') }} as t on v.training_id = t.training_id
    -- a name belongs to one training at a time
    left join {{ ref('int_training_periods') }} as p
        on
            e.details ->> 'training' = p.name
            and e.occurred_at >= p.valid_from and e.occurred_at < p.valid_until
),

worded as (
    select
        seq,
        action,
        entity_type,
        entity_id,
        entity,
        details,
        training_id,
        actor_name,
        actor || coalesce(' (' || actor_name || ')', '') as who,
        coalesce(person_number || coalesce(' (' || person_name || ')', ''), entity) as person,
        coalesce(person_number = actor, true) as is_about_actor,
        coalesce('"' || training || '"' || coalesce(' ' || label, ''), entity) as version,
        coalesce('"' || training || '"', entity) as training,
        coalesce('"' || (details ->> 'campaign') || '"', entity) as campaign,
        case
            when
                details ->> 'recertify_everyone' = 'true' and details ->> 'scope' is null
                and details ->> 'effective_on' is null and details ->> 'batch_size' is null
                then ' and recertified everyone'
            when details ->> 'activated' = 'true' then ' and made it the active version'
            when details ->> 'activated' = 'false' then ', to be activated later'
            else ''
        end as approved_how,
        case
            when details ->> 'scope' is null then 'everyone'
            else 'the people in scope'
        end as whom,
        coalesce(' on ' || (details ->> 'effective_on'), '') as on_day,
        coalesce(
            ', as ' || nullif(details ->> 'decided_by', actor) || ' had decided', ''
        ) as as_decided,
        coalesce(' as ' || (details ->> 'resolution'), '') as resolved_how,
        coalesce(' of ' || nullif(details ->> 'author', actor), '') as of_author,
        coalesce(' until ' || (details ->> 'valid_until'), '') as until,
        coalesce(details ->> 'kind', entity)
        || coalesce(' from "' || (details ->> 'file_name') || '"', '') as file
    from named
),

phrased as (
    select
        seq,
        action,
        training_id,
        actor_name,
        details,
        who,
        case action
            when 'submit_version' then 'submitted ' || version || of_author || ' for review'
            when 'approve_version' then 'approved ' || version || approved_how
            when 'activate_version' then 'made ' || version || ' the active version'
            when 'reject_version' then 'rejected ' || version
            when 'recertify'
                then case
                    when entity_type = 'scheduled_recertification'
                        then 'decided to recertify ' || whom || ' for ' || version || on_day
                    when details ->> 'is_enrolling' = 'true'
                        then 'began to recertify ' || whom || ' for ' || version || ', in batches'
                    else
                        'recertified ' || whom || ' for ' || version || as_decided
                end
            when 'decline_recertification'
                then case
                    when entity_type = 'scheduled_recertification'
                        then
                            'took back the recertification for ' || version
                            || coalesce(' stored for ' || (details ->> 'effective_on'), '')
                    else 'decided to recertify nobody for ' || version
                end
            when 'create_campaign' then 'created the campaign ' || campaign || ' for ' || version
            when 'assign'
                then case
                    when details ->> 'status' = 'in_progress' then 'started ' || version
                    else 'assigned ' || version || ' in the campaign ' || campaign || as_decided
                end
            when 'complete_training' then 'completed ' || version
            when 'sign_evidence' then 'signed the evidence on ' || version
            when 'scan_overdue' then 'scanned for overdue assignments'
            when 'scan_expiry' then 'scanned for expired evidence'
            when 'recompute_assignments' then 'recomputed the assignments of the rules'
            when 'resolve_review_task'
                then 'resolved review task ' || entity_id || ' on ' || version || resolved_how
            when 'grant_exemption' then 'exempted ' || person || ' from ' || training || until
            when 'import' then 'imported ' || file
            when 'update_user' then 'changed the record of ' || person
            when 'reactivate_user' then 'reactivated ' || person
            when 'report_build' then 'built the marts'
            when 'export'
                then case
                    when entity_type = 'notifications' then 'handed over reminders'
                    when entity_type = 'audit_log'
                        then
                            'exported the audit log'
                            || coalesce(' up to row ' || (details ->> 'head_seq'), '')
                    when entity_type = 'pack' then 'made the inspector''s pack ' || entity_id
                    when entity_type = 'site' then 'made the site ' || entity_id
                    when entity_type = 'mart'
                        then
                            'exported ' || entity_id
                            || coalesce(' to ' || (details -> 'scope' ->> 'file'), '')
                    else 'exported ' || entity
                end
            else action || ' ' || entity
        end as did,
        case
            when action in ('complete_training', 'sign_evidence', 'assign') and not is_about_actor
                then ' for ' || person
            else ''
        end as for_whom,
        case action
            when 'create_campaign' then {{ counted([('created', 'people', 'person')]) }}
            -- a decision for a day to come has re-enrolled nobody yet, nor has one that is begun
            when 'recertify'
                then case
                    when
                        entity_type <> 'scheduled_recertification'
                        and coalesce(details ->> 'is_enrolling', 'false') = 'false'
                        then {{ counted([
                            ('population', 'people', 'person'),
                            ('created', 're-enrolled'),
                            ('evidence_superseded', 'evidence records superseded', 'evidence record superseded'),
                        ]) }}
                    else ''
                end
            when 'assign' then {{ counted([('created', 'people', 'person')]) }}
            when 'scan_overdue' then {{ counted([
                ('marked', 'newly overdue'),
                ('cleared', 'no longer overdue'),
                ('overdue', 'overdue in all'),
            ]) }}
            when 'scan_expiry' then {{ counted([
                ('expired', 'newly expired'),
                ('created', 're-enrolled'),
            ]) }}
            when 'recompute_assignments' then {{ counted([
                ('created', 'added'),
                ('missed', 'missed before'),
            ]) }}
            when 'export' then {{ counted([('notifications', 'reminders', 'reminder')]) }}
            when 'import' then {{ counted([
                ('inserted', 'new'),
                ('updated', 'changed'),
                ('skipped', 'already there'),
                ('rejected', 'rejected'),
            ]) }}
            when 'report_build' then {{ counted([
                ('models', 'models', 'model'),
                ('tests_passed', 'tests passed'),
                ('tests_warned', 'tests with a warning'),
            ]) }}
            else ''
        end as counts
    from worded
)

select
    seq,
    action,
    training_id,
    actor_name,
    details,
    who || ' ' || did || for_whom || counts as sentence
from phrased
