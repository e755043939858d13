"""Databases with marts: a build takes seconds, so the tests of a module share theirs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.reports.build import build
from pipeline.reports.environment import working_folder
from tests.company import Database, copied

#: What dbt has read of the project, below what it writes.
PARSED = Path("target", "partial_parse.msgpack")


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what dbt writes out of the folders of the account that runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECERT_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def built_once(
    server: EmbeddedServer, template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    """Name of a database with the marts of one person's evidence, to be copied; and a parse."""
    parsed = tmp_path_factory.mktemp("parsed") / PARSED.name
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            database.deciders()
            database.training()
            database.users("E-1")
            database.activate("1")
            database.evidence("E-1", "1")
            build(dsn)
            with working_folder(database.connection) as folder:
                shutil.copyfile(folder / PARSED, parsed)
            name = database.connection.info.dbname
        yield name, parsed


def _know_the_project(database: Database, parsed: Path) -> None:
    """Save dbt from reading the whole project again for each database."""
    with working_folder(database.connection) as folder:
        (folder / PARSED).parent.mkdir(exist_ok=True)
        shutil.copyfile(parsed, folder / PARSED)


@pytest.fixture(scope="module")
def shared(
    server: EmbeddedServer, template: str, built_once: tuple[str, Path]
) -> Iterator[Database]:
    """A database that the tests of the module share."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        _know_the_project(database, built_once[1])
        yield database


@pytest.fixture(scope="module")
def marts(server: EmbeddedServer, built_once: tuple[str, Path]) -> Iterator[Database]:
    """A database with marts of one person's evidence, from which builds go on."""
    name, parsed = built_once
    with copied(server, name) as dsn, Database.connect(dsn) as database:
        _know_the_project(database, parsed)
        with database.unguarded("ops.report_builds"):
            # a copy is another database, in which builds go on from nothing
            database.execute(
                "update ops.report_builds set database_oid = d.oid from pg_database as d"
                " where d.datname = current_database()"
            )
        yield database
