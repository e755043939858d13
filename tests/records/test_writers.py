"""Many write the audit log at once: no gap, no deadlock, each call recorded once, in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest

from tests.chain import first_bad
from tests.company import REASON, Database
from tests.sessions import background, together

WRITERS = 16

#: A call, who makes it, and the actions that it has to leave in the log.
Call = tuple[str | None, str, tuple[Any, ...], list[str]]


def calls(number: int) -> list[Call]:
    """What one writer does; several of them meet on the same people and the same training."""
    person, later = f"E-{number}", datetime.now(UTC) + timedelta(days=9)
    own = f"Training {number}"
    return [
        (person, "select api.start_assignment('Lockout')", (), ["assign"]),
        (
            person,
            "select api.complete_training('Lockout', 90, 'click_to_confirm')",
            (),
            ["complete_training", "sign_evidence"],
        ),
        (None, "select api.scan_overdue()", (), ["scan_overdue"]),
        (
            "Q-1",
            "select api.upsert_user(%s, p_department => %s)",
            (person, f"Line {number}"),
            ["update_user"],
        ),
        (
            "Q-1",
            "select api.grant_exemption(%s, 'Lockout', %s, %s)",
            (person, REASON, later),
            ["grant_exemption"],
        ),
        (
            "A-1",
            "select api.submit_version(%s, '1', '', array['SOP-1'], %s)",
            (own, REASON),
            ["submit_version"],
        ),
        (
            "Q-1",
            "select api.approve_version(%s, '1', %s)",
            (own, REASON),
            ["approve_version"],
        ),
        ("Q-1", "select api.recertify('Lockout', '2', %s)", (REASON,), ["recertify"]),
        (None, "select api.recompute_assignments()", (), ["recompute_assignments"]),
    ]


@pytest.mark.rule(20)
def test_sixteen_writers_leave_no_gap_and_each_call_its_rows(database: Database) -> None:
    database.deciders()
    numbers = [f"E-{number}" for number in range(WRITERS)]
    database.users(*numbers)
    database.training()
    database.activate("1")
    for number in numbers[::2]:
        database.evidence(number, "1")
    database.activate("2")
    for number in range(WRITERS):
        database.training(f"Training {number}")
    database.act_as("Q-1")
    database.execute(
        "select api.create_campaign('Lockout', 'All', now() + interval '9 d', %s, %s)",
        REASON,
        numbers,
    )
    before = database.value("select max(seq) from audit.log")

    def write(number: int) -> None:
        with Database.connect(database.dsn) as session:
            # some begin with what others end with
            mine = calls(number)
            order = [*mine[:7], mine[8], mine[7]] if number % 2 else mine
            for actor, query, arguments, _ in order:
                session.act_as(actor)
                session.execute(query, *arguments)

    all_done = Event()

    def look() -> set[bool]:
        """Whether each snapshot has all rows up to its last."""
        whole, is_over = set(), False
        with Database.connect(database.dsn) as session:
            while not is_over:
                is_over = all_done.is_set()
                whole.add(session.value("select count(*) = max(seq) from audit.log"))
        return whole

    actions: list[Callable[[], Any]] = [partial(write, number) for number in range(WRITERS)]
    with background(look) as looking:
        try:
            results = together(*actions)
        finally:
            all_done.set()
    assert results == [None] * WRITERS
    # whoever sees a row sees every row before it: they were committed in the order of seq
    assert looking.result() == {True}

    rows = database.rows("select * from api.audit_log order by seq")
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert first_bad(rows) is None
    assert database.value("select is_intact from api.verify_audit_chain()")
    moments = [row["occurred_at"] for row in rows]
    assert moments == sorted(moments)
    expected = Counter(
        (actor or "system", action)
        for number in range(WRITERS)
        for actor, _, _, left in calls(number)
        for action in left
    )
    assert Counter((row["actor"], row["action"]) for row in rows[before:]) == expected


@pytest.mark.rule(20)
def test_writers_that_are_rolled_back_leave_no_gap_among_those_that_are_not(
    database: Database,
) -> None:
    database.deciders()

    def write(number: int) -> list[int]:
        kept = []
        with Database.connect(database.dsn) as session:
            for turn in range(4):
                is_kept = (turn + number) % 2 == 0
                with session.connection.transaction(force_rollback=not is_kept):
                    seq = session.value("select audit_seq from api.scan_overdue()")
                if is_kept:
                    kept.append(seq)
        return kept

    written = together(*[partial(write, number) for number in range(WRITERS)])
    assert sorted(seq for seqs in written for seq in seqs) == list(range(1, 2 * WRITERS + 1))
    assert first_bad(database.rows("select * from api.audit_log order by seq")) is None
    assert database.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(20)
@pytest.mark.parametrize("people", [2, 200])
def test_a_recertification_costs_a_row_and_not_a_row_a_person(
    database: Database, people: int
) -> None:
    database.deciders()
    database.users(*(f"E-{number}" for number in range(people)))
    database.training()
    database.activate("1")
    database.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now(), v.content_sha256"
        " from core.users as u, core.training_versions as v where u.role = 'employee'"
    )
    database.submit("2")
    before = database.value("select max(seq) from audit.log")
    assert database.approve("2", recertify_everyone=True)["created"] == people
    rows = database.rows("select action, payload from audit.log where seq > %s", before)
    assert sorted(row["action"] for row in rows) == [
        "approve_version",
        "recertify",
    ]
    # nor does a row grow with them
    assert max(len(row["payload"]) for row in rows) < 2000
    again = database.value("select max(seq) from audit.log")
    assert database.recertify("2")["created"] == 0
    assert database.value("select max(seq) from audit.log") == again + 1
