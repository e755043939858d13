"""How long the command takes to start."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.databases import Databases
from benchmarks.figure import Figure, Pair

#: Starts a pair, of which the fastest counts: the first reads the files from the disk.
STARTS = 5


def _seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _help(databases: Databases, number: int) -> Iterator[Pair]:  # noqa: ARG001  needs no data
    recert = str(Path(sys.executable).with_name("recert"))
    for _ in range(number):
        pairs = [
            (_seconds(sys.executable, "-c", "import click"), _seconds(recert, "--help"))
            for _ in range(STARTS)
        ]
        yield min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)


FIGURES = [
    Figure(
        "start",
        "`recert --help`, against `python -c 'import click'`",
        3,
        _help,
    ),
]
