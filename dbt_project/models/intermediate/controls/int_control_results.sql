{{ config(materialized='ephemeral') }}

{%- set controls = [
    'segregation_of_duties', 'deciders_had_the_role', 'reasons_given', 'sources_cited',
    'one_active_version', 'evidence_unchanged', 'audit_chain_intact', 'nobody_dropped',
    'population_covered', 'superseded_names_campaign', 'grace_respected',
    'completed_has_evidence', 'signatures_present', 'imports_logged', 'evidence_reconciled',
    'records_as_logged', 'changes_logged',
    'recertification_counts', 'expiry_respected', 'builds_covered',
] %}

{%- for control in controls %}
    select
        control_id,
        as_of,
        checked,
        failed,
        accepted,
        failed_ids,
        accepted_ids
    from {{ ref('int_control_' ~ control) }}
    {{ 'union all' if not loop.last }}
{%- endfor %}
