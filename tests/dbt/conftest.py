"""Databases with marts: a build takes seconds, so the tests of a module share theirs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.reports.build import build
from tests import databases
from tests.company import Database, copied
from tests.dbt.marts import go_on

#: The name of each of them, one after the other: so that dbt reads the whole project once.
NAME = "marts"


@pytest.fixture(scope="session", autouse=True)
def home(dbt_home: Path) -> Iterator[None]:
    """Keep what dbt writes out of the folders of the account that runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECERT_HOME", str(dbt_home))
        yield


@pytest.fixture(scope="session")
def built_once(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database with the marts of one person's evidence, to be copied."""
    name = f"built_once{databases.WORKER}"
    with copied(server, template, NAME) as dsn:
        with Database.connect(dsn) as database:
            database.deciders()
            database.training()
            database.users("E-1")
            database.activate("1")
            database.evidence("E-1", "1")
            build(dsn)
            marts = str(database.connection.info.dbname)
        databases.create(server, name, marts)
    yield name
    databases.drop(server, name)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A database that the tests of the module share."""
    with copied(server, template, NAME) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture(scope="module")
def marts(server: EmbeddedServer, built_once: str) -> Iterator[Database]:
    """A database with marts of one person's evidence, from which builds go on."""
    with copied(server, built_once, NAME) as dsn, Database.connect(dsn) as database:
        go_on(database)
        yield database
