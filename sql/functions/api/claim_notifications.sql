create or replace function api.claim_notifications()
returns bigint[]
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    perform core._require_importer(core._actor());
    -- two exports take turns: each reminder is handed over once
    perform pg_catalog.pg_advisory_xact_lock(hashtextextended('recert notifications', 0));
    perform core._withdraw_reminders(clock_timestamp());
    return array(
        select n.notification_id
        from core.notifications as n
        where n.handed_over_at is null and n.withdrawn_at is null
        order by n.notification_id
    );
end;
$$;

comment on function api.claim_notifications() is
'The reminders that wait, as notification_ids in the order in which they were written; nobody else
claims or exports any until the transaction ends. Withdraws those that have nothing to remind of any
more, and marks none as handed over: read them from api.notifications, hand them over, then call
api.export_notifications. So the audit log is not held while a slow reader reads. Raises ZR304,
ZR305 and what core._actor() raises.';
