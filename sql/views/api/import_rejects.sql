create or replace view api.import_rejects as
select
    r.import_id,
    r.line_number,
    r.column_name,
    r.reason,
    r.value
from ops.import_rejects as r;

comment on view api.import_rejects is
'Why rows are not loaded, between api.load_import and api.end_import in the same transaction.';
comment on column api.import_rejects.import_id is 'The import that reads the file.';
comment on column api.import_rejects.line_number is
'Line of the file on which the row starts; in Parquet the number of the row.';
comment on column api.import_rejects.column_name is 'Column that is wrong; null for the whole row.';
comment on column api.import_rejects.reason is 'What is wrong with it, to be read after its name.';
comment on column api.import_rejects.value is 'The value, cut to 200 characters.';
