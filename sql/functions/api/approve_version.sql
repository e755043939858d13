create or replace function api.approve_version(
    p_training text,
    p_label text,
    p_change_reason text,
    p_activate boolean default true,
    p_recertify_everyone boolean default false,
    p_plan_digest text default null,
    p_departments text[] default null,
    p_locations text[] default null,
    p_from_versions text[] default null,
    p_effective_on date default null,
    p_batch_size integer default null
)
returns core.recertification_result
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_version core.training_versions;
    v_now pg_catalog.timestamptz;
    v_activation pg_catalog.jsonb := jsonb_build_object();
    v_scope pg_catalog.jsonb;
    v_effective_on pg_catalog.date;
    v_approval audit.entry;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    if p_recertify_everyone and p_activate is not true then
        raise exception 'Recertifying needs activation'
            using errcode = 'ZR102',
            detail = format('"%s" %s', p_training, p_label),
            hint = 'Approve with activation, or run `recert activate` and `recert recertify` later.';
    end if;
    if p_recertify_everyone is not true and num_nonnulls(
        p_plan_digest, p_departments, p_locations, p_from_versions, p_effective_on, p_batch_size
    ) > 0 then
        raise exception 'A plan digest, a scope, a day and batches belong to a recertification'
            using errcode = 'ZR102',
            detail = format('"%s" %s', p_training, p_label),
            hint = 'Add --recertify-everyone, or leave them out.';
    end if;

    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_addressee(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['pending_review'], 'approved');
    perform core._require_source(v_version);
    v_scope := core._recertification_scope(
        v_version, p_departments, p_locations, p_from_versions
    );
    v_effective_on := core._effective_day(p_effective_on);

    v_now := clock_timestamp();
    update core.training_versions as v
    set
        state = 'approved', approved_by = v_actor_id, approved_at = v_now,
        change_reason = p_change_reason
    where v.version_id = v_version.version_id;

    perform core._resolve_review_tasks(
        array[v_version.version_id], array['version_approval'], 'approved', p_change_reason, v_now,
        v_actor_id
    );

    if p_activate then
        v_activation := core._activate(
            v_version.version_id, v_now, v_actor_id,
            p_recertify_everyone is true and v_scope is null
        );
    end if;

    v_approval := row(
        'approve_version', 'version', v_version.version_id::pg_catalog.text, p_change_reason,
        jsonb_build_object(
            'training', p_training, 'version', p_label, 'activated', p_activate,
            'recertify_everyone', p_recertify_everyone, 'scope', v_scope,
            'effective_on', v_effective_on,
            'content_sha256', encode(v_version.content_sha256, 'hex'),
            'sources', core._sources_of(v_version.version_id)
        ) || v_activation
        || case
            when p_batch_size is null then jsonb_build_object()
            else jsonb_build_object('batch_size', p_batch_size)
        end
    )::audit.entry;

    if p_recertify_everyone then
        return core._decide_recertification(
            v_version.version_id, v_actor_id, p_change_reason, p_plan_digest,
            v_scope, v_effective_on, p_batch_size, p_activate, array[v_approval]
        );
    end if;
    return core._recertification_result(
        v_version.version_id, null, null, p_activate, audit._append(v_approval)
    );
end;
$$;

comment on function api.approve_version(
    text, text, text, boolean, boolean, text, text[], text[], text[], date, integer
) is
'Approves a version that is pending review, by default activating it, and with p_recertify_everyone
re-enrols everyone trained on an earlier one, or those that api.recertify would with the same scope
and day, all in one transaction (rules 1 to 4 and 6 to 12); with p_batch_size as api.recertify does. Activated without deciding for
everyone, a version with others before it opens a recert_decision (rule 15). p_plan_digest refuses
when the population is not the planned one. Returns one row with the counts. Audit actions
approve_version and recertify. Raises ZR101, ZR102, ZR201, ZR202, ZR204, ZR205, ZR206, ZR209,
ZR214, ZR304, ZR305, ZR306 and what core._actor() raises.';
