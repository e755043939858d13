create or replace view api.import_rejects as
select
    r.import_id,
    r.line_number,
    r.column_name,
    r.reason,
    r.value
from ops.import_rejects as r;

comment on view api.import_rejects is
'Why rows are not loaded, between api.import_<kind> and api.end_import in the same transaction. See
ops.import_rejects for the columns.';
