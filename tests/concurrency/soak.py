"""Looks for rare interleavings: pairs many times over, and many workers at random.

    python -m tests.concurrency.soak pairs --times 200
    python -m tests.concurrency.soak workers --number 12 --seconds 120 --seed 1

Run by hand; RECERT_TEST_BINARIES names the ``bin`` folder of another PostgreSQL. Exits with 1 when
something was found.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from pipeline.embedded import EmbeddedServer
from pipeline.install import install
from tests.company import Database, copied
from tests.concurrency.actions import ACTIONS, by_chance
from tests.concurrency.interleaving import Stage, attempt
from tests.concurrency.invariants import broken
from tests.concurrency.scene import fill
from tests.concurrency.test_pairs import PAIRS

#: Refusals that say that two got into each other's way: a deadlock is a defect of the lock order.
_IN_THE_WAY = {"40001", "40P01", "55P03"}

#: How much of what workers do is not of the scene.
_BY_CHANCE = 0.7

#: After these nobody could do much more.
_ENDING = {"deactivate Q-1", "demote H-1"}

#: Seconds that workers have in one copy of the scene.
_ROUND = 5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    kinds = parser.add_subparsers(dest="kind", required=True)
    pairs = kinds.add_parser("pairs")
    pairs.add_argument("--times", type=int, default=200)
    pairs.add_argument("--only", default="", help="pairs with an action of which this is a part")
    workers = kinds.add_parser("workers")
    workers.add_argument("--number", type=int, default=12)
    workers.add_argument("--seconds", type=int, default=60)
    workers.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with _stage() as stage:
        if chosen.kind == "pairs":
            return _pairs(stage, chosen.times, chosen.only)
        return _workers(stage, chosen.number, chosen.seconds, chosen.seed)


@contextmanager
def _stage() -> Iterator[Stage]:
    binaries = os.environ.get("RECERT_TEST_BINARIES")
    with tempfile.TemporaryDirectory() as folder:
        server = EmbeddedServer(
            Path(folder),
            binaries=Path(binaries) if binaries else None,
            settings={"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"},
        )
        server.start()
        try:
            with copied(server, "template0") as dsn:
                with psycopg.connect(dsn, autocommit=True) as connection:
                    install(connection)
                with Database.connect(dsn) as database:
                    fill(database)
                    began = database.value("select clock_timestamp()")
                    name = database.value("select current_database()")
                with copied(server, name) as apart, Database.connect(apart) as alone:
                    yield Stage(server, name, began, alone)
        finally:
            server.stop()


def _pairs(stage: Stage, times: int, only: str) -> int:
    bad = 0
    for first, second in PAIRS:
        if only not in first and only not in second:
            continue
        orders = stage.orders(first, second)
        seen: Counter[str] = Counter()
        for _ in range(times):
            found = stage.at_one_moment(first, second)
            differences = [found.unlike(order) for order in orders]
            if "" in differences:
                seen["first" if differences[0] == "" else "second"] += 1
            else:
                seen["neither"] += 1
                _say(*differences)
        bad += seen["neither"]
        _say(f"{first} / {second}: {dict(seen)}")
    return int(bad > 0)


def _workers(stage: Stage, number: int, seconds: int, seed: int) -> int:
    end = time.monotonic() + seconds
    outcomes: Counter[str] = Counter()
    errors: list[str] = []
    lock = threading.Lock()

    def work(place: int, dsn: str, until: float) -> None:
        chance = random.Random(f"{seed} {place}")  # noqa: S311  has to be repeatable
        with Database.connect(dsn) as session:
            while time.monotonic() < until:
                name = chance.choice(sorted(ACTIONS))
                action = ACTIONS[name]
                if chance.random() < _BY_CHANCE or name in _ENDING:
                    name, action = by_chance(chance)
                outcome = attempt(session, action)
                told = outcome.get("refused") if isinstance(outcome, dict) else "done"
                with lock:
                    outcomes[str(told)] += 1
                    if told in _IN_THE_WAY or not str(told).startswith(("ZR", "done")):
                        errors.append(f"{name}: {told}")

    rounds = 0
    while time.monotonic() < end:
        rounds += 1
        # a scene is over soon: most can be done in it but once
        until = min(end, time.monotonic() + _ROUND)
        with copied(stage.server, stage.template) as dsn, Database.connect(dsn) as watcher:
            threads = [
                threading.Thread(target=work, args=(place + number * rounds, dsn, until))
                for place in range(number)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            errors += [
                f"{row['check']}: {row['remedy']}"
                for row in watcher.rows("select * from api.check_invariants(true)")
                if row["status"] == "fail"
            ]
            errors += [f"{name}: {rows[0]}" for name, rows in broken(watcher).items()]
    _say(f"{number} workers, {rounds} rounds: {dict(outcomes.most_common())}")
    _say(*errors)
    return int(bool(errors))


def _say(*lines: str) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
