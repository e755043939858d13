"""``make bench``: measures every figure, and writes ``results.json`` and ``docs/performance.md``.

BENCH_USERS is the number of people (1,000,000), BENCH_PAIRS that of the pairs whose median is taken
(5), BENCH_ONLY the figures to measure, separated by commas (all of them). What was measured before
of as many people stays in the results, figure by figure; results of another size are put aside, as
``results_1000000.json``. The page is written once they have every figure, of as many people and
pairs as it is to tell of. Exits with 1 when a figure misses its bar.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import (
    chaining,
    growth,
    importing,
    marts,
    peers,
    recertifying,
    report,
    scanning,
    starting,
)
from benchmarks.databases import Databases
from pipeline.embedded import EmbeddedServer

RESULTS = Path(__file__).with_name("results.json")

#: In the order in which they are measured: those on the same data are beside one another.
FIGURES = [
    *starting.FIGURES,
    *recertifying.FIGURES,
    *peers.FIGURES,
    *importing.FIGURES,
    *chaining.FIGURES,
    *marts.FIGURES,
    *scanning.FIGURES,
    *growth.FIGURES,
]


def main() -> int:
    """Measure, write the results and tell them."""
    users = int(os.environ.get("BENCH_USERS", report.USERS))
    number = int(os.environ.get("BENCH_PAIRS", report.PAIRS))
    known = {figure.name: figure for figure in FIGURES}
    names = list(filter(None, os.environ.get("BENCH_ONLY", "").split(","))) or list(known)
    if not set(names) <= set(known):
        print(f"BENCH_ONLY knows {', '.join(known)}.", file=sys.stderr)
        return 2
    # what was measured in another form, or is measured no more, is left behind
    results = {
        name: result
        for name, result in _before(users).items()
        if name in known and "processors" in result
    }
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as home:
        server = EmbeddedServer(Path(home))
        server.start()
        try:
            databases = Databases(server, users)
            with databases.connected("recert") as connection:
                server_version = connection.info.parameter_status("server_version")
            for name, figure in known.items():
                if name in names:
                    results[name] = figure.measure(databases, number) | {
                        "users": users,
                        "measured_on": datetime.now(UTC).date().isoformat(),
                        "processors": os.cpu_count(),
                        "server_version": server_version,
                        "revision": _revision(),
                    }
                    # at once: a run takes hours, and what is measured is not lost with it
                    told = [results[each] for each in known if each in results]
                    RESULTS.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        finally:
            server.stop()
    if report.is_whole(results, list(known)):
        report.write([results[name] for name in known])
    measured = [results[name] for name in known if name in names]
    print(report.as_text(measured))
    return 0 if all(result["holds"] for result in measured) else 1


def _before(users: int) -> dict[str, dict[str, Any]]:
    """The results that are there already, of as many people; others are put aside."""
    found = _read(RESULTS)
    if found and found[0]["users"] != users:
        RESULTS.rename(RESULTS.with_name(f"results_{found[0]['users']}.json"))
        found = _read(RESULTS.with_name(f"results_{users}.json"))
    return {result["figure"]: result for result in found}


def _read(file: Path) -> list[dict[str, Any]]:
    if not file.exists():
        return []
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return found


def _revision() -> str:
    """What is measured; empty where it is no checkout."""
    git = shutil.which("git")
    if git is None:
        return ""
    return subprocess.run(
        [git, "describe", "--always", "--dirty"],
        cwd=Path(__file__).parent,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
