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
