"""``make reliability``: kills the server again and again; the figures of docs/reliability.md.

Run as ``python -m tests.faults.figures``; ``--help`` has the options. Exits with 1, and a
traceback that names the moment, as soon as something is lost or half-done.
"""

from __future__ import annotations

import argparse
import os
import platform
import secrets
import statistics
import sys
import tempfile
from pathlib import Path

import psutil

from pipeline.embedded import EmbeddedServer
from tests.faults.crashing import Crash, Ground, kill_server, kill_session, moments

_KINDS = {"whole server": kill_server, "one session": kill_session}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="make reliability", description="Kill the server at random moments of a run."
    )
    parser.add_argument("--people", type=int, default=200_000, help="who is recertified [200000]")
    parser.add_argument("--moments", type=int, default=20, help="kills of each kind [20]")
    parser.add_argument("--seed", type=int, help="repeats the moments of a former call [random]")
    return parser.parse_args()


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _row(kind: str, crashes: list[Crash]) -> str:
    before = [crash for crash in crashes if not crash.is_done]
    recoveries = [crash.recovery for crash in crashes]
    completions = [crash.completion for crash in before if crash.completion is not None]
    completion = f"{statistics.median(completions):.1f} s" if completions else "-"
    unheard = sum(crash.is_done and crash.code != 0 for crash in crashes)
    return (
        f"| {kind} | {len(crashes)} | {len(before)} | {len(crashes) - len(before)} ({unheard}) |"
        f" {statistics.median(recoveries):.1f} s, {max(recoveries):.1f} s | {completion} |"
    )


def _kill(ground: Ground, kind: str, number: int, seed: int) -> list[Crash]:
    length = ground.measure()  # anew for each kind: the machine may have become slower
    _tell(f"An undisturbed run takes {length:.2f} s.")
    crashes = []
    for place, moment in enumerate(moments(number, length, seed), 1):
        try:
            crash = ground.crash(moment, _KINDS[kind])
        except AssertionError:
            _tell(f"{kind}, {moment:.3f} s after the beginning, seed {seed}:")
            raise
        crashes.append(crash)
        _tell(
            f"{kind} {place}/{number}: killed after {moment:.2f} s,"
            f" {'done' if crash.is_done else 'taken back'}, exit code {crash.code},"
            f" answers again after {crash.recovery:.1f} s"
        )
    return crashes


def main() -> None:
    """Kill, check, and print the table."""
    given = _arguments()
    seed = given.seed if given.seed is not None else secrets.randbelow(1_000_000)
    with tempfile.TemporaryDirectory(prefix="recert-faults-") as home:
        server = EmbeddedServer(Path(home) / "home")
        try:
            _tell(f"Seed {seed}. Preparing {given.people:,} people ...")
            ground = Ground(server, given.people)
            version = server.status().server_version
            length = ground.measure()
            rows = [
                _row(kind, _kill(ground, kind, given.moments, seed + place))
                for place, kind in enumerate(_KINDS)
            ]
        finally:
            server.stop()
    memory = round(psutil.virtual_memory().total / 2**30)
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory} GB,"
        f" PostgreSQL {version}; {given.people:,} people, seed {seed}, {length:.1f} s undisturbed."
        "\n\n"
        "| killed | moments | taken back | done (not told) | answers again: median, longest |"
        " next run |\n|---|---|---|---|---|---|"
    )
    print("\n".join(rows))


if __name__ == "__main__":
    main()
