"""Importing evidence, against a bare COPY of the same file, and what memory the command takes."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.databases import Connection, Databases
from benchmarks.figure import Figure, Pair
from benchmarks.recertifying import company

#: Started anew: the most memory of a process counts that of the one that it was started from.
_MEASURING = """
import os, subprocess, sys, time
start = time.perf_counter()
command = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(command.pid, 0)
print(time.perf_counter() - start, usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def _write(connection: Connection, path: Path, rows: int) -> None:
    """A file of history: one record each of so many people, on one version."""
    with (
        path.open("wb") as file,
        connection.cursor() as cursor,
        cursor.copy(
            "copy (select u.employee_number, 'Training 2' as training, '1' as version,"
            " to_char(now() - interval '1 minute' * u.user_id, 'YYYY-MM-DD HH24:MI') || '+00'"
            " as completed_at, 50 + u.user_id % 50 as score"
            " from core.users as u where u.employee_number like 'E-%'"
            f" order by u.user_id limit {rows}) to stdout (format csv, header)".encode()
        ) as copy,
    ):
        for block in copy:
            file.write(block)


def _copied(connection: Connection, path: Path) -> float:
    """Seconds of a bare COPY into a table without keys."""
    connection.execute(
        "create table public.bare (employee_number text, training text, version text,"
        " completed_at timestamptz, score numeric)"
    )
    connection.execute("checkpoint")
    start = time.perf_counter()
    with (
        path.open("rb") as file,
        connection.cursor() as cursor,
        cursor.copy("copy public.bare from stdin (format csv, header)") as copy,
    ):
        while block := file.read(1 << 18):
            copy.write(block)
    taken = time.perf_counter() - start
    connection.execute("drop table public.bare")
    return taken


def _imported(dsn: str, path: Path) -> tuple[float, float]:
    """Seconds of the command, its start included, and the most memory that it had, in MB."""
    command = [sys.executable, "-m", "pipeline", "import", "evidence", str(path), "--dsn", dsn]
    told = subprocess.run(
        [sys.executable, "-c", _MEASURING, *command], check=True, capture_output=True, text=True
    )
    seconds, kilobytes = told.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def _against_copy(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        with (
            databases.copied(company(databases)) as connection,
            tempfile.TemporaryDirectory(prefix="recert-bench-") as folder,
        ):
            path = Path(folder) / "evidence.csv"
            _write(connection, path, databases.users)
            copied = _copied(connection, path)
            connection.execute("checkpoint")
            yield copied, _imported(connection.info.dsn, path)[0]


def _memory(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        with (
            databases.copied(company(databases)) as connection,
            tempfile.TemporaryDirectory(prefix="recert-bench-") as folder,
        ):
            taken = []
            for rows in (databases.users // 100, databases.users):
                path = Path(folder) / f"{rows}.csv"
                _write(connection, path, rows)
                taken.append(_imported(connection.info.dsn, path)[1])
            yield taken[0], taken[1]


FIGURES = [
    Figure(
        "import_evidence",
        "importing a file with a record of everybody, against a bare COPY of it into a bare table",
        4,
        _against_copy,
    ),
    Figure(
        "import_memory",
        "memory of the command that imports a hundred times the rows",
        1.1,
        _memory,
        unit="MB",
    ),
]
