-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function ops._run_of(p_application_name text)
returns text
language sql
immutable
parallel safe
security invoker
return regexp_replace(p_application_name, '^(recert-[0-9a-f]{12}) .*$', '\1');

comment on function ops._run_of(text) is
'The run that a session of this application_name belongs to: sessions of the same command have its
run id, some with a word after it, such as dbt. Any other name stands for itself.';
