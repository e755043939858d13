create or replace function api.export_notifications(p_notification_ids bigint[] default null)
returns table (
    notification_id bigint,
    kind text,
    employee_number text,
    full_name text,
    email text,
    copy_to text,
    copy_email text,
    training text,
    version text,
    campaign text,
    due_at timestamptz,
    created_at timestamptz,
    subject text
)
language plpgsql
volatile
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_now pg_catalog.timestamptz;
    v_user_ids bigint[];
    v_notification_ids bigint[];
    v_audit_seq bigint;
begin
    perform core._require_importer(core._actor());
    -- two exports take turns: each reminder is handed over once
    perform pg_catalog.pg_advisory_xact_lock(hashtextextended('recert notifications', 0));
    -- what was claimed is in somebody's file already: it counts as handed over
    if p_notification_ids is null then
        perform core._withdraw_reminders(clock_timestamp());
    end if;
    select array_agg(n.user_id), array_agg(n.notification_id)
    into v_user_ids, v_notification_ids
    from core.notifications as n
    where n.handed_over_at is null and n.withdrawn_at is null
        and (p_notification_ids is null or n.notification_id = any(p_notification_ids));
    if v_notification_ids is null then
        return;
    end if;
    -- after the look, so that nothing is handed over before it was written
    v_now := clock_timestamp();

    v_audit_seq := audit._append(
        row(
            'export', 'notifications', 'all', null,
            jsonb_build_object(
                'notifications', cardinality(v_notification_ids),
                'handed_over_at', audit._moment(v_now)
            )
        )::audit.entry
    );
    update core.notifications as n
    set handed_over_at = v_now, export_seq = v_audit_seq
    from unnest(v_user_ids, v_notification_ids) as x (user_id, notification_id)
    where n.user_id = x.user_id and n.notification_id = x.notification_id;

    return query
    select
        n.notification_id, n.kind, n.employee_number, n.full_name, n.email, n.copy_to, n.copy_email,
        n.training, n.version, n.campaign, n.due_at, n.created_at, n.subject
    from api.notifications as n
    where n.notification_id = any(v_notification_ids)
    order by n.notification_id;
end;
$$;

comment on function api.export_notifications(bigint[]) is
'Hands over the reminders that wait (or those of p_notification_ids), in the order in which they
were written: marks them and returns them, in one transaction, which the caller commits when they
are where they belong and rolls back otherwise. Without p_notification_ids those that have nothing
to remind of any more are withdrawn first, as api.claim_notifications() does. Audit action export,
unless there are none. Raises ZR304, ZR305 and what core._actor() raises.';
