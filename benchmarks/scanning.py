"""The overdue scan, against what cannot be avoided: looking at every open assignment once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from benchmarks.data import fill
from benchmarks.databases import Connection, Databases
from benchmarks.figure import Figure, Pair, seconds

#: Five million open assignments of a million people.
CAMPAIGNS = 5

_COUNT = "select count(*) from core.assignments where status in ('not_started', 'in_progress')"


def _spread(connection: Connection, users: int) -> None:
    """One in a hundred overdue, of every campaign: on each page there is one."""
    fill(connection, users, trainings=1, campaigns=CAMPAIGNS)


def _together(connection: Connection, users: int) -> None:
    """One in a hundred overdue: those of one campaign, which were assigned together."""
    fill(connection, users, trainings=1, campaigns=0)
    for campaign, people, days in (
        ("Overdue", users * CAMPAIGNS // 100, -1),
        *((f"Campaign {number}", users, 30) for number in range(1, CAMPAIGNS + 1)),
    ):
        connection.execute(
            "with made as (insert into core.campaigns (name, kind, version_id)"
            " select %s, 'manual', min(version_id) from core.training_versions"
            " returning campaign_id)"
            " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
            " select u.user_id, m.campaign_id, now() + interval '1 day' * %s,"
            " now() - interval '31 days' from core.users as u, made as m"
            " where u.employee_number like 'E-%%' order by u.user_id limit %s",
            [campaign, days, people],
        )


def _against_a_count(
    name: str, make: Callable[[Connection, int], None]
) -> Callable[[Databases, int], Iterator[Pair]]:
    def pairs(databases: Databases, number: int) -> Iterator[Pair]:
        template = databases.template(name, lambda made: make(made, databases.users))
        for _ in range(number):
            with databases.copied(template) as connection:
                connection.execute(_COUNT.encode())  # a fresh copy is read from the disk once
                yield seconds(connection, _COUNT), seconds(connection, "select api.scan_overdue()")
        databases.forget(template)

    return pairs


FIGURES = [
    Figure(
        "scan_overdue",
        "the overdue scan of five open assignments a person, 1 percent of them overdue since today:"
        " those of one campaign; against a bare count of the open ones",
        2,
        _against_a_count("together", _together),
    ),
    Figure(
        "scan_overdue_spread",
        "the same where the 1 percent are spread over every page of the table",
        2,
        _against_a_count("spread", _spread),
    ),
]
