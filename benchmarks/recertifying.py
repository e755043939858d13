"""Recertifying: against the bare writes of the same rows, run again, few of many, and ever more."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from functools import partial
from itertools import pairwise

from benchmarks.data import REASON, act_as, fill
from benchmarks.databases import Connection, Databases, tell
from benchmarks.figure import Figure, Pair, seconds
from pipeline import api
from pipeline.database import connected
from pipeline.enrolling import BATCH_SIZE, enrol

#: Everybody has evidence of five trainings and assignments of four campaigns.
COMPANY = "company"

#: How many people are recertified, one size after the other.
SIZES = (10_000, 100_000, 1_000_000, 4_000_000)

#: People of the small training, whatever else is in the database.
FEW = 100
#: Rows of evidence that a person of the crowded database has.
RECORDS = 10


def company(databases: Databases) -> str:
    """The template with everybody's evidence and assignments."""
    return databases.template(COMPANY, lambda connection: fill(connection, databases.users))


def approve(training: str) -> str:
    """The statement that approves version 2 and recertifies everyone."""
    return f"select api.approve_version('{training}', '2', '{REASON}', true, true)"


def _floor(connection: Connection) -> float:
    """Bare writes of the rows that a recertification of version 1 writes.

    ``INSERT ... SELECT`` of the assignments into a table without any key, and an ``UPDATE`` of the
    flag on a copy of the evidence rows without index or trigger.
    """
    connection.execute(
        "create table public.bare_assignments as select * from core.assignments with no data"
    )
    connection.execute(
        "create table public.bare_evidence as select * from core.evidence"
        " where version_id = (select min(version_id) from core.training_versions)"
    )
    connection.execute("vacuum analyze public.bare_evidence")
    taken = seconds(
        connection,
        "insert into public.bare_assignments"
        " (user_id, campaign_id, due_at, assigned_at, status, is_imported)"
        " select user_id, 1, now(), now(), 'not_started', false from core.users"
        " where employee_number like 'E-%'",
        "update public.bare_evidence set recertification_status = 'superseded',"
        " superseded_at = now(), superseded_by_campaign_id = 1",
    )
    connection.execute("drop table public.bare_assignments, public.bare_evidence")
    return taken


def _against_the_floor(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        with databases.copied(company(databases)) as connection:
            act_as(connection, "Q-1")
            yield _floor(connection), seconds(connection, approve("Training 1"))


def _run_again(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        with databases.copied(company(databases)) as connection:
            act_as(connection, "Q-1")
            first = seconds(connection, approve("Training 1"))
            again = f"select api.recertify('Training 1', '2', '{REASON}')"
            yield first, seconds(connection, again)


def _two_jobs(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        with databases.copied(company(databases)) as connection:
            act_as(connection, "Q-1")
            one = seconds(connection, approve("Training 1"))
        with databases.copied(company(databases)) as connection:
            yield _in_batches(connection), one


def _in_batches(connection: Connection) -> float:
    """Seconds of the same in batches by two sessions, from the decision to the end."""
    connection.execute("checkpoint")
    start = time.perf_counter()
    act_as(connection, "Q-1")
    run = api.approve_version(
        connection,
        training="Training 1",
        label="2",
        change_reason=REASON,
        recertify_everyone=True,
        batch_size=BATCH_SIZE,
    )
    enrol(lambda: connected(connection.info.dsn, actor="Q-1", autocommit=True), run["run_id"], 2)
    return time.perf_counter() - start


def _few(connection: Connection) -> None:
    """A training of which a hundred people hold evidence, all of them recorded here."""
    connection.execute("insert into core.trainings (name) values ('Small training')")
    for label in ("1", "2"):
        act_as(connection, "A-1")
        connection.execute(
            "select api.submit_version('Small training', %s, '# Content', array['SOP-1@A'], %s)",
            [label, REASON],
        )
        if label == "1":
            act_as(connection, "Q-1")
            connection.execute("select api.approve_version('Small training', '1', %s)", [REASON])
    connection.execute(
        "insert into core.evidence"
        " (user_id, version_id, completed_at, content_sha256, score, is_imported)"
        " select u.user_id, v.version_id, now() - interval '100 days', v.content_sha256, 80, true"
        " from (select user_id from core.users where employee_number like 'E-%%'"
        " order by hashint8(user_id) limit %s) as u, core.training_versions as v"
        " join core.trainings as t using (training_id)"
        " where t.name = 'Small training' and v.label = '1' order by u.user_id",
        [FEW],
    )


def _empty(connection: Connection) -> None:
    fill(connection, FEW, trainings=0, campaigns=0)
    _few(connection)


def _crowded(connection: Connection, users: int) -> None:
    fill(connection, users, trainings=RECORDS, campaigns=1)
    _few(connection)


def _few_of_many(databases: Databases, number: int) -> Iterator[Pair]:
    empty = databases.template("few", _empty)
    crowded = databases.template("crowded", lambda made: _crowded(made, databases.users))
    for _ in range(number):
        taken = []
        for template in (empty, crowded):
            with databases.copied(template) as connection:
                act_as(connection, "Q-1")
                # a connection's first call of a function loads it: not what is measured
                connection.execute("select api.preview_recertification('Small training', '2')")
                taken.append(seconds(connection, approve("Small training")))
        yield taken[0], taken[1]
    databases.forget(crowded)


def _ever_more(databases: Databases, number: int) -> Iterator[Pair]:
    """For each number of people and the next larger: time a person, what a decade makes of it."""
    sizes = [max(100, size * databases.users // 1_000_000) for size in SIZES]
    taken: dict[int, list[float]] = {size: [] for size in sizes}
    for size in sizes:
        template = databases.template(
            f"people_{size}", partial(fill, users=size, trainings=1, campaigns=1)
        )
        for _ in range(number):
            with databases.copied(template) as connection:
                act_as(connection, "Q-1")
                # the smallest size takes a fraction of a second, loading the functions included
                connection.execute("select api.preview_recertification('Training 1', '2')")
                taken[size].append(seconds(connection, approve("Training 1")))
        databases.forget(template)
    worst: list[Pair] = []
    for place in range(number):
        steps = []
        for smaller, larger in pairwise(sizes):
            first = taken[smaller][place] / smaller
            second = taken[larger][place] / larger
            decades = math.log10(larger / smaller)
            steps.append((second / first) ** (1 / decades))
        tell(
            "  microseconds a person: "
            + ", ".join(f"{size:,}: {taken[size][place] / size * 1e6:.2f}" for size in sizes)
        )
        worst.append((1.0, max(steps)))
    yield from worst


FIGURES = [
    Figure(
        "recertify",
        "approving and recertifying everyone, against the bare writes of the same rows",
        3.5,
        _against_the_floor,
    ),
    Figure(
        "second_run",
        "a second run, with nothing to do, against the first",
        0.1,
        _run_again,
    ),
    Figure(
        "two_jobs",
        "one transaction, against batches by two sessions",
        1.5,
        _two_jobs,
        is_least=True,
    ),
    Figure(
        "recertify_few",
        "100 people in a database with ten rows of evidence a person, against an empty one",
        1.5,
        _few_of_many,
    ),
    Figure(
        "recertify_growth",
        "time a person with ten times the people, the worst step from 1 to 400 percent",
        1.3,
        _ever_more,
        unit="times",
    ),
]
