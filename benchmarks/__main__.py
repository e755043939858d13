"""``make bench``: measures every figure, and writes ``results.json`` and ``docs/performance.md``.

BENCH_USERS is the number of people (1,000,000), BENCH_PAIRS that of the pairs whose median is taken
(5), BENCH_ONLY the figures to measure, separated by commas (all of them). The page is written where
every figure was measured, of as many people as it is to tell of. Exits with 1 when a figure misses
its bar.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

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
    number = int(os.environ.get("BENCH_PAIRS", "5"))
    known = {figure.name: figure for figure in FIGURES}
    names = list(filter(None, os.environ.get("BENCH_ONLY", "").split(","))) or list(known)
    if not set(names) <= set(known):
        print(f"BENCH_ONLY knows {', '.join(known)}.", file=sys.stderr)
        return 2
    results = []
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as home:
        server = EmbeddedServer(Path(home))
        server.start()
        try:
            databases = Databases(server, users)
            for name, figure in known.items():
                if name in names:
                    results.append(figure.measure(databases, number) | {"users": users})
        finally:
            server.stop()
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    if users == report.USERS and names == list(known):
        report.write(results)
    print(report.as_text(results))
    return 0 if all(result["holds"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
