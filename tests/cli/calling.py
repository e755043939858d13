"""Calls of the command: in this process, and as a process of its own where that matters."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.database import dsn_parts

ROOT = Path(__file__).resolve().parents[2]

#: The command in whatever Python the tests run in.
COMMAND = [sys.executable, "-m", "pipeline"]

#: Seconds after which a process is broken, not slow.
HUNG = 120

COUNTS = [
    "population",
    "created",
    "already_enrolled",
    "already_current",
    "inactive",
    "exempt",
    "evidence_superseded",
]

#: The keys of approve and recertify that people's scripts rely on.
KEYS = [
    "training",
    "version",
    "campaign",
    "activated",
    *COUNTS,
    "due_at",
    "plan_digest",
    "audit_seq",
    "dry_run",
]


@dataclass(frozen=True)
class Result:
    """What a call returned and printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The lines on stderr where --log-format json was given."""
        return [json.loads(line) for line in self.err.splitlines()]


Recert = Callable[..., Result]


def environment(**variables: str) -> dict[str, str]:
    """This process's environment without what would name another database or person."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("RECERT_", "PG"))
    }
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(paths), "LC_ALL": "C.UTF-8", **variables}


def start(
    *arguments: str, variables: Mapping[str, str] | None = None, **options: Any
) -> subprocess.Popen[str]:
    """The command as a process of its own."""
    return subprocess.Popen(
        [*COMMAND, *arguments],
        env=environment(**(variables or {})),
        text=True,
        **{
            "cwd": "/",
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            **options,
        },
    )


def finish(process: subprocess.Popen[str]) -> Result:
    out, err = process.communicate(timeout=HUNG)
    return Result(process.returncode, out or "", err or "")


def call(*arguments: str, **options: Any) -> Result:
    return finish(start(*arguments, **options))


def keywords(dsn: str) -> Sequence[str]:
    """The DSN in libpq's keywords, for tests of how it may be written."""
    return [f"{name}={value}" for name, value in dsn_parts(dsn).items()]
