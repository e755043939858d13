create or replace view ops.judged_evidence as
with trimmed as (
    select
        s.import_id,
        s.line_number,
        core._trimmed(s.employee_number) as employee_number,
        core._trimmed(s.training) as training,
        core._trimmed(s.version) as version,
        core._trimmed(s.completed_at) as completed_at,
        core._trimmed(s.score) as score
    from ops.staged_evidence as s
    where s.faults is null
    offset 0 -- noqa: AM09  a fence: each value is trimmed once, not wherever it is used
),

typed as (
    select
        r.*,
        u.user_id,
        t.training_id,
        v.version_id,
        v.state as version_state,
        v.content_sha256,
        core._as_timestamp(r.completed_at) as completed_at_value,
        core._as_score(r.score) as score_value
    from trimmed as r
    left join core.users as u on r.employee_number = u.employee_number
    left join core.trainings as t on r.training = t.name
    left join core.training_versions as v
        on t.training_id = v.training_id and r.version = v.label
    offset 0 -- noqa: AM09  likewise
)

select
    r.import_id,
    r.line_number,
    r.user_id,
    r.training_id,
    r.version_id,
    r.version_state,
    r.content_sha256,
    r.completed_at_value as completed_at,
    r.score_value as score,
    array_remove(
        array[
            case
                when r.employee_number is null
                    then core._fault('employee_number', 'is missing', null)
                when r.user_id is null
                    then core._fault('employee_number', 'belongs to no user', r.employee_number)
            end,
            case
                when r.training is null
                    then core._fault('training', 'is missing', null)
                when r.training_id is null
                    then core._fault('training', 'is no known training', r.training)
            end,
            case
                when r.version is null
                    then core._fault('version', 'is missing', null)
                when r.training_id is not null and r.version_id is null
                    then core._fault('version', 'is no version of the training', r.version)
                when
                    r.version_state in ('draft', 'rejected') and not exists (
                        select from core.evidence as e
                        where
                            e.user_id = r.user_id and e.version_id = r.version_id
                            and e.completed_at = r.completed_at_value
                            and e.score is not distinct from r.score_value
                    )
                    then core._fault('version', 'is a draft or was rejected', r.version)
            end,
            case
                when r.completed_at is null
                    then core._fault('completed_at', 'is missing', null)
                when r.completed_at_value is null
                    then core._fault(
                        'completed_at', 'is no date or time such as 2026-01-31', r.completed_at
                    )
                when r.completed_at_value > statement_timestamp()
                    then core._fault('completed_at', 'lies in the future', r.completed_at)
            end,
            case
                when r.score is not null and r.score_value is null
                    then core._fault('score', 'is no number from 0 to 100', r.score)
            end
        ],
        null
    ) as faults
from typed as r;

comment on view ops.judged_evidence is
'Staged rows of evidence with their values read and what is wrong with them.';
