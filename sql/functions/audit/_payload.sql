-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function audit._payload(
    p_seq bigint,
    p_occurred_at timestamptz,
    p_actor text,
    p_db_role text,
    p_client_addr inet,
    p_action text,
    p_entity_type text,
    p_entity_id text,
    p_change_reason text
)
returns jsonb
language sql
stable
security invoker
return jsonb_build_object(
    'seq', p_seq,
    'occurred_at', audit._moment(p_occurred_at),
    'actor', p_actor,
    'db_role', p_db_role,
    'client_addr', host(p_client_addr),
    'action', p_action,
    'entity_type', p_entity_type,
    'entity_id', p_entity_id,
    'change_reason', p_change_reason
);

comment on function audit._payload(
    bigint, timestamptz, text, text, inet, text, text, text, text
) is
'The columns of a row of audit.log as they stand inside its payload; times in UTC with
microseconds.';
