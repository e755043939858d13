create or replace function audit._check_written()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if exists (
        select from new_rows as n
        where n.db_role <> session_user
            or n.occurred_at not between now() - interval '1 minute'
            and clock_timestamp() + interval '1 minute'
    ) then
        raise exception 'The audit log tells what this login does now'
            using errcode = 'ZR301',
            schema = tg_table_schema,
            table = tg_table_name,
            detail = format('trigger %s, login %s', tg_name, session_user),
            hint = 'Have Recert''s own functions write the log.';
    end if;
    return null;
end;
$$;

comment on function audit._check_written() is
'Trigger function: rows of the log are of this login and this transaction, give or take what a
server''s clock is put right by. Raises ZR301.';
