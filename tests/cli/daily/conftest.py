"""A company with a day's work, made once and copied for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from pipeline.embedded import EmbeddedServer
from tests.cli.daily.a_day import fill
from tests.company import Database, copied


@pytest.fixture(scope="package")
def filled(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database with the company, to be copied and never connected to."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            fill(database)
        yield urlsplit(dsn).path.lstrip("/")


@pytest.fixture
def company(server: EmbeddedServer, filled: str) -> Iterator[Database]:
    """The test's own company in the morning, before the daily job."""
    with copied(server, filled) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep what dbt writes out of the folders of the account that runs the tests."""
    monkeypatch.setenv("RECERT_HOME", str(tmp_path))
