-- What each mart and each column of it means, as the catalogue has it.
select
    n.nspname || '.' || c.relname as mart,
    a.attname as column_name,
    col_description(c.oid, a.attnum) as meaning
from pg_catalog.pg_class as c
inner join pg_catalog.pg_namespace as n on c.relnamespace = n.oid
inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid
where
    n.nspname in ('mart_compliance', 'mart_audit') and c.relkind in ('r', 'p', 'v')
    and a.attnum > 0 and not a.attisdropped
order by n.nspname, c.relname, a.attnum;
