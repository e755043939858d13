-- Files that were loaded, with their digests and what became of their rows.
select *
from mart_audit.import_register
where imported_at <= %(as_of)s and imported_at >= %(since)s and imported_at < %(until)s
order by import_id
