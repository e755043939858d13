"""What holds besides the checks of api.check_invariants, whoever does what beside whom."""

from __future__ import annotations

from typing import Any

from tests.company import Database

#: A query of the rows that must not be there, by what they break.
INVARIANTS = {
    "a training lost its active version": """
        select training_id from core.training_versions
        where activated_at is not null group by training_id
        having bool_and(state <> 'active')
    """,
    "the people of a run are not those that it counts": """
        select r.run_id from core.recertification_runs as r
        where r.created <> (
            select count(*) from core.assignments as a
            where a.campaign_id = r.campaign_id and a.assigned_at = r.run_at
        )
    """,
    "an assignment is open for somebody who holds the active version": """
        select a.user_id from core.assignments as a
        join core.campaigns as c using (campaign_id)
        join core.training_versions as v using (version_id)
        join core.trainings as t using (training_id)
        join core.training_versions as n on n.training_id = v.training_id and n.state = 'active'
        join core.evidence as e on e.user_id = a.user_id and e.version_id = n.version_id
        where a.status in ('not_started', 'in_progress')
            and e.recertification_status = 'current'
            and (
                t.recertification_interval_days is null
                or a.assigned_at
                < e.completed_at + make_interval(days => t.recertification_interval_days)
            )
    """,
    "a task is open for a version that waits for nothing": """
        select r.review_task_id from core.review_tasks as r
        join core.training_versions as v using (version_id)
        where r.state = 'open' and v.state is distinct from case r.task_type
            when 'version_approval' then 'pending_review' else 'active' end
    """,
    "a reminder was handed over and withdrawn": """
        select notification_id from core.notifications
        where handed_over_at is not null and withdrawn_at is not null
    """,
}


def broken(database: Database) -> dict[str, list[dict[str, Any]]]:
    """What does not hold, with the rows that show it."""
    found = {name: database.rows(query) for name, query in INVARIANTS.items()}
    return {name: rows for name, rows in found.items() if rows}
