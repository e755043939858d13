create or replace function core._recertification_people(
    p_frame core.recertification_frame,
    p_first_user_id bigint,
    p_last_user_id bigint
)
returns table (
    user_id bigint,
    department text,
    location text,
    evidence_rows bigint,
    outcome core.recertification_outcome
)
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
    return query execute core._recertification_query(p_frame, p_first_user_id, p_last_user_id);
end;
$$;

comment on function core._recertification_people(core.recertification_frame, bigint, bigint) is
'Rules 6 and 10, as sql/functions/core/_recertification_people.sql says, for a cluster,
which refuses to take a SQL function that names tables of several nodes into a statement.';
