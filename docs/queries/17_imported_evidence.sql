-- Which evidence was imported, from which file, and by whom?
-- A row for each load of a file of evidence. records is counted anew in the register, by the
-- moment of recording; where it is empty the register has not what the load told. completed_from
-- and completed_to span the dates that the file gave.
with recorded as (
    select
        recorded_at,
        count(*) as records,
        min(completed_at) as completed_from,
        max(completed_at) as completed_to
    from mart_audit.evidence_register
    where is_imported
    group by recorded_at
)

select
    i.import_id,
    i.file_name,
    left(i.file_sha256, 16) as file_sha256_begins,
    i.imported_at,
    i.imported_by,
    i.imported_by_name,
    i.inserted,
    r.records,
    r.completed_from,
    r.completed_to,
    i.audit_seq
from mart_audit.import_register as i
left join mart_audit.audit_trail as t on i.audit_seq = t.seq
left join recorded as r
    -- two files that were loaded at one moment are told apart by their numbers
    on r.recorded_at between i.imported_at and t.occurred_at and i.inserted = r.records
where i.kind = 'evidence' and i.inserted > 0
order by i.import_id;
