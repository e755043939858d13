"""The three who verify an audit log: the database, the command on a file, and docs/verify.py."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipeline.verifying import Anchor, verify_file
from tests.company import Database

SCRIPT = Path(__file__).parents[1] / "docs" / "verify.py"


def exported(database: Database) -> list[bytes]:
    """The lines of an export."""
    return [
        json.dumps(row, ensure_ascii=False).encode() + b"\n"
        for row in database.rows("select * from api.audit_export order by seq")
    ]


def by_database(database: Database, anchors: Sequence[Anchor] = ()) -> int | None:
    """The first bad row, None when all fit."""
    found = database.row(
        "select * from api.verify_audit_chain(%s, %s)",
        [seq for seq, _ in anchors],
        [hash_then for _, hash_then in anchors],
    )
    assert found["is_intact"] == (found["first_bad_seq"] is None) == (found["problem"] is None)
    return found["first_bad_seq"]


def by_module(file: Path, anchors: Iterable[Anchor] = ()) -> int | None:
    found = verify_file(file, anchors)
    assert found["is_intact"] == (found["first_bad_seq"] is None) == (found["problem"] is None)
    return found["first_bad_seq"]


def script(*files: Path) -> subprocess.CompletedProcess[str]:
    """docs/verify.py in a Python that finds nothing but its standard library."""
    return subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, *files],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def by_script(file: Path, anchors: Path | None = None) -> int | None:
    """The same by docs/verify.py."""
    done = script(file, *filter(None, [anchors]))
    assert done.stderr == ""
    (line,) = done.stdout.splitlines()
    if done.returncode == 0:
        return None
    assert done.returncode == 8
    return int(next(word for word in line.split() if word.lstrip("-").isdigit()))
