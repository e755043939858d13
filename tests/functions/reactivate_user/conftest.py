"""The company that people come back to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.assigning import recompute


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3")
        database.training(initial_due_offset_days=14)
        database.activate("1")
        for number in ("E-1", "E-2"):
            database.evidence(
                number, "1", completed_at=datetime.now(UTC) - timedelta(days=100, hours=5)
            )
        database.act_as(None)
        recompute(database)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """E-1 and E-2 hold evidence of version 1, E-3 does not."""
    with shared.undone():
        yield shared
