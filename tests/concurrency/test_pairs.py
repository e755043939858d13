"""Whatever two people or jobs do at one moment ends as if one had come after the other."""

from __future__ import annotations

import pytest

from tests.concurrency.interleaving import Ending, Stage

PAIRS = [
    # versions
    ("approve 4", "approve 4"),
    ("approve 4 and recertify", "approve 5 and recertify"),
    ("approve 4", "approve 5 for later"),
    ("approve 4", "activate 3"),
    ("approve 4", "reject 4"),
    ("approve 4", "submit 6"),
    ("approve 4", "resolve by approving 4"),
    ("approve 4", "load versions"),
    ("approve 4", "load documents"),
    ("approve ladder", "recompute"),
    ("approve ladder", "load rules"),
    ("approve ladder", "load versions"),
    ("approve noise", "run scheduled"),
    ("submit 6", "load versions"),
    # recertification
    ("recertify", "recertify"),
    ("recertify", "resolve by recertifying"),
    ("recertify", "decline"),
    ("recertify", "activate 3"),
    ("recertify", "complete E-2"),
    ("recertify", "load evidence"),
    ("recertify", "load completions"),
    ("recertify", "load assignments"),
    ("recertify", "load trainings"),
    ("recertify", "reactivate E-9"),
    ("recertify", "deactivate E-2"),
    ("recertify", "exempt E-2"),
    ("recertify", "scan overdue"),
    ("recertify", "sign E-3"),
    ("recertify forklift", "scan expiry"),
    ("recertify forklift", "complete forklift E-1"),
    ("recertify fire", "reactivate E-9"),
    ("recertify fire", "recompute"),
    # recertification in batches
    ("begin batches", "begin batches"),
    ("begin batches", "recertify"),
    ("begin batches", "approve 4 and recertify"),
    ("begin batches", "activate 3"),
    ("begin batches", "complete E-2"),
    ("begin batches", "load evidence"),
    ("begin batches", "reactivate E-9"),
    ("begin batches", "scan overdue"),
    ("enrol 1", "enrol 1"),
    ("enrol 1", "enrol 2"),
    ("enrol 1", "end batches"),
    ("enrol 1", "complete smoke E-2"),
    ("enrol 1", "exempt smoke E-2"),
    ("enrol 1", "deactivate E-2"),
    ("enrol 1", "reactivate E-9"),
    ("enrol 1", "load evidence"),
    ("enrol 1", "load completions"),
    ("enrol 1", "load users"),
    ("enrol 1", "scan overdue"),
    ("enrol 1", "scan expiry"),
    ("enrol 1", "recompute"),
    ("enrol 1", "complete E-1"),
    ("run scheduled", "run scheduled"),
    ("run scheduled", "cancel scheduled"),
    # people
    ("approve 4", "deactivate Q-1"),
    ("approve 4 and recertify", "load users"),
    ("load evidence", "demote H-1"),
    ("deactivate E-2", "complete E-2"),
    ("deactivate E-2", "campaign"),
    ("reactivate E-9", "reactivate E-9"),
    ("reactivate E-9", "load users"),
    ("reactivate E-9", "load rules"),
    ("reactivate E-9", "recompute"),
    ("recompute", "move E-6"),
    ("recompute", "load users"),
    # completing
    ("complete E-1", "complete E-1"),
    ("complete E-1", "approve 4 and recertify"),
    ("complete E-1", "activate 3"),
    ("complete E-1", "start E-1"),
    ("complete E-1", "scan overdue"),
    ("complete E-1", "write reminders"),
    ("complete E-2", "load completions"),
    ("complete E-2", "load evidence"),
    ("complete E-2", "load assignments"),
    ("complete E-2", "campaign"),
    ("complete E-2", "exempt E-2"),
    ("complete gowning E-5", "recompute"),
    ("complete forklift E-1", "scan expiry"),
    ("sign E-3", "sign E-3"),
    ("start E-1", "scan overdue"),
    # scheduled work
    ("scan expiry", "scan expiry"),
    ("scan expiry", "load completions"),
    ("scan expiry", "load evidence"),
    ("scan expiry", "load trainings"),
    ("scan expiry", "exempt E-1"),
    ("scan overdue", "scan overdue"),
    ("scan overdue", "load evidence"),
    ("scan overdue", "load trainings"),
    ("scan overdue", "load assignments"),
    ("recompute", "recompute queued"),
    ("recompute E-5", "recompute queued"),
    ("recompute", "load rules"),
    ("recompute", "load evidence"),
    ("recompute", "load assignments"),
    ("recompute", "exempt E-5"),
    ("write reminders", "scan overdue"),
    ("write reminders", "export reminders"),
    ("claim reminders", "claim reminders"),
    ("claim reminders", "export reminders"),
    ("export reminders", "complete E-1"),
    # files
    ("load evidence", "load completions"),
    ("load evidence", "load assignments"),
    ("load evidence", "load documents"),
    ("load users", "deactivate E-2"),
    ("load users", "move E-6"),
]

#: Both are begun at one moment too, and the first is taken back, where most depends on it.
CLOSE = [
    ("approve 4", "approve 4"),
    ("approve 4 and recertify", "approve 5 and recertify"),
    ("recertify", "recertify"),
    ("recertify", "complete E-2"),
    ("recertify", "load evidence"),
    ("recertify", "reactivate E-9"),
    ("recertify", "scan overdue"),
    ("complete E-1", "approve 4 and recertify"),
    ("enrol 1", "enrol 1"),
    ("enrol 1", "enrol 2"),
    ("enrol 1", "load evidence"),
    ("enrol 1", "complete smoke E-2"),
]

ORDERED = [
    (first, second)
    for one, other in PAIRS
    for first, second in dict.fromkeys([(one, other), (other, one)])
]


@pytest.mark.parametrize(("first", "second"), CLOSE)
def test_at_one_moment(stage: Stage, first: str, second: str) -> None:
    is_serial(stage.at_one_moment(first, second), *stage.orders(first, second))


@pytest.mark.parametrize(("first", "second"), ORDERED)
def test_the_second_begins_before_the_first_ends(stage: Stage, first: str, second: str) -> None:
    is_serial(stage.overlapping(first, second, "commit"), *stage.orders(first, second))


@pytest.mark.parametrize(("first", "second"), CLOSE)
def test_the_second_begins_before_the_first_is_taken_back(
    stage: Stage, first: str, second: str
) -> None:
    is_serial(stage.overlapping(first, second, "rollback"), stage.in_order(second))


def is_serial(found: Ending, *possible: Ending) -> None:
    """Fail unless it is one of these endings, telling how it differs from each."""
    differences = [found.unlike(ending) for ending in possible]
    assert "" in differences, "\n\nand\n".join(differences)
