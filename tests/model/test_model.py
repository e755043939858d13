"""Whatever happens, in whatever order, the record is what the rules say: compared step by step.

Hypothesis drives every function that changes the record, and the clock, against a model in plain
Python; after each step the tables, the marts and the audit chain are compared with it.
RECERT_MODEL_EXAMPLES makes it try so many histories, other ones in each run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.model.clock import set_clock, take_over
from tests.model.living import Life
from tests.model.machine import PEOPLE, START, TRAININGS
from tests.model.model import Company

EXAMPLES = int(os.environ.get("RECERT_MODEL_EXAMPLES", "0"))


@pytest.fixture(scope="module")
def stopped(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A database whose clock stands still, with the people and trainings of the model."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        assert take_over(database) > 50
        set_clock(database, START)
        for person in PEOPLE:
            database.user(
                person.number,
                person.role,
                department=person.department,
                location=person.location,
                manager_id=person.manager and database.user_id(person.manager),
            )
        for training in TRAININGS:
            database.training(
                training.name,
                initial_due_offset_days=training.offset,
                overdue_grace_days=training.grace,
                requires_signature=training.is_signed,
                recertification_interval_days=training.interval,
            )
        yield database


@pytest.fixture(scope="module")
def life(stopped: Database) -> type[Life]:
    """The company's opening: two versions of Lockout, one of Gowning, and people trained on each.

    Of those who learnt the first version one has done the second, and one is exempt for a while.
    """
    Life.database = stopped
    Life.opening = Company(
        START,
        {person.number: person for person in PEOPLE},
        {training.name: training for training in TRAININGS},
    )
    opening = Life()
    opening.undo.close()  # what is opened stays
    for training, label, people in (
        ("Lockout", "1", ["E-1", "E-2", "E-3"]),
        ("Gowning", "1", ["E-1"]),
        ("Lockout", "2", ["E-3"]),
    ):
        opening.submit("A-1", training, label, "A", REASON, "quality_admin")
        opening.approve("Q-1", 1, training, REASON, "nobody", None, None, "none")
        opening.import_evidence(None, people, len(opening.company.versions) - 1, 20, 70)
    opening.exempt("Q-1", "E-2", "Lockout", REASON, 10)
    Life.opening = opening.company
    states = [version.state for version in Life.opening.versions]
    assert states == ["inactive", "active", "active"]
    assert len(Life.opening.evidence) == 5
    return Life


@pytest.mark.rule(*range(1, 23))
def test_the_record_is_what_the_rules_say(life: type[Life]) -> None:
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=EXAMPLES or 25,
            stateful_step_count=35,
            deadline=None,
            derandomize=not EXAMPLES,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
