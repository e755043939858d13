create or replace function ops._check_rights_are_as_documented()
returns ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select ops._finding(
        'rights_are_as_documented',
        array(
            select format('%s is %s', a.object, a.how)
            from ops._altered() as a
            where a.kind = 'right'
            order by 1
        ),
        '`recert db upgrade` puts the rights of Recert''s own roles back; revoke the others. '
        'Rights:'
    );
$$;

comment on function ops._check_rights_are_as_documented() is
'What roles and logins may do to our schemas is what the installation granted: docs/security.md.';
