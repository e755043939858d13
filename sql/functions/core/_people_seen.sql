-- Asked once a query, as in (select s.user_id from core._people_seen() as s).
create or replace function core._people_seen()
returns table (user_id bigint)
language plpgsql
stable
parallel safe
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_leads constant boolean := exists (
        select from core.users as u
        where u.user_id = v_actor_id and u.role = 'team_lead'
    );
begin
    return query
    with recursive people (person_id) as (
        select v_actor_id where v_actor_id is not null
        -- all at once, so that managers in a circle are no circle here
        union
        select u.user_id
        from people as p
        inner join core.users as u on p.person_id = u.manager_id
        where v_leads
    )

    select p.person_id from people as p;
end;
$$;

comment on function core._people_seen() is
'Whose records the acting user reads who does not see everybody: the own ones, and as team_lead
those of everybody whom the user manages, directly or through others. Raises what core._actor()
raises.';
