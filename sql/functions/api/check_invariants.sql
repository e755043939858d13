create or replace function api.check_invariants(p_deep boolean default false)
returns setof ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select f.*
    from unnest(
        array[
            'one_active_version', 'pending_versions_are_queued', 'recertification_counts',
            'superseded_has_campaign', 'trained_people_are_done', 'records_have_their_parents',
            'content_is_as_learnt', 'changes_are_in_the_log', 'records_are_as_logged',
            'evidence_is_counted', 'audit_chain', 'guards_are_in_place', 'schema_is_as_installed',
            'rights_are_as_documented', 'owner_is_kept_out', 'clock_is_the_servers',
            'evidence_digests'
        ]
    ) with ordinality as c (name, place)
    cross join lateral (
        select
            case
                when c.name <> 'evidence_digests' or p_deep then ops._made(c.name)
                else ops._not_applicable(
                    c.name, 'Reads all superseded evidence: run `recert doctor --deep`.'
                )
            end as finding
        offset 0 -- a fence: each check is made once, not for each column of what it found
    ) as m
    cross join lateral (select (m.finding).*) as f
    order by c.place;
$$;

comment on function api.check_invariants(boolean) is
'Checks what must always hold of the record and of what guards it, one row a check: check (its
name), status (pass, fail, not applicable), rows (how many do not hold) and remedy (what to do, the first
of them named). Changes nothing. p_deep also proves superseded evidence by its digests. What each
check means is in docs/checks.md.';
