"""Reminders that wait."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.database import dsn_parts
from pipeline.embedded import EmbeddedServer
from tests.cli.notifications.handing import HARD_TO_WRITE
from tests.company import Database, copied
from tests.functions.reminding import DAY, assign, fill, remind


@pytest.fixture(scope="module")
def with_two(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database where two reminders wait: of E-1, and of E-2, who is overdue."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            database.execute(
                "update core.users set full_name = %s where employee_number = 'E-1'", HARD_TO_WRITE
            )
            assign(database, "E-1", 3 * DAY, "Of Gowning")
            assign(database, "E-2", -3 * DAY)
            assert remind(database) == {"due_in_7_days": 1, "overdue": 1}
        yield dsn_parts(dsn)["dbname"]


@pytest.fixture
def waiting(server: EmbeddedServer, with_two: str) -> Iterator[Database]:
    """The two reminders in a database of the test's own."""
    with copied(server, with_two) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture(scope="module")
def unsent(server: EmbeddedServer, with_two: str) -> Iterator[Database]:
    """The same, shared by tests that hand nothing over."""
    with copied(server, with_two) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture(scope="module")
def with_many(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database where more reminders wait than a pipe holds."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            database.execute(
                "insert into core.users (employee_number, full_name)"
                " select 'N-' || n, 'Person' from generate_series(1, 3000) as n"
            )
            database.execute(
                "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
                " select user_id, campaign_id, now() + interval '20 days', now()"
                " from core.users, core.campaigns"
                " where name = 'Of Lockout' and employee_number like 'N-%' order by user_id"
            )
            assert remind(database) == {"due_in_30_days": 3000}
        yield dsn_parts(dsn)["dbname"]


@pytest.fixture(scope="module")
def many(server: EmbeddedServer, with_many: str) -> Iterator[Database]:
    """More reminders than a pipe holds, shared by tests that hand nothing over."""
    with copied(server, with_many) as dsn, Database.connect(dsn) as database:
        yield database
