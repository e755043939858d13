create or replace function ops._altered()
returns table (kind text, object text, how text)
language sql
stable
security definer
set search_path = ''
as $$
    with installation as (
        -- another version of the server tells the same in other words
        select max(i.installation_id) as installation_id
        from ops.installations as i
        where i.server_major = current_setting('server_version_num')::integer / 10000
        having count(*) > 0
    ),

    installed as (
        select c.kind, c.object, c.definition
        from ops.catalogue as c
        inner join installation as i on c.installation_id = i.installation_id
    )

    select
        coalesce(i.kind, n.kind), coalesce(i.object, n.object),
        case
            when n.object is null then 'missing'
            when i.object is null then 'added'
            else 'changed'
        end
    from installed as i
    full join ops._catalogue() as n on i.kind = n.kind and i.object = n.object
    where i.definition is distinct from n.definition and exists (select from installation)
    order by 1, 2;
$$;

comment on function ops._altered() is
'What is not in our schemas as the last installation on this major version of the server left it:
missing, changed or added. Nothing where there was none.';
