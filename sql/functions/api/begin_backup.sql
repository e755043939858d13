create or replace function api.begin_backup(p_file_name text)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
begin
    if p_file_name is null or btrim(p_file_name) = '' then
        raise exception 'The backup needs a file'
            using errcode = 'ZR102', detail = 'file name is blank', hint = 'Give the name of a file.';
    end if;
    perform core._require_importer(core._actor());
    if not pg_has_role(session_user, 'recert_owner', 'usage')
        or not pg_has_role(session_user, 'recert_builder', 'usage')
    then
        raise exception 'This login may not read the whole database'
            using errcode = '42501',
            detail = format('login %s', session_user),
            hint = 'Use the login that installed Recert, or have an administrator grant '
            'recert_owner and recert_builder to this one.';
    end if;
    return audit._append(
        row(
            'export', 'backup', p_file_name, null,
            jsonb_build_object('database', current_database())
        )::audit.entry
    );
end;
$$;

comment on function api.begin_backup(text) is
'Records that a backup of the whole database begins, and returns audit_seq: a snapshot taken after
this has committed holds the row. The login must be able to read everything, and the acting user, if
one is named, be an hr_admin, quality_admin or corporate_admin. Audit action export. Raises ZR102,
ZR304, ZR305, 42501 and what core._actor() raises.';
