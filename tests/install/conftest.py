"""What installers are tried on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.sources import sql_folder
from tests.company import Database


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of sql/ for the test to change."""
    return Path(shutil.copytree(sql_folder(), tmp_path / "sql"))


@pytest.fixture
def empty(empty_dsn: str) -> Iterator[Database]:
    with Database.connect(empty_dsn) as database:
        yield database
