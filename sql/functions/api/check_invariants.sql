create or replace function api.check_invariants(p_deep boolean default false)
returns setof ops.finding
language sql
stable
security definer
set search_path = ''
as $$
    select f.*
    from (
        values
        (ops._check_one_active_version()),
        (ops._check_pending_versions_are_queued()),
        (ops._check_recertification_counts()),
        (ops._check_superseded_has_campaign()),
        (ops._check_trained_people_are_done()),
        (ops._check_records_have_their_parents()),
        (ops._check_content_is_as_learnt()),
        (ops._check_changes_are_in_the_log()),
        (ops._check_evidence_is_counted()),
        (ops._check_audit_chain()),
        (ops._check_guards_are_in_place()),
        (ops._check_schema_is_as_installed()),
        (ops._check_rights_are_as_documented()),
        (ops._check_owner_is_kept_out()),
        (ops._check_clock_is_the_servers()),
        (
            case
                when p_deep then ops._check_evidence_digests()
                else ops._not_applicable(
                    'evidence_digests', 'Reads all superseded evidence: run `recert doctor '
                    '--deep`.'
                )
            end
        )
    ) as c (finding)
    cross join lateral (select (c.finding).*) as f;
$$;

comment on function api.check_invariants(boolean) is
'Checks what must always hold of the record and of what guards it, one row a check: check (its
name), status (pass, fail, not applicable), rows (how many do not hold) and remedy (what to do, the first
of them named). Changes nothing. p_deep also proves superseded evidence by its digests. What each
check means is in docs/checks.md.';
