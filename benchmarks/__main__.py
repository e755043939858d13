"""``make bench``: measures every figure and writes ``benchmarks/results.json``.

BENCH_USERS is the number of people (1,000,000), BENCH_PAIRS that of the pairs of floor and product
whose median is taken (5). Exits with 1 when a figure misses its bar.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.data import fill
from benchmarks.figures import FIGURES
from pipeline.embedded import EmbeddedServer

RESULTS = Path(__file__).with_name("results.json")


def _dsn(server: EmbeddedServer, name: str) -> str:
    return server.dsn.replace("/recert?", f"/{name}?")


def _fresh(server: EmbeddedServer) -> None:
    """A copy of the template for one pair."""
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute("drop database if exists pair with (force)")
        admin.execute(
            sql.SQL("create database pair template {} strategy file_copy").format(
                sql.Identifier("bench_template")
            )
        )


def measure(server: EmbeddedServer, users: int, pairs: int) -> list[dict[str, Any]]:
    """All figures, each the median ratio of ``pairs`` pairs on fresh copies of the data."""
    print(f"Making the data: {users:,} people ...", file=sys.stderr, flush=True)
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute("create database bench_template")
    with psycopg.connect(_dsn(server, "bench_template"), autocommit=True) as connection:
        fill(connection, users)
    results = []
    for name, (figure, bar) in FIGURES.items():
        taken = []
        for pair in range(1, pairs + 1):
            _fresh(server)
            with psycopg.connect(_dsn(server, "pair"), autocommit=True) as connection:
                floor, ours = figure(connection)
            taken.append((ours / floor, floor, ours))
            print(
                f"{name} {pair}/{pairs}: floor {floor:.2f} s, ours {ours:.2f} s",
                file=sys.stderr,
                flush=True,
            )
        ratio = statistics.median(part[0] for part in taken)
        results.append(
            {
                "figure": name,
                "ratio": round(ratio, 3),
                "bar": bar,
                "holds": ratio <= bar,
                "users": users,
                "floor_seconds": round(statistics.median(part[1] for part in taken), 3),
                "seconds": round(statistics.median(part[2] for part in taken), 3),
            }
        )
    return results


def main() -> int:
    """Measure, write the results and tell them."""
    users = int(os.environ.get("BENCH_USERS", "1000000"))
    pairs = int(os.environ.get("BENCH_PAIRS", "5"))
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as home:
        server = EmbeddedServer(Path(home))
        server.start()
        try:
            results = measure(server, users, pairs)
        finally:
            server.stop()
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    for result in results:
        verdict = "holds" if result["holds"] else "MISSES ITS BAR"
        print(
            f"{result['figure']:<14} {result['ratio']:>7.3f} of at most {result['bar']}  {verdict}"
        )
    return 0 if all(result["holds"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
