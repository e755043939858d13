"""``make bench``: measures every figure and writes ``benchmarks/results.json``.

BENCH_USERS is the number of people (1,000,000), BENCH_PAIRS that of the pairs of floor and
product, or of a size and its double, whose median is taken (5), BENCH_ONLY the figures to measure,
separated by commas (all), BENCH_SCALE a factor for the sizes whose growth is measured (1). Exits
with 1 when a figure misses its bar.
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
from benchmarks.growth import BAR, PATHS, seconds
from benchmarks.growth import Path as GrowthPath
from pipeline.embedded import EmbeddedServer

RESULTS = Path(__file__).with_name("results.json")


def _dsn(server: EmbeddedServer, name: str) -> str:
    return server.dsn.replace("/recert?", f"/{name}?")


def _fresh(server: EmbeddedServer, template: str = "bench_template") -> None:
    """A copy of the template for one measurement."""
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute("drop database if exists pair with (force)")
        admin.execute(
            sql.SQL("create database pair template {} strategy file_copy").format(
                sql.Identifier(template)
            )
        )


def measure(
    server: EmbeddedServer, users: int, pairs: int, names: set[str]
) -> list[dict[str, Any]]:
    """The figures, each the median ratio of ``pairs`` pairs on fresh copies of the data."""
    if not names & set(FIGURES):
        return []
    print(f"Making the data: {users:,} people ...", file=sys.stderr, flush=True)
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute("create database bench_template")
    with psycopg.connect(_dsn(server, "bench_template"), autocommit=True) as connection:
        fill(connection, users)
    results = []
    for name, (figure, bar) in FIGURES.items():
        if name not in names:
            continue
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


def measure_growth(
    server: EmbeddedServer, name: str, path: GrowthPath, scale: float, pairs: int
) -> dict[str, Any]:
    """The median of the time for twice the rows against the time for the rows."""
    sizes = [int(path.rows * scale / 2), int(path.rows * scale)]
    for size in sizes:
        print(f"Making the data of {name}: {size:,} rows ...", file=sys.stderr, flush=True)
        with psycopg.connect(server.dsn, autocommit=True) as admin:
            admin.execute(f"create database {name}_{size}".encode())
        with psycopg.connect(_dsn(server, f"{name}_{size}"), autocommit=True) as connection:
            path.prepare(connection, size)
    taken = []
    for pair in range(1, pairs + 1):
        times = []
        for size in sizes:
            _fresh(server, f"{name}_{size}")
            with psycopg.connect(_dsn(server, "pair"), autocommit=True) as connection:
                connection.execute("checkpoint")
                times.append(seconds(connection, path, size))
        taken.append((times[1] / times[0], *times))
        print(
            f"{name} {pair}/{pairs}: {sizes[0]:,} rows {times[0]:.2f} s,"
            f" {sizes[1]:,} rows {times[1]:.2f} s",
            file=sys.stderr,
            flush=True,
        )
    ratio = statistics.median(part[0] for part in taken)
    return {
        "figure": name,
        "ratio": round(ratio, 3),
        "bar": BAR,
        "holds": ratio <= BAR,
        "rows": sizes[1],
        "floor_seconds": round(statistics.median(part[1] for part in taken), 3),
        "seconds": round(statistics.median(part[2] for part in taken), 3),
    }


def main() -> int:
    """Measure, write the results and tell them."""
    users = int(os.environ.get("BENCH_USERS", "1000000"))
    pairs = int(os.environ.get("BENCH_PAIRS", "5"))
    scale = float(os.environ.get("BENCH_SCALE", "1"))
    known = [*FIGURES, *PATHS]
    names = set(filter(None, os.environ.get("BENCH_ONLY", "").split(","))) or set(known)
    if not names <= set(known):
        print(f"BENCH_ONLY knows {', '.join(known)}.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as home:
        server = EmbeddedServer(Path(home))
        server.start()
        try:
            results = measure(server, users, pairs, names)
            results += [
                measure_growth(server, name, path, scale, pairs)
                for name, path in PATHS.items()
                if name in names
            ]
        finally:
            server.stop()
    RESULTS.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    for result in results:
        verdict = "holds" if result["holds"] else "MISSES ITS BAR"
        print(
            f"{result['figure']:<20} {result['ratio']:>7.3f} of at most {result['bar']}  {verdict}"
        )
    return 0 if all(result["holds"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
