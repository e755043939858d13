"""The company whose recertification is done in batches."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.recertify.batches.running import fill


@pytest.fixture(scope="module")
def template_of(server: EmbeddedServer, template: str) -> Iterator[str]:
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
            name = database.value("select current_database()")
        yield name


@pytest.fixture
def company(server: EmbeddedServer, template_of: str) -> Iterator[Database]:
    with copied(server, template_of) as dsn, Database.connect(dsn) as database:
        yield database
