"""Handing reminders over: all that wait, each once, with an audit row, and for good."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.days import leave, pass_days
from tests.functions.reminding import DAY, assign, fill, remind
from tests.sessions import background, together, until_blocked

ENDS = {"handed_over_at", "withdrawn_at"}
EXPORT = "select * from api.export_notifications()"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield fill(database)


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Two reminders wait: Gowning is due, Lockout is overdue; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        wait(shared)
        yield shared


@pytest.fixture
def apart(database: Database) -> Database:
    """The same in a database of the test's own."""
    fill(database)
    wait(database)
    return database


def wait(company: Database) -> None:
    assign(company, "E-1", 3 * DAY, "Of Gowning")
    assign(company, "E-2", -3 * DAY, "Of Lockout")
    assert remind(company) == {"due_in_7_days": 1, "overdue": 1}


def marks(company: Database) -> list[dict[str, Any]]:
    return company.rows(
        "select handed_over_at, export_seq from core.notifications order by notification_id"
    )


@pytest.mark.rule(20, 21)
def test_all_that_wait_are_handed_over_with_one_audit_row(company: Database) -> None:
    waiting = company.rows("select * from api.notifications order by notification_id")
    rows = company.rows(EXPORT)
    assert rows == [
        {name: value for name, value in row.items() if name not in ENDS} for row in waiting
    ]
    assert [row["kind"] for row in rows] == ["due_in_7_days", "overdue"]
    assert [row["copy_to"] for row in rows] == [None, "M-1"]

    logged = company.row("select * from audit.log order by seq desc limit 1")
    assert (logged["action"], logged["actor"]) == ("export", "system")
    assert json.loads(logged["payload"])["notifications"] == 2
    assert {row["export_seq"] for row in marks(company)} == {logged["seq"]}
    assert len({row["handed_over_at"] for row in marks(company)}) == 1
    assert company.value("select bool_and(handed_over_at >= created_at) from core.notifications")


def test_a_second_export_has_nothing_and_changes_nothing(company: Database) -> None:
    assert len(company.rows(EXPORT)) == 2
    before = company.snapshot()
    assert company.rows(EXPORT) == []
    assert company.snapshot() == before


def test_what_is_written_later_is_handed_over_later(company: Database) -> None:
    assert len(company.rows(EXPORT)) == 2
    first = marks(company)
    pass_days(company, 2)
    assert remind(company) == {"due_in_1_day": 1}
    (row,) = company.rows(EXPORT)
    assert (row["kind"], row["training"]) == ("due_in_1_day", "Gowning")
    assert [mark["export_seq"] for mark in marks(company)][:2] == [
        mark["export_seq"] for mark in first
    ]


def test_an_export_that_is_rolled_back_hands_nothing_over(company: Database) -> None:
    before = company.snapshot()
    with company.undone():
        assert len(company.rows(EXPORT)) == 2
    assert company.snapshot() == before
    assert len(company.rows(EXPORT)) == 2


@pytest.mark.parametrize("how", ["left", "exempt", "completed", "not overdue any more"])
def test_what_has_nothing_to_remind_of_any_more_is_withdrawn(company: Database, how: str) -> None:
    (number,) = [
        row["employee_number"]
        for row in company.rows("select * from api.notifications where kind = 'overdue'")
    ]
    if how == "left":
        leave(company, number)
    elif how == "exempt":
        company.execute(
            "insert into core.exemptions (user_id, training_id, reason, granted_by, granted_at,"
            " valid_until) select %s, training_id, 'On parental leave', %s, now(),"
            " now() + interval '1 day' from core.trainings",
            company.user_id(number),
            company.user_id("Q-1"),
        )
    elif how == "completed":
        company.execute(
            "update core.assignments set status = 'completed', completed_at = now(),"
            " overdue_since = null where overdue_since is not null"
        )
    else:
        company.execute("update core.assignments set overdue_since = null")
    assert [row["kind"] for row in company.rows(EXPORT)] == ["due_in_7_days"]
    (left,) = company.rows("select * from core.notifications where handed_over_at is null")
    assert left["withdrawn_at"] >= left["created_at"]
    company.refuses("ZR301", "update core.notifications set withdrawn_at = null")
    assert company.rows(EXPORT) == []


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "statement",
    [
        "update core.notifications set handed_over_at = null, export_seq = null",
        "update core.notifications set handed_over_at = now()",
        "update core.notifications set export_seq = export_seq",
        "update core.notifications set kind = kind",
        "delete from core.notifications",
    ],
)
def test_what_was_handed_over_stays_so(company: Database, statement: str) -> None:
    company.rows(EXPORT)
    company.refuses("ZR301", statement)


def test_a_mark_is_whole(company: Database) -> None:
    company.refuses("23514", "update core.notifications set handed_over_at = now()")
    company.refuses("23514", "update core.notifications set export_seq = 1")


