"""The Quality Review Queue: what it tells of a task, and that each role sees its own tasks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied, login, login_name

ROLES = ["employee", "team_lead", "hr_admin", "quality_admin", "corporate_admin", "auditor"]


@pytest.fixture(scope="module")
def company(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Lockout 2 asks quality, Gowning 1 asks corporate, Lockout 1 has been approved."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        for role in ROLES:
            database.user(role, role)
        database.user("X-1", "quality_admin", is_active=False)
        database.training()
        database.training("Gowning")
        database.activate("1")
        database.submit("2")
        database.act_as("A-1")
        database.execute(
            "select api.submit_version('Gowning', '1', 'text', '{SOP-9@B,SOP-2}', %s,"
            " p_addressed_to => 'corporate_admin')",
            REASON,
        )
        yield database


def seen(database: Database) -> set[tuple[str, str]]:
    return {
        (row["training"], row["version"])
        for row in database.rows("select training, version from api.review_queue")
    }


OF_QUALITY = {("Lockout", "1"), ("Lockout", "2")}
ALL = OF_QUALITY | {("Gowning", "1")}


@pytest.mark.rule(1)
@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_what_is_addressed_to_it(company: Database, role: str) -> None:
    company.act_as(role)
    assert seen(company) == {"quality_admin": OF_QUALITY, "corporate_admin": ALL}.get(role, set())


def test_a_service_that_names_nobody_sees_all(company: Database) -> None:
    with (
        login(company.dsn, "recert_runner", "recert_service") as dsn,
        Database.connect(dsn) as service,
    ):
        assert seen(service) == ALL
        service.act_as("employee")
        assert seen(service) == set()


@contextmanager
def own_session(company: Database, number: str) -> Iterator[Database]:
    with login(company.dsn, "recert_runner") as dsn:
        company.execute(
            "update core.users set db_role = %s where employee_number = %s",
            login_name(dsn),
            number,
        )
        try:
            with Database.connect(dsn) as session:
                yield session
        finally:
            company.execute("update core.users set db_role = null where db_role is not null")


@pytest.mark.one_server("a person's own login reads no view there")
@pytest.mark.rule(1)
@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_login_that_counts(company: Database, role: str) -> None:
    with own_session(company, role) as session:
        expected = {"quality_admin": OF_QUALITY, "corporate_admin": ALL}.get(role, set())
        assert seen(session) == expected
        # naming somebody else shows nothing more
        session.act_as("corporate_admin")
        if role != "corporate_admin":
            session.refuses("ZR303", "select * from api.review_queue")


@pytest.mark.one_server("a person's own login reads no view there")
def test_a_login_of_nobody_and_people_who_left_see_nothing(company: Database) -> None:
    with login(company.dsn, "recert_runner") as dsn, Database.connect(dsn) as nobody:
        nobody.refuses("ZR302", "select * from api.review_queue")
    with own_session(company, "X-1") as former:
        former.refuses("ZR305", "select * from api.review_queue")
    for role in ("recert_auditor", "recert_builder"):
        with login(company.dsn, role) as dsn, Database.connect(dsn) as other:
            other.refuses("42501", "select * from api.review_queue")


@pytest.mark.one_server("a person's own login reads no view there")
def test_the_tables_behind_it_are_closed(company: Database) -> None:
    with own_session(company, "quality_admin") as session:
        # the table shows the same (tests/records/test_row_security.py), what it joins nothing
        assert session.value("select count(*) from core.review_tasks") == len(OF_QUALITY)
        for statement in (
            "select * from core.training_versions",
            "select * from core.users",
            "update core.review_tasks set state = 'resolved'",
            "insert into core.review_tasks (task_type) values ('recert_decision')",
        ):
            session.refuses("42501", statement)
        session.refuses("55000", "update api.review_queue set addressed_to = 'quality_admin'")
        session.refuses("55000", "delete from api.review_queue")


@pytest.mark.one_server("a person's own login reads no view there")
@pytest.mark.rule(1)
def test_a_condition_of_the_readers_own_does_not_see_the_rest(company: Database) -> None:
    """A cheap function in WHERE is called with what it may see, not before that is decided."""
    with own_session(company, "quality_admin") as session:
        told: list[str | None] = []
        session.connection.add_notice_handler(lambda notice: told.append(notice.message_primary))
        session.execute(
            "create function pg_temp.tells(p_value text) returns boolean language plpgsql"
            " cost 0.0000001 as $$ begin raise notice '%', p_value; return true; end; $$"
        )
        session.rows("select version from api.review_queue where pg_temp.tells(addressed_to)")
        session.rows("select version from api.review_queue where pg_temp.tells(training)")
    assert "quality_admin" in told
    assert "corporate_admin" not in told
    assert "Gowning" not in told


def test_what_is_told_of_a_task(company: Database) -> None:
    with company.undone():
        company.execute(
            "insert into core.documents (document, revision, effective_at)"
            " values ('SOP-017', 'D', '2026-01-01')"
        )
        company.execute("select core._queue_outdated_sources(null, clock_timestamp(), null)")
        company.act_as("corporate_admin")
        rows = company.rows("select * from api.review_queue order by review_task_id")
        assert [
            (row["task_type"], row["training"], row["version"], row["state"]) for row in rows
        ] == [
            ("version_approval", "Lockout", "1", "resolved"),
            ("version_approval", "Lockout", "2", "open"),
            ("version_approval", "Gowning", "1", "open"),
            ("source_outdated", "Lockout", "1", "open"),
        ]
        approved, pending, corporate, outdated = rows
        assert {row["author"] for row in rows} == {"A-1"}
        assert {row["submission_reason"] for row in rows} == {REASON}
        assert [row["version_state"] for row in rows] == [
            *("active", "pending_review", "pending_review", "active"),
        ]
        assert corporate["sources"] == ["SOP-2", "SOP-9@B"]
        assert (pending["newer_sources"], outdated["newer_sources"]) == (None, ["SOP-017@D"])
        assert (outdated["sources"], outdated["addressed_to"]) == (["SOP-017@C"], "quality_admin")
        assert (approved["resolved_by"], approved["resolution"], approved["resolution_reason"]) == (
            *("Q-1", "approved"),
            REASON,
        )
        assert approved["opened_at"] <= approved["resolved_at"] <= datetime.now(UTC)
        assert {pending[name] for name in pending if name.startswith("resol")} == {None}
