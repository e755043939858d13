-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._evidence_rank(
    p_status text,
    p_is_on_active boolean,
    p_is_valid boolean
)
returns integer
language sql
immutable
parallel safe
security invoker
return case
    when p_status = 'current' and p_is_on_active then 1
    when p_status = 'current' and p_is_valid then 2
    when p_status = 'current' then 3
    when p_status = 'expired' then 4
    else 5
end;

comment on function core._evidence_rank(text, boolean, boolean) is
'Which of a person''s evidence on a training says most: the one with the lowest rank. 1 current on
the active version, 2 current on one that has been in force, and not older than a recertification
of everyone, 3 current, 4 expired, 5 superseded.';
