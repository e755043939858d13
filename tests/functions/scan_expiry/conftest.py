"""The company whose evidence expires."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied


def _fill(database: Database) -> Database:
    database.deciders()
    database.training(initial_due_offset_days=14, recertification_interval_days=365)
    database.users("E-1", "E-2", "E-3", "E-4", "E-5", "E-6")
    database.activate("1")
    database.act_as(None)
    return database


@pytest.fixture(scope="session")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield _fill(database)


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Lockout, valid for 365 days, with version 1 in force; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        shared.execute("set local timezone = 'UTC'")
        yield shared


@pytest.fixture
def apart(database: Database) -> Database:
    """The same company in a database of the test's own."""
    return _fill(database)
