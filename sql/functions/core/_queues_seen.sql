-- Asked once a query, as (select core._queues_seen())::text[].
create or replace function core._queues_seen()
returns text[]
language plpgsql
stable
parallel safe
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_all constant pg_catalog.text[] := array['quality_admin', 'corporate_admin'];
begin
    -- whoever may name anybody sees all: a service login that names nobody
    if v_actor_id is null then
        return v_all;
    end if;
    return (
        select case u.role
            when 'corporate_admin' then v_all
            when 'quality_admin' then array['quality_admin']
            else array[]::pg_catalog.text[]
        end
        from core.users as u
        where u.user_id = v_actor_id
    );
end;
$$;

comment on function core._queues_seen() is
'Review tasks addressed to which roles the acting user sees: a quality_admin those addressed to that
role, a corporate_admin and a service login that names nobody all, everybody else none
(docs/decisions/0018). Raises what core._actor() raises.';
