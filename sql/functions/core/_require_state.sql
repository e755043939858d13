create or replace function core._require_state(
    p_version core.training_versions,
    p_states text[],
    p_to_do text
)
returns void
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
    v_training pg_catalog.text;
begin
    if p_version.state = any(p_states) then
        return;
    end if;
    select t.name into strict v_training
    from core.trainings as t
    where t.training_id = p_version.training_id;
    raise exception 'The version cannot be %: it is %',
        p_to_do, replace(p_version.state, '_', ' ')
        using errcode = 'ZR204',
        detail = format(
            '"%s" %s is %s, needed is %s', v_training, p_version.label, p_version.state,
            array_to_string(p_states, ' or ')
        ),
        hint = case p_version.state
            when 'draft' then 'Submit it first; a newer submission of its author returns a version to draft.'
            when 'pending_review' then 'Approve it first.'
            when 'approved' then 'It is approved already: put it in force with `recert activate`.'
            when 'active' then 'It is in force already; `recert recertify` enrols who was trained on earlier ones.'
            else 'Submit the change as a new version.'
        end;
end;
$$;

comment on function core._require_state(core.training_versions, text[], text) is
'Raises ZR204 unless the version is in one of the states; p_to_do is the verb for the sentence.';
