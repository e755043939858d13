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
        core._trimmed(coalesce(substring(s.source from '^(.*)@[^@]*$'), s.source)),
        core._trimmed(substring(s.source from '@([^@]*)$'))
    from unnest(p_sources) as s (source)
    where core._trimmed(coalesce(substring(s.source from '^(.*)@[^@]*$'), s.source)) is not null;
$$;

comment on function core._parsed_sources(text[]) is
'Sources written DOCUMENT or DOCUMENT@REVISION, as columns; blank ones are left out.';
