-- Who approved this version, and could they have written it?
-- decided_by_another must be t: nobody decides on what they wrote. Each decision is a row, so
-- that a version which was rejected first has two. Where it is null a history import brought the
-- version into force, and nobody decided here. Roles are those of then.
\if :{?training} \else \set training 'Lockout/Tagout' \endif
\if :{?version} \else \set version '2.1' \endif

select
    version,
    decision,
    author,
    author_name,
    decided_by,
    decided_by_name,
    decided_by_role,
    decided_by <> author as decided_by_another,
    decided_at,
    reason,
    sources
from mart_audit.approval_register
where training = :'training' and version = :'version'
order by decided_at, decision;
