"""Installing as the command does, and what is there afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.database import connected
from pipeline.errors import SchemaMismatch
from pipeline.install import SchemaStatus, install, schema_status
from tests.company import Database

OURS = "('api'::regnamespace, 'core'::regnamespace, 'audit'::regnamespace, 'ops'::regnamespace)"


def run(dsn: str, folder: Path | None = None) -> SchemaStatus:
    """Install as the command does."""
    with connected(dsn, autocommit=True, check_schema=False) as connection:
        return install(connection, folder)


def status(dsn: str, folder: Path | None = None) -> SchemaStatus:
    with connected(dsn, autocommit=True, check_schema=False) as connection:
        return schema_status(connection, folder)


def refused_by(sqlstate: str, action: Callable[[], Any]) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        action()
    assert (caught.value.sqlstate, caught.value.exit_code) == (sqlstate, 4)
    assert caught.value.hint


def catalogue(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """What identifies every object of ours, transaction of its last change included."""
    queries = {
        "classes": f"select oid, xmin::text from pg_class where relnamespace in {OURS}",
        "functions": f"select oid, xmin::text from pg_proc where pronamespace in {OURS}",
        "triggers": "select oid, xmin::text from pg_trigger where not tgisinternal",
        "migrations": "select *, xmin::text from ops.migrations",
        "objects": "select *, xmin::text from ops.objects",
    }
    return {
        name: sorted(tuple(row.values()) for row in database.rows(query))
        for name, query in queries.items()
    }


def add_migration(folder: Path, name: str, text: str) -> Path:
    number = len(list((folder / "migrations").glob("*.sql"))) + 1
    file = folder / "migrations" / f"{number:04}_{name}.sql"
    file.write_text(text, encoding="utf-8")
    return file
