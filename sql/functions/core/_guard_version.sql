create or replace function core._guard_version()
returns trigger
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    -- what a review, a decision or a trained person relies on
    v_is_fixed constant boolean := tg_op = 'UPDATE'
        and (old.state <> 'draft' or old.frozen_at is not null);
begin
    new.content_sha256 := sha256(convert_to(new.content, 'UTF8'));
    if tg_op = 'INSERT' then
        return new;
    end if;

    if v_is_fixed and (
        new.training_id, new.label, new.content, new.objectives, new.author_id
    ) is distinct from (
        old.training_id, old.label, old.content, old.objectives, old.author_id
    ) or (new.version_id, new.is_imported, new.created_at)
    is distinct from (old.version_id, old.is_imported, old.created_at) then
        raise exception 'What the version says is fixed'
            using errcode = 'ZR307',
            detail = format(
                'version_id %s, label "%s", state %s, evidence on it since %s',
                old.version_id, old.label, old.state, coalesce(old.frozen_at::pg_catalog.text, 'never')
            ),
            hint = 'Submit the change as a new version.';
    end if;

    if (old.frozen_at is not null and new.frozen_at is distinct from old.frozen_at)
        or (old.state <> 'draft' and (new.submitted_at, new.submission_reason)
            is distinct from (old.submitted_at, old.submission_reason))
        or (old.change_reason is not null and (
            new.approved_by, new.approved_at, new.change_reason
        ) is distinct from (old.approved_by, old.approved_at, old.change_reason))
        or (old.rejection_reason is not null and (
            new.rejected_by, new.rejected_at, new.rejection_reason
        ) is distinct from (old.rejected_by, old.rejected_at, old.rejection_reason))
        or (old.activated_at is not null and new.activated_at is distinct from old.activated_at)
        or (old.deactivated_at is not null
            and new.deactivated_at is distinct from old.deactivated_at)
    then
        raise exception 'A submission or decision, its reason and its times are never edited'
            using errcode = 'ZR301',
            detail = format('version_id %s, label "%s"', old.version_id, old.label),
            hint = 'Decide anew on a new version.';
    end if;

    if new.state is distinct from old.state and not (
        (old.state = 'draft' and new.state = 'pending_review')
        or (old.state = 'draft' and new.is_imported
            and new.state in ('active', 'inactive', 'rejected'))
        or (old.state = 'pending_review' and new.state in ('draft', 'approved', 'rejected'))
        or (old.state = 'approved' and new.state = 'active')
        or (old.state = 'active' and new.state = 'inactive')
    ) then
        raise exception 'A version does not go from this state to that'
            using errcode = 'ZR204',
            detail = format(
                'version_id %s, label "%s", from %s to %s',
                old.version_id, old.label, old.state, new.state
            ),
            hint = 'Submit the change as a new version.';
    end if;
    return new;
end;
$$;

comment on function core._guard_version() is
'Trigger function: keeps content_sha256, lets a version go only from state to state as reviews do,
fixes its content once it is submitted or has evidence, and its decisions for good. Raises ZR204
(state), ZR301 (decision), ZR307 (fixed content).';
