create or replace function ops._compared(p_finding ops.finding)
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select
        case
            when p_finding.status = 'pass' and not exists (
                select from ops.installations as i
                where i.server_major = current_setting('server_version_num')::integer / 10000
            ) then ops._not_applicable(
                p_finding."check",
                'Installed on another major version of the server, which tells the same in other '
                'words: run `recert db upgrade`.'
            )
            else p_finding
        end;
$$;

comment on function ops._compared(ops.finding) is
'The finding of a check that compares with what was installed; not applicable instead of a pass
where nothing was installed on this major version of the server.';
