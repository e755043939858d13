"""The scene that actions meet on: filled once, and copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.concurrency.interleaving import Stage
from tests.concurrency.scene import fill


@pytest.fixture(scope="session")
def stage(server: EmbeddedServer, template: str) -> Iterator[Stage]:
    """A copy that is never connected to again, for others to be copied from, and one beside it."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            began = database.value("select clock_timestamp()")
            name = database.value("select current_database()")
        with copied(server, name) as apart, Database.connect(apart) as alone:
            yield Stage(server, name, began, alone)
