-- An aggregate: as a window function over rows in order it gives each its hash. It needs
-- _chain_hash, which files in name order create before.
create or replace aggregate audit._chained_hash (p_payload text, p_start bytea)(
    sfunc = audit._chain_hash,
    stype = bytea
);

comment on aggregate audit._chained_hash (text, bytea) is
'Hash of the chain after all payloads so far, in the order of the window, begun at p_start.';
