-- Asked once a query, as (select core._sees_everybody()): see docs/decisions/0021.
create or replace function core._sees_everybody()
returns boolean
language plpgsql
stable
parallel safe
security definer
set search_path = ''
as $$
declare
    v_actor_id bigint;
begin
    -- these read the tables as well; who acts for somebody sees what that person sees
    if nullif(current_setting('recert.actor', true), '') is null
        and (core._is_member('recert_auditor') or core._is_member('recert_builder'))
    then
        return true;
    end if;
    v_actor_id := core._actor();
    return v_actor_id is null or exists (
        select from core.users as u
        where u.user_id = v_actor_id
            and u.role in ('hr_admin', 'quality_admin', 'corporate_admin', 'auditor')
    );
end;
$$;

comment on function core._sees_everybody() is
'Whether the acting user reads what is recorded of everybody: an hr_admin, quality_admin,
corporate_admin or auditor, a service login that names nobody, and a login of recert_auditor or
recert_builder that names nobody. Raises what core._actor() raises.';
