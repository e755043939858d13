create or replace function audit._append(variadic p_entries audit.entry[])
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_actor pg_catalog.text := 'system';
    v_head audit.head;
    v_occurred_at pg_catalog.timestamptz;
    v_last_seq bigint;
    v_last_hash pg_catalog.bytea;
begin
    if v_actor_id is not null then
        select u.employee_number into strict v_actor
        from core.users as u
        where u.user_id = v_actor_id;
    end if;

    -- writers queue here until the one before has committed: that is what leaves no gap
    select h.* into strict v_head from audit.head as h for update;
    v_occurred_at := clock_timestamp();

    with payloads as (
        select
            e.ordinality as place,
            e.action,
            e.entity_type,
            e.entity_id,
            e.change_reason,
            (
                coalesce(e.details, '{}') || audit._payload(
                    v_head.seq + e.ordinality, v_occurred_at, v_actor, session_user::pg_catalog.text,
                    inet_client_addr(), e.action, e.entity_type, e.entity_id, e.change_reason
                )
            )::pg_catalog.text as payload
        from unnest(p_entries) with ordinality as e
    ),

    chained as (
        select
            p.*,
            audit._chained_hash(p.payload, v_head.hash) over (order by p.place) as hash
        from payloads as p
    ),

    written as (
        insert into audit.log (
            seq, occurred_at, actor, db_role, client_addr, action, entity_type, entity_id,
            change_reason, payload, prev_hash, hash
        )
        select
            v_head.seq + c.place, v_occurred_at, v_actor, session_user::pg_catalog.text, inet_client_addr(),
            c.action, c.entity_type, c.entity_id, c.change_reason, c.payload,
            lag(c.hash, 1, v_head.hash) over (order by c.place), c.hash
        from chained as c
        order by c.place
        returning seq, hash
    )

    select w.seq, w.hash into strict v_last_seq, v_last_hash
    from written as w
    order by w.seq desc
    limit 1;

    update audit.head set seq = v_last_seq, hash = v_last_hash;
    return v_last_seq;
end;
$$;

comment on function audit._append(audit.entry[]) is
'Writes entries to the end of the audit log in their order, by one actor at one moment, and
returns the seq of the last. Holds the end of the chain until the transaction ends: call it last.
Raises what core._actor() raises.';
