create or replace function api.activate_version(
    p_training text,
    p_label text,
    p_change_reason text
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
    v_activation pg_catalog.jsonb;
begin
    perform core._require_reason(p_change_reason);
    perform core._require_decider(v_actor_id);
    v_version := core._lock_version(p_training, p_label);
    perform core._require_not_author(v_actor_id, v_version.version_id);
    perform core._require_state(v_version, array['approved'], 'activated');

    v_activation := core._activate(
        v_version.version_id, clock_timestamp(), v_actor_id, false
    );
    return core._recertification_result(
        v_version.version_id, null, null, true,
        audit._append(
            row(
                'activate_version', 'version', v_version.version_id::pg_catalog.text, p_change_reason,
                jsonb_build_object(
                    'training', p_training, 'version', p_label,
                    'content_sha256', encode(v_version.content_sha256, 'hex')
                ) || v_activation
            )::audit.entry
        )
    );
end;
$$;

comment on function api.activate_version(text, text, text) is
'Puts a version in force that was approved without activation; the former active one goes out of
force in the same transaction (rules 1, 2 and 4). Recertifies nobody: api.recertify does, and a
recert_decision asks for it when there were versions before. Returns
one row as api.approve_version does, its counts zero. Audit action activate_version. Raises ZR101,
ZR201, ZR202, ZR204, ZR304, ZR305, ZR306 and what core._actor() raises.';
