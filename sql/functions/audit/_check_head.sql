create or replace function audit._check_head()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if new.seq <= old.seq or not exists (
        select from audit.log as l
        where l.seq = new.seq and l.hash = new.hash
    ) then
        raise exception 'The end of the audit log goes forward, to a row that is there'
            using errcode = 'ZR301',
            schema = tg_table_schema,
            table = tg_table_name,
            detail = format('from seq %s to %s, login %s', old.seq, new.seq, session_user),
            hint = 'Have Recert''s own functions write the log.';
    end if;
    return null;
end;
$$;

comment on function audit._check_head() is
'Trigger function: the end of the chain moves to a later row that is there. Raises ZR301.';