@pytest.mark.rule(20)
def test_without_its_audit_row_nothing_is_handed_over(company: Database) -> None:
    company.execute(
        "create function public.no_more() returns trigger language plpgsql as $$ begin"
        " raise exception using errcode = '53100', message = 'disk full'; end $$"
    )
    company.execute(
        "create trigger full_disk before insert on audit.log"
        " for each row execute function public.no_more()"
    )
    before = company.snapshot()
    company.refuses("53100", EXPORT)
    assert company.snapshot() == before


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [("E-1", "ZR304"), ("M-1", "ZR304"), ("E-3", "ZR305"), ("N-1", "ZR203")],
)
def test_who_may_not(company: Database, actor: str, sqlstate: str) -> None:
    leave(company, "E-3")
    company.act_as(actor)
    before = company.snapshot()
    company.refuses(sqlstate, EXPORT)
    assert company.snapshot() == before


@pytest.mark.parametrize("actor", ["H-1", "Q-1"])
def test_who_may(company: Database, actor: str) -> None:
    company.act_as(actor)
    assert len(company.rows(EXPORT)) == 2
    assert company.value("select actor from audit.log order by seq desc limit 1") == actor


# -- at one moment --------------------------------------------------------------------------


def test_two_exports_at_one_moment_hand_each_reminder_over_once(apart: Database) -> None:
    def run() -> list[int]:
        with Database.connect(apart.dsn) as session:
            return [row["notification_id"] for row in session.rows(EXPORT)]

    assert sorted(together(run, run), key=len) == [
        [],
        [row["notification_id"] for row in apart.rows("select * from api.notifications")],
    ]


def test_an_export_waits_for_the_other_and_takes_what_that_gave_back(apart: Database) -> None:
    with Database.connect(apart.dsn) as first, Database.connect(apart.dsn) as second:
        first.execute("begin")
        assert len(first.rows(EXPORT)) == 2
        with background(lambda: second.rows(EXPORT)) as waiting:
            until_blocked(apart, second.pid)
            # written while the second waits: its turn has not come, so that is its, too
            apart.execute("update core.assignments set status = 'cancelled', overdue_since = null")
            assign(apart, "E-3", DAY)
            assert apart.value("select due_in_1_day from api.write_reminders()") == 1
            first.execute("rollback")
        # and the other two have nothing to remind of any more
        assert [row["employee_number"] for row in waiting.result()] == ["E-3"]
    assert apart.value("select bool_and(handed_over_at >= created_at) from core.notifications")
    assert apart.value("select count(withdrawn_at) from core.notifications") == 2
    assert apart.rows(EXPORT) == []


def test_an_export_waits_for_the_other_and_finds_nothing_left(apart: Database) -> None:
    with Database.connect(apart.dsn) as first, Database.connect(apart.dsn) as second:
        first.execute("begin")
        assert len(first.rows(EXPORT)) == 2
        with background(lambda: second.rows(EXPORT)) as waiting:
            until_blocked(apart, second.pid)
            first.execute("commit")
        assert waiting.result() == []


def test_an_export_whose_session_is_lost_hands_nothing_over(apart: Database) -> None:
    with Database.connect(apart.dsn) as lost:
        lost.execute("begin")
        assert len(lost.rows(EXPORT)) == 2
        apart.execute("select pg_terminate_backend(%s::integer, 60000)", lost.pid)
        with pytest.raises(psycopg.OperationalError):
            lost.execute("commit")
    assert {row["handed_over_at"] for row in marks(apart)} == {None}
    assert len(apart.rows(EXPORT)) == 2


def test_what_was_claimed_counts_as_handed_over_whatever_happens_meanwhile(apart: Database) -> None:
    """It is in the file already when the claim's transaction marks it."""
    with Database.connect(apart.dsn) as session, session.undone():
        claimed = session.value("select api.claim_notifications()")
        assert len(claimed) == 2
        apart.execute(
            "update core.assignments set status = 'completed', completed_at = now(),"
            " overdue_since = null where overdue_since is not null"
        )
        assert len(session.rows("select * from api.export_notifications(%s)", claimed)) == 2
        assert [
            (row["handed_over_at"] is None, row["withdrawn_at"])
            for row in session.rows("select * from core.notifications")
        ] == [(False, None), (False, None)]


@pytest.mark.rule(13)
def test_what_has_nothing_to_remind_of_any_more_is_not_claimed(company: Database) -> None:
    company.execute(
        "update core.assignments set status = 'completed', completed_at = now(),"
        " overdue_since = null where overdue_since is not null"
    )
    (claimed,) = company.value("select api.claim_notifications()")
    assert company.row(
        "select notification_id from core.notifications where withdrawn_at is null"
    ) == {"notification_id": claimed}
