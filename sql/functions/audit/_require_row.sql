create or replace function audit._require_row(p_seq bigint, p_hash text)
returns void
language plpgsql
stable
security invoker
set search_path = ''
as $$
begin
    if not exists (
        select from audit.log as l
        where l.seq = p_seq and encode(l.hash, 'hex') = p_hash
    ) then
        raise exception 'The audit log has no row with this seq and hash'
            using errcode = 'ZR102',
            detail = format('seq %s, hash %s', p_seq, p_hash),
            hint = 'Give the seq and hash of the last row that was exported, the hash in lower-case '
            'hexadecimal.';
    end if;
end;
$$;

comment on function audit._require_row(bigint, text) is
'Refuses what is no row of the log: what was exported goes up to one. Raises ZR102.';
