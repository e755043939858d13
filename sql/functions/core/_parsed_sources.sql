create or replace function core._parsed_sources(p_sources text[])
returns table (document text, revision text)
language sql
immutable
parallel safe
security invoker
set search_path = ''
as $$
    -- the last @ separates: a document's own name may hold one
    select
        btrim(coalesce(substring(s.source from '^(.*)@[^@]*$'), s.source)),
        nullif(btrim(substring(s.source from '@([^@]*)$')), '')
    from unnest(p_sources) as s (source)
    where btrim(coalesce(substring(s.source from '^(.*)@[^@]*$'), s.source)) <> '';
$$;

comment on function core._parsed_sources(text[]) is
'Sources written DOCUMENT or DOCUMENT@REVISION, as columns; blank ones are left out.';
