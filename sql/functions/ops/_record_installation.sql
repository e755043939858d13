create or replace function ops._record_installation(
    p_command_version text,
    p_foreign_objects text[]
)
returns bigint
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_installation_id bigint;
begin
    insert into ops.installations (command_version)
    values (p_command_version)
    returning installations.installation_id into strict v_installation_id;

    insert into ops.catalogue (installation_id, kind, object, definition)
    select v_installation_id, c.kind, c.object, c.definition
    from ops._catalogue() as c
    where not (c.kind || ' ' || c.object = any(p_foreign_objects));
    return v_installation_id;
end;
$$;

comment on function ops._record_installation(text, text[]) is
'Records everything in our schemas as what is to be there, but for objects (kind, blank, name) that
were foreign before. Returns installation_id. The last step of an installation.';
