-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function audit._chain_hash(p_so_far bytea, p_payload text, p_start bytea)
returns bytea
language sql
immutable
parallel safe
security invoker
return sha256(coalesce(p_so_far, p_start) || convert_to(p_payload, 'UTF8'));

comment on function audit._chain_hash(bytea, text, bytea) is
'One link of the chain: sha256 of the hash so far (p_start before the first) followed by the
payload.';
