"""What the chain of the audit log costs eight connections that each write small rows."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from benchmarks.databases import Connection, Databases
from benchmarks.figure import Figure, Pair
from benchmarks.recertifying import company
from pipeline.binaries import package_folder

CONNECTIONS = 8
COMPLETIONS = 10_000

_SCRIPT = """\\set number random(1, {users})
select api.complete_training('Training 2', 80, null, 'E-' || :number);
"""


def _without_the_chain(connection: Connection) -> None:
    """The same rows with the same hash of each, but nobody waits for the one before."""
    (body,) = connection.execute(
        "select pg_get_functiondef('audit._append'::regproc)"
    ).fetchone() or ("",)
    for former, other in (
        (
            "select h.* into strict v_head from audit.head as h for update;",
            "v_head.seq := nextval('public.unchained'); v_head.hash := sha256('');",
        ),
        ("update audit.head set seq = v_last_seq, hash = v_last_hash;", ""),
    ):
        if former not in body:
            raise AssertionError("audit._append is written in another way now")
        body = body.replace(former, other)
    connection.execute("create sequence public.unchained increment by 10")
    connection.execute("grant usage on sequence public.unchained to public")
    connection.execute("select setval('public.unchained', 1000000)")
    connection.execute(body.encode())


def _rate(connection: Connection, users: int) -> float:
    """Completions a second by eight connections at once."""
    parts = conninfo_to_dict(connection.info.dsn)
    connection.execute("checkpoint")
    with tempfile.TemporaryDirectory(prefix="recert-bench-") as folder:
        script = Path(folder) / "complete.sql"
        script.write_text(_SCRIPT.format(users=users))
        ended = subprocess.run(
            [
                str(package_folder() / "pgbench"),
                *("--no-vacuum", "--protocol", "prepared", "--file", str(script)),
                *("--client", str(CONNECTIONS), "--jobs", "2"),
                *("--transactions", str(COMPLETIONS // CONNECTIONS)),
                *("--host", str(parts["host"]), "--username", str(parts["user"])),
                str(parts["dbname"]),
            ],
            env={**os.environ, "PGOPTIONS": "-c recert.actor=Q-1"},
            check=False,
            capture_output=True,
            text=True,
        )
    found = re.search(r"^tps = ([0-9.]+)", ended.stdout, re.MULTILINE)
    if ended.returncode != 0 or found is None:
        raise AssertionError(f"{ended.stdout}\n{ended.stderr}")
    return float(found[1])


def _chained(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        rates = []
        for is_chained in (False, True):
            with databases.copied(company(databases)) as connection:
                if not is_chained:
                    _without_the_chain(connection)
                rates.append(_rate(connection, databases.users))
        yield rates[0], rates[1]


FIGURES = [
    Figure(
        "audit_chain",
        "rate of 10,000 completions by 8 connections, against the rate without the chain",
        0.2,
        _chained,
        is_least=True,
        unit="a second",
    ),
]
