create or replace function api.scan_overdue()
returns table (
    marked bigint,
    cleared bigint,
    overdue bigint,
    scanned_at timestamptz,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_marked bigint;
    v_cleared bigint;
    v_overdue bigint;
    v_audit_seq bigint;
begin
    perform core._actor();

    with allowances as materialized (
        select c.campaign_id, t.overdue_grace_days as grace_days
        from core.campaigns as c
        inner join core.training_versions as v on c.version_id = v.version_id
        inner join core.trainings as t on v.training_id = t.training_id
    ),

    changed as (
        update core.assignments as a
        set overdue_since = core._overdue_since(a.due_at, w.grace_days, now())
        from allowances as w
        where a.campaign_id = w.campaign_id
            and a.status in ('not_started', 'in_progress')
            and a.overdue_since is distinct from
            core._overdue_since(a.due_at, w.grace_days, now())
        returning a.overdue_since
    )

    select
        count(*) filter (where c.overdue_since is not null),
        count(*) filter (where c.overdue_since is null)
    into strict v_marked, v_cleared
    from changed as c;

    select count(*) into strict v_overdue
    from core.assignments as a
    where a.overdue_since is not null;

    v_audit_seq := audit._append(
        row(
            'scan_overdue', 'scan', 'overdue', null,
            jsonb_build_object('marked', v_marked, 'cleared', v_cleared, 'overdue', v_overdue)
        )::audit.entry
    );
    return query select v_marked, v_cleared, v_overdue, now(), v_audit_seq;
end;
$$;

comment on function api.scan_overdue() is
'Rule 16: sets overdue_since of every open assignment that is overdue at the start of this
transaction and clears it where that is no longer true. marked and cleared count what changed,
overdue what is overdue now. A second run changes nothing. Audit action scan_overdue. Raises what
core._actor() raises.';
