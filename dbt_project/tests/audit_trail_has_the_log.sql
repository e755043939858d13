-- Every row of the audit log that this build had to add is in the trail. That the log itself has no
-- gap is the control audit_chain_intact.
with added as (
    select seq
    from {{ ref('stg_audit_log') }}
    {% if goes_on(within='mart_audit.audit_trail') %}
        where build_number > {{ baseline_number() }}
    {% endif %}
)

select a.seq
from added as a
left join {{ ref('audit_trail') }} as t on a.seq = t.seq
where t.seq is null
