"""A company that has row 1 of everything that others name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.records.constraints.rows import PASSING, insert


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training()
        database.submit("1")
        database.approve("1", recertify_everyone=True)
        database.evidence("A-1", "1")
        for table in ("core.assignments", "core.assignment_rules", "core.documents"):
            insert(database, table, PASSING[table])
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Row 1 of everything that others name; what a test does is undone."""
    with shared.undone():
        yield shared
