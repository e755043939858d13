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
    v_user_ids bigint[];
    v_campaign_ids bigint[];
    v_formers pg_catalog.timestamptz[];
    v_moments pg_catalog.timestamptz[];
    v_marked bigint := 0;
    v_cleared bigint := 0;
    v_moved bigint := 0;
    v_overdue bigint;
    v_audit_seq bigint;
begin
    perform core._require_importer(core._actor());
    -- completions and changes of a grace are before it or after it: in the log as in what it counts;
    -- and nobody else changes assignments meanwhile
    perform 1
    from core.trainings as t
    order by t.training_id
    for no key update;

    -- the few whose mark is wrong, in one look at all that are open; found first, so that the
    -- second step is planned for as many as there are
    with allowances as materialized (
        select c.campaign_id, t.overdue_grace_days as grace_days
        from core.campaigns as c
        inner join core.training_versions as v on c.version_id = v.version_id
        inner join core.trainings as t on v.training_id = t.training_id
    ),

    judged as (
        select
            a.user_id, a.campaign_id, a.overdue_since as former,
            core._overdue_since(a.due_at, w.grace_days, now()) as overdue_since
        from core.assignments as a
        inner join allowances as w on a.campaign_id = w.campaign_id
        where a.status in ('not_started', 'in_progress')
            and (a.due_at < now() or a.overdue_since is not null)
    )

    select
        count(j.overdue_since),
        array_agg(j.user_id) filter (where j.former is distinct from j.overdue_since),
        array_agg(j.campaign_id) filter (where j.former is distinct from j.overdue_since),
        array_agg(j.former) filter (where j.former is distinct from j.overdue_since),
        array_agg(j.overdue_since) filter (where j.former is distinct from j.overdue_since)
    into strict v_overdue, v_user_ids, v_campaign_ids, v_formers, v_moments
    from judged as j;

    if v_user_ids is not null then
        with changed as (
            update core.assignments as a
            set overdue_since = j.overdue_since
            from unnest(v_user_ids, v_campaign_ids, v_formers, v_moments) as j (
                user_id, campaign_id, former, overdue_since
            )
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
                'marked', v_marked, 'cleared', v_cleared, 'moved', v_moved, 'overdue', v_overdue
            )
        )::audit.entry
    );
    return query select v_marked, v_cleared, v_moved, v_overdue, now(), v_audit_seq;
end;
$$;

comment on function api.scan_overdue() is
'Rule 16: sets overdue_since of every open assignment that is overdue at the start of this
transaction, and clears it where that is no longer true. marked and cleared count those who became
overdue and those who no longer are, moved those whose moment another grace moved, overdue all who
are at that moment. A second run changes nothing. Audit action scan_overdue. Raises ZR304,
ZR305 and what core._actor() raises.';
