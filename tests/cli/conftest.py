"""A company to call the command on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.cli import run
from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Recert, Result
from tests.company import Database, copied


def fill(database: Database) -> None:
    """Version 1 in force with evidence of E-1 and E-2, version 2 of A-1 pending."""
    database.deciders()
    database.user("E-1", department="Line 4", location="Graz")
    database.user("E-2", department="Line 4")
    database.user("H-1", "hr_admin")
    database.user("X-1", "quality_admin", is_active=False)
    database.training(initial_due_offset_days=14)
    database.activate("1")
    database.evidence("E-1", "1")
    database.evidence("E-2", "1")
    database.submit("2")
    database.act_as(None)


@pytest.fixture
def company(database: Database) -> Database:
    """A company of the test's own."""
    fill(database)
    return database


@pytest.fixture(scope="module")
def untouched(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """The same, shared by tests whose calls change nothing."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        yield database


@pytest.fixture
def recert(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Recert:
    """Calls the command in this process; ``recert(database, ...)`` on a database."""
    for name in ("RECERT_DSN", "RECERT_ACTOR", "RECERT_HOME", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: Database | str) -> Result:
        given = [
            part
            for argument in arguments
            for part in ([argument] if isinstance(argument, str) else ["--dsn", argument.dsn])
        ]
        capsys.readouterr()
        code = run(given)
        out, err = capsys.readouterr()
        return Result(code, out, err)

    return call
