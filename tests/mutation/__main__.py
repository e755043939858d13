"""``python -m tests.mutation``: run the tests against the mutants of ``sql/``.

Results are added to ``build/mutants/results.jsonl`` as they come: a run that was interrupted goes
on where it was, and one in a fresh clone where ``docs/mutants.csv`` was written. A mutant whose
file has changed, or whose test is gone, is tried again, and with ``--again survived`` one that
survived.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tomllib
from pathlib import Path

import pytest

from tests.mutation.driver import Driver, Options
from tests.mutation.report import lines, write

_EQUIVALENT = Path(__file__).with_name("equivalent.toml")


def equivalent() -> dict[str, str]:
    """The identities of the mutants that no test can tell from the original, and why."""
    document = tomllib.loads(_EQUIVALENT.read_text(encoding="utf-8"))
    return {
        identity: group["reason"]
        for group in document.get("group", [])
        for identity in group["mutants"]
    }


def main() -> int:
    """Run what the arguments say; 1 when a mutant survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("build/mutants"), help="of the results")
    parser.add_argument("--workers", type=int, default=2, help="processes, a server each")
    parser.add_argument("--budget", type=float, default=0, help="seconds of tests a mutant; 0: all")
    parser.add_argument("--kind", action="append", default=[], help="such as lock; repeatable")
    parser.add_argument("--path", action="append", default=[], help="part of the file's path")
    parser.add_argument("--tests", action="append", default=[], help="part of the tests' names")
    parser.add_argument("--again", action="append", default=[], help="outcome to try once more")
    parser.add_argument("--map", action="store_true", help="make the map of the tests anew")
    parser.add_argument("--map-only", action="store_true", help="only make the map of the tests")
    parser.add_argument("--report", action="store_true", help="write docs/mutants.md and .csv")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.report:
        write(lines(given.folder, equivalent()))
        return 0
    options = Options(
        folder=given.folder.resolve(),
        workers=given.workers,
        budget=given.budget,
        kinds=tuple(given.kind),
        paths=tuple(given.path),
        tests=tuple(given.tests),
        again=tuple(given.again),
        map_only=given.map_only,
        map_again=given.map,
    )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the servers are stopped, too
    driver = Driver(options, equivalent())
    code = pytest.main(
        ["-q", "-s", "-p", "no:xdist", "-p", "no:cacheprovider", "-p", "no:faulthandler"],
        plugins=[driver],
    )
    return 1 if code or driver.tally.get("survived") else 0


if __name__ == "__main__":
    sys.exit(main())
