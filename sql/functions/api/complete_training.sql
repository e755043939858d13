create or replace function api.complete_training(
    p_training text,
    p_score numeric default null,
    p_signature_method text default null,
    p_employee_number text default null
)
returns table (
    employee_number text,
    training text,
    version text,
    evidence_id bigint,
    completed_at timestamptz,
    score numeric,
    signature_id bigint,
    manifestation text,
    assignments_closed bigint,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_user constant core.users := core._person_concerned(v_actor_id, p_employee_number);
    v_score constant numeric := round(p_score, 2);
    v_training core.trainings;
    v_version core.training_versions;
    v_now pg_catalog.timestamptz;
    v_evidence_id bigint;
    v_signature core.signatures;
    v_closed bigint;
    v_entries audit.entry[];
begin
    if not coalesce(p_score between 0 and 100, p_score is null) then
        raise exception 'A score is a number from 0 to 100'
            using errcode = 'ZR102',
            detail = format('score %s', p_score),
            hint = 'Give the score in percent, or leave it out.';
    end if;
    if p_signature_method is not null then
        perform core._require_signature_method(p_signature_method);
        if v_user.user_id <> v_actor_id then
            raise exception 'Nobody signs for somebody else'
                using errcode = 'ZR304',
                detail = format('employee number %s', v_user.employee_number),
                hint = 'Have the person complete and sign it.';
        end if;
    end if;

    v_training := core._share_training(p_training);
    v_version := core._active_version(v_training);
    if v_training.requires_signature and p_signature_method is null then
        raise exception 'Completing this training needs a signature'
            using errcode = 'ZR105',
            detail = format('"%s", employee number %s', p_training, v_user.employee_number),
            hint = 'Have the person complete it with --signature-method click_to_confirm, drawn or re_authenticated.';
    end if;

    v_now := clock_timestamp();
    insert into core.evidence (
        user_id, version_id, completed_at, recorded_at, score, content_sha256
    )
    values (
        v_user.user_id, v_version.version_id, v_now, v_now, v_score, v_version.content_sha256
    )
    returning evidence.evidence_id into strict v_evidence_id;
    perform core._freeze_versions(array[v_version.version_id]);
    v_entries := array[
        core._completion_entry(
            v_evidence_id, v_user.employee_number, v_training.name, v_version.label, v_score,
            v_version.content_sha256
        )
    ];
    if p_signature_method is not null then
        select s.* into strict v_signature
        from core._sign(
            array[v_user.user_id], array[v_evidence_id], array[p_signature_method], v_now
        ) as s;
        v_entries := v_entries || core._signature_entry(
            v_signature, v_user.employee_number, v_training.name, v_version.label
        );
    end if;
    -- rule 13
    v_closed := core._close_assignments(
        array[v_training.training_id], v_now, array[v_user.user_id]
    );

    return query
    select
        v_user.employee_number, v_training.name, v_version.label, v_evidence_id, v_now, v_score,
        v_signature.signature_id, v_signature.manifestation, v_closed,
        audit._append(variadic v_entries);
end;
$$;

comment on function api.complete_training(text, numeric, text, text) is
'Records that a person completed a training, on the version that is active at that moment and by the
server''s clock: the acting user, or somebody whom the acting user may act for. Closes all open
assignments of the training (rule 13). p_score is 0 to 100 or null; p_signature_method signs at
once (see api.sign_evidence), which a training may require and only the person can. Audit actions
complete_training and sign_evidence. Raises ZR102, ZR105 (signature missing), ZR201, ZR203, ZR204
(no active version), ZR304, ZR305 and what core._actor() raises.';
