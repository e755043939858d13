create or replace function core._rejected_rows(p_import_id bigint)
returns bigint
language sql
stable
security definer
set search_path = ''
as $$
    select count(distinct r.line_number) from ops.import_rejects as r
    where r.import_id = p_import_id;
$$;

comment on function core._rejected_rows(bigint) is
'How many rows of an import are rejected so far; a row may have several reasons.';
