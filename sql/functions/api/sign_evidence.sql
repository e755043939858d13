create or replace function api.sign_evidence(
    p_training text,
    p_signature_method text,
    p_evidence_id bigint default null
)
returns table (
    employee_number text,
    training text,
    version text,
    evidence_id bigint,
    signature_id bigint,
    manifestation text,
    signature_method text,
    client_addr inet,
    signed_at timestamptz,
    audit_seq bigint
)
language plpgsql
volatile
security definer
set search_path = ''
as $$
declare
    v_actor_id constant bigint := core._actor();
    v_user constant core.users := core._person_concerned(v_actor_id, null);
    v_training core.trainings;
    v_evidence_id bigint;
    v_version pg_catalog.text;
    v_signature core.signatures;
begin
    perform core._require_signature_method(p_signature_method);
    -- two signatures of one person at once take turns
    perform pg_catalog.pg_advisory_xact_lock(
        hashtextextended('recert signature ' || v_user.user_id, 0)
    );
    v_training := core._share_training(p_training);

    select e.evidence_id, v.label into v_evidence_id, v_version
    from core.evidence as e
    inner join core.training_versions as v on e.version_id = v.version_id
    where e.user_id = v_user.user_id and v.training_id = v_training.training_id
        and (p_evidence_id is null or e.evidence_id = p_evidence_id)
    order by e.completed_at desc, e.evidence_id desc
    limit 1;
    if not found then
        raise exception 'The person holds no such evidence to sign'
            using errcode = 'ZR211',
            detail = concat_ws(
                ', ', format('"%s", employee number %s', p_training, v_user.employee_number),
                'evidence_id ' || p_evidence_id
            ),
            hint = 'Complete the training first: `recert assignment complete`.';
    end if;
    if exists (
        select from core.signatures as s
        where s.user_id = v_user.user_id and s.evidence_id = v_evidence_id
    ) then
        raise exception 'The evidence is signed already'
            using errcode = 'ZR209',
            detail = format('evidence_id %s, "%s" %s', v_evidence_id, p_training, v_version),
            hint = 'A signature is never replaced; older evidence is signed by its number.';
    end if;

    select s.* into strict v_signature
    from core._sign(
        array[v_user.user_id], array[v_evidence_id], array[p_signature_method], clock_timestamp()
    ) as s;
    return query
    select
        v_user.employee_number, v_training.name, v_version, v_evidence_id,
        v_signature.signature_id, v_signature.manifestation, v_signature.method,
        v_signature.client_addr, v_signature.signed_at,
        audit._append(
            core._signature_entry(
                v_signature, v_user.employee_number, v_training.name, v_version
            )
        );
end;
$$;

comment on function api.sign_evidence(text, text, bigint) is
'Signs the acting user''s own evidence of a training, the latest, or the one
named: the text with name, employee number, training, version and times is stored word for word
with the method (click_to_confirm, drawn or re_authenticated), the client''s address as the server
sees it and the server''s time. Audit action sign_evidence, in the same transaction. Raises ZR102,
ZR201, ZR209 (signed already), ZR211 (no such evidence), ZR304, ZR305 and what core._actor()
raises.';
