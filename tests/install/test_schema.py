"""The installed schema is the committed one: a change of what others rely on is seen in review."""

from __future__ import annotations

import difflib
from pathlib import Path

import psycopg
import pytest

from tests.install.dump_schema import dump


def test_a_fresh_install_gives_the_committed_schema(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        found = dump(connection)
    committed = Path(__file__).with_name("schema.sql").read_text(encoding="utf-8")
    if found != committed:
        difference = difflib.unified_diff(
            committed.splitlines(), found.splitlines(), "committed", "installed", n=2, lineterm=""
        )
        pytest.fail(
            "\n".join(
                [
                    "The schema has changed. When that is meant, renew the dump and commit it:",
                    "    python -m tests.install.dump_schema > tests/install/schema.sql",
                    *difference,
                ]
            )
        )
