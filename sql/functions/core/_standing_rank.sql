-- Has a body of standard SQL and no SET, so that it is bound when created and inlined when used.
create or replace function core._standing_rank(p_standing text)
returns integer
language sql
immutable
parallel safe
security invoker
return case p_standing
    when 'overdue' then 1
    when 'in_grace' then 2
    when 'due' then 3
    when 'completed' then 4
    else 5
end;

comment on function core._standing_rank(text) is
'Which of a person''s assignments of a training tells how they stand: the one with the lowest rank,
the worst of the open ones.';
