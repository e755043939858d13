create or replace function core._require_not_author(p_user_id bigint, p_version_id bigint)
returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_label pg_catalog.text;
    v_training pg_catalog.text;
begin
    select v.label, t.name into v_label, v_training
    from core.training_versions as v
    inner join core.trainings as t on v.training_id = t.training_id
    where v.version_id = p_version_id and v.author_id = p_user_id;
    if found then
        raise exception 'The author of a version may not decide on it'
            using errcode = 'ZR306',
            detail = format('"%s" %s', v_training, v_label),
            hint = 'Ask another quality_admin or corporate_admin (segregation of duties).';
    end if;
end;
$$;

comment on function core._require_not_author(bigint, bigint) is
'Rule 1, segregation of duties: the author decides nothing about the own version. Raises ZR306.';
