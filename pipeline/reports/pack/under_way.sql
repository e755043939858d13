-- What had begun by an earlier moment and has its row in the log after it: the registers date it
-- by its beginning, and so tell it as done. A recertification in batches may take hours.
select
    'recertification' as kind,
    r.campaign as name,
    r.run_at as began_at,
    r.audit_seq
from mart_audit.recertification_runs as r
where
    r.run_at <= %(as_of)s
    and (r.audit_seq > %(head_seq)s or r.audit_seq is null)
    and r.training_id = coalesce(%(training_id)s, r.training_id)
union all
select
    'import' as kind,
    concat_ws(' from ', i.kind, i.file_name) as name,
    i.imported_at as began_at,
    i.audit_seq
from mart_audit.import_register as i
where i.imported_at <= %(as_of)s and i.audit_seq > %(head_seq)s
order by began_at, kind, name
