create or replace function api.load_import(
    p_import_id bigint,
    p_partial boolean default false,
    p_file_sha256 text default null
)
returns table (
    read bigint,
    inserted bigint,
    updated bigint,
    skipped bigint,
    rejected bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
-- a million rows are compared and sorted in memory, not on disk
set work_mem = '256MB'
set plan_cache_mode = 'force_custom_plan'
as $$
declare
    v_import ops.imports := core._open_import(p_import_id, p_partial, p_file_sha256);
    v_outcome ops.import_outcome;
begin
    -- first of all locks, and whoever lost the right meanwhile loads nothing
    perform core._lock_people(v_import.kind = 'users');
    perform core._require_importer(core._actor());
    case v_import.kind
        when 'users' then perform core._judge_users(v_import);
        when 'trainings' then perform core._judge_trainings(v_import);
        when 'versions' then perform core._judge_versions(v_import);
        when 'evidence' then perform core._judge_evidence(v_import);
        when 'assignments' then perform core._judge_assignments(v_import);
        when 'completions' then perform core._judge_completions(v_import);
        when 'rules' then perform core._judge_rules(v_import);
        when 'documents' then perform core._judge_documents(v_import);
    end case;
    v_import.rejected := core._collect_rejects(v_import);
    if v_import.rejected > 0 and not v_import.is_partial then
        return query
        select
            v_import.read, 0::bigint, 0::bigint, 0::bigint, v_import.rejected, null::bigint;
        return;
    end if;

    v_outcome := case v_import.kind
        when 'users' then core._load_users(v_import)
        when 'trainings' then core._load_trainings(v_import)
        when 'versions' then core._load_versions(v_import)
        when 'evidence' then core._load_evidence(v_import)
        when 'assignments' then core._load_assignments(v_import)
        when 'completions' then core._load_completions(v_import)
        when 'rules' then core._load_rules(v_import)
        when 'documents' then core._load_documents(v_import)
    end;
    v_import.inserted := v_outcome.inserted;
    v_import.updated := v_outcome.updated;
    v_import.skipped
    := v_import.read - v_import.rejected - v_import.inserted - v_import.updated;
    v_import.audit_seq := core._finish_import(v_import, v_outcome.details, v_outcome.entries);
    return query
    select
        v_import.read, v_import.inserted, v_import.updated, v_import.skipped, v_import.rejected,
        v_import.audit_seq;
end;
$$;

comment on function api.load_import(bigint, boolean, text) is
'Judges the staged rows of an import and loads them; rows already there are skipped. Nothing is
loaded when a row is rejected, unless p_partial; the reasons are in api.import_rejects. Audit
action import, and those of what it does: update_user, reactivate_user, submit_version,
resolve_review_task, create_campaign, complete_training,
sign_evidence. Raises ZR103 (no rows), ZR208 (not begun in this
transaction, or done), ZR304, ZR305 and what core._actor() raises.';
