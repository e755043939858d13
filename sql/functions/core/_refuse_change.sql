create or replace function core._refuse_change()
returns trigger
language plpgsql
volatile
security invoker
set search_path = ''
as $$
begin
    raise exception '% of %.% is refused: it is part of the record',
        tg_op, tg_table_schema, tg_table_name
        using errcode = 'ZR301',
        schema = tg_table_schema,
        table = tg_table_name,
        detail = format('trigger %s, login %s', tg_name, session_user),
        hint = 'Records are corrected by recording what is right, never by editing.';
end;
$$;

comment on function core._refuse_change() is
'Trigger function: refuses the statement that fired it. Raises ZR301, with the table in the error''s
fields.';
