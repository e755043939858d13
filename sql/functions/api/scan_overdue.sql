create or replace function api.scan_overdue()
returns table (
    marked bigint,
    cleared bigint,
    moved bigint,
    overdue bigint,
    scanned_at timestamptz,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_training_ids constant bigint[] := array(select t.training_id from core.trainings as t);
    v_found core.overdue_marks;
    v_marked bigint := 0;
    v_cleared bigint := 0;
    v_moved bigint := 0;
    v_audit_seq bigint;
begin
    perform core._require_importer(core._actor());
    -- completions and changes of a grace are before it or after it: in the log as in what it counts;
    -- and nobody else changes assignments meanwhile
    perform core._lock_trainings(v_training_ids, true);
    perform core._lock_enrolments(null);

    -- found first, so that the second step is planned for as many as there are
    select m.* into strict v_found from core._overdue_marks(now()) as m;

    if v_found.user_ids is not null then
        with changed as (
            update core.assignments as a
            set overdue_since = j.overdue_since
            from unnest(
                v_found.user_ids, v_found.campaign_ids, v_found.formers, v_found.moments
            ) as j (user_id, campaign_id, former, overdue_since)
            where a.user_id = j.user_id and a.campaign_id = j.campaign_id
            returning j.former, a.overdue_since
        )

        select
            count(*) filter (where c.former is null),
            count(*) filter (where c.overdue_since is null),
            count(*) filter (where c.former is not null and c.overdue_since is not null)
        into strict v_marked, v_cleared, v_moved
        from changed as c;
    end if;

    v_audit_seq := audit._append(
        row(
            'scan_overdue', 'scan', 'overdue', null,
            jsonb_build_object(
                'marked', v_marked, 'cleared', v_cleared, 'moved', v_moved, 'overdue', v_found.overdue
            )
        )::audit.entry
    );
    return query select v_marked, v_cleared, v_moved, v_found.overdue, now(), v_audit_seq;
end;
$$;

comment on function api.scan_overdue() is
'Rule 16: sets overdue_since of every open assignment that is overdue at the start of this
transaction, and clears it where that is no longer true. marked and cleared count those who became
overdue and those who no longer are, moved those whose moment another grace moved, overdue all who
are at that moment. A second run changes nothing. Audit action scan_overdue. Raises ZR304,
ZR305 and what core._actor() raises.';
