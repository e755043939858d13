"""Who acts in a session: the login's own person, whom a service names, or the system."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied, login, login_name

ACTING = "select * from api.acting_user()"
SYSTEM = {
    "user_id": None,
    "employee_number": "system",
    "full_name": None,
    "role": None,
    "is_system": True,
}


@pytest.fixture(scope="module")
def company(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1")
        database.user("X-1", is_active=False)
        yield database


def person(database: Database, number: str) -> dict[str, object]:
    return database.row(
        "select user_id, employee_number, full_name, role, false as is_system from core.users"
        " where employee_number = %s",
        number,
    )


@contextmanager
def session(company: Database, *roles: str, of: str | None = None) -> Iterator[Database]:
    """A session of a login with these roles, which is somebody's own if told."""
    with login(company.dsn, *roles) as dsn:
        if of:
            company.execute(
                "update core.users set db_role = %s where employee_number = %s", login_name(dsn), of
            )
        try:
            with Database.connect(dsn) as connected:
                yield connected
        finally:
            company.execute("update core.users set db_role = null where db_role is not null")


def test_the_logins_own_person(company: Database) -> None:
    with session(company, "recert_runner", of="Q-1") as own:
        assert own.row(ACTING) == person(company, "Q-1")
        own.act_as("Q-1")  # naming oneself is nothing else
        assert own.row(ACTING) == person(company, "Q-1")
        own.act_as("E-1")
        own.refuses("ZR303", ACTING)


def test_whom_a_service_names(company: Database) -> None:
    with session(company, "recert_runner", "recert_service") as service:
        assert service.row(ACTING) == SYSTEM
        service.act_as("E-1")
        assert service.row(ACTING) == person(company, "E-1")
        for number, sqlstate in (("N-1", "ZR203"), ("X-1", "ZR305")):
            service.act_as(number)
            service.refuses(sqlstate, ACTING)


def test_a_service_that_is_somebody_is_not_the_system(company: Database) -> None:
    with session(company, "recert_runner", "recert_service", of="Q-1") as service:
        assert service.row(ACTING) == person(company, "Q-1")
        service.act_as("E-1")
        assert service.row(ACTING) == person(company, "E-1")


def test_nobody(company: Database) -> None:
    with session(company, "recert_runner") as nobody:
        nobody.refuses("ZR302", ACTING)
    with session(company, "recert_runner", of="X-1") as former:
        former.refuses("ZR305", ACTING)
    with session(company) as stranger:
        stranger.refuses("42501", ACTING)
