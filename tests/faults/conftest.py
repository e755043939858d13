"""A company whose recertification is disturbed, made once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from psycopg.conninfo import conninfo_to_dict

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.faults.recertifying import PEOPLE, prepare
from tests.faults.whole import Contents, contents


@pytest.fixture(scope="session")
def disturbed_template(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database with the company, to be copied and never connected to."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            prepare(database, PEOPLE)
        yield str(conninfo_to_dict(dsn)["dbname"])


@pytest.fixture
def company(server: EmbeddedServer, disturbed_template: str) -> Iterator[Database]:
    """The company in a database of the test's own."""
    with copied(server, disturbed_template) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture
def before(company: Database) -> Contents:
    """The record before anything was disturbed."""
    return contents(company)
