"""The record that is backed up, and a backup of it that tests share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.install.backup.calling import (
    backed_up,
)
from tests.install.installing import run
from tests.install.test_upgrades import RELEASES, load


@pytest.fixture(scope="module")
def record(server: EmbeddedServer) -> Iterator[Database]:
    """A database with a record of every kind, and somebody's own things beside it."""
    with copied(server, "template0") as dsn:
        load(server, dsn, RELEASES[-1])
        run(dsn)
        with Database.connect(dsn) as database:
            database.execute("create table public.theirs as select 'ours' as whose")
            database.execute("create table mart_audit.built as select seq from audit.log")
            yield database


@pytest.fixture(scope="module")
def told(record: Database, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the command told of a backup that the tests share."""
    file = tmp_path_factory.mktemp("backup") / "record.dump"
    return backed_up(record.dsn, file).document
