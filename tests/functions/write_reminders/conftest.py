"""The company whose people are reminded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.reminding import fill


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield fill(database)


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Lockout and Gowning with a campaign each; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        yield shared
