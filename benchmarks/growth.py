"""How time grows with the rows: each path at a size and at twice the size, on the same server."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.data import REASON
from benchmarks.databases import Connection, Databases
from benchmarks.figure import Figure, Pair
from pipeline.install import install

#: Twice the rows may take at most so many times the time.
BAR = 2.3

RULES = 200
TRAININGS = 50


@dataclass(frozen=True)
class Path:
    """A path: the larger of its two sizes, what has to be there before, and the work."""

    rows: int
    prepare: Callable[[Connection, int], None]
    work: Callable[[Connection, int], object]
    means: str


def _company(connection: Connection, users: int) -> None:
    """People in fifty departments, seven sites, ninety activities and thirty lines."""
    install(connection)
    connection.execute(
        "insert into core.users (employee_number, full_name, department, location, activity, line,"
        " attributes) select 'E-' || i, 'Person ' || i, 'D' || i %% 50, 'L' || i %% 7,"
        " 'A' || i %% 90, 'N' || i %% 30, jsonb_build_object('shift', i %% 3, 'badge', i)"
        " from generate_series(1, %s) as i",
        [users],
    )
    connection.execute(
        "insert into core.users (employee_number, full_name, role)"
        " values ('A-1', 'Author', 'quality_admin'), ('Q-1', 'Approver', 'quality_admin')"
    )


def _trainings(connection: Connection, number: int) -> None:
    for place in range(1, number + 1):
        training = f"Training {place}"
        connection.execute(
            "insert into core.trainings (name, overdue_grace_days) values (%s, 1)", [training]
        )
        connection.execute("select set_config('recert.actor', 'A-1', false)")
        connection.execute(
            "select api.submit_version(%s, '1', '# Content', array['SOP-1@A'], %s)",
            [training, REASON],
        )
        connection.execute("select set_config('recert.actor', 'Q-1', false)")
        connection.execute("select api.approve_version(%s, '1', %s)", [training, REASON])


def prepare_recompute(connection: Connection, users: int) -> None:
    """200 rules: by department and site, by activity, by line, by shift."""
    _company(connection, users)
    _trainings(connection, TRAININGS)
    connection.execute(
        "insert into core.assignment_rules (name, training_ids, days_to_complete, department,"
        " location, activity, line, attributes)"
        " select 'Rule ' || i,"
        " array(select training_id from core.trainings order by training_id"
        " offset i %% %s limit 2),"
        " 10 + i %% 20,"
        " case i %% 4 when 0 then array['D' || i %% 50, 'D' || (i + 7) %% 50] else '{}' end,"
        " case i %% 4 when 0 then array['L' || i %% 7, 'L' || (i + 1) %% 7] else '{}' end,"
        " case i %% 4 when 1 then array['A' || i %% 90, 'A' || (i + 5) %% 90] else '{}' end,"
        " case i %% 4 when 2 then array['N' || i %% 30] else '{}' end,"
        " case i %% 4 when 3 then jsonb_build_object('shift', jsonb_build_array((i %% 3)::text))"
        " else '{}' end"
        " from generate_series(1, %s) as i",
        [TRAININGS - 1, RULES],
    )


def recompute(connection: Connection, _: int) -> None:
    """All rules for all people."""
    connection.execute("select set_config('recert.actor', 'Q-1', false)")
    connection.execute("select * from api.recompute_assignments()")


def prepare_scan(connection: Connection, assignments: int) -> None:
    """Open assignments in ten campaigns, one in a hundred of them overdue and not yet marked."""
    _company(connection, assignments // 10)
    _trainings(connection, 10)
    connection.execute(
        "insert into core.campaigns (name, kind, version_id)"
        " select 'Campaign ' || version_id, 'manual', version_id from core.training_versions"
    )
    connection.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select u.user_id, c.campaign_id,"
        " now() + interval '1 day' * (u.user_id % 100 - 1.5), now() - interval '9 days'"
        " from core.users as u, core.campaigns as c where u.employee_number like 'E-%'"
        " order by u.user_id, c.campaign_id"
    )


def scan(connection: Connection, _: int) -> None:
    """The first scan, which marks them."""
    connection.execute("select * from api.scan_overdue()")


def prepare_completions(connection: Connection, rows: int) -> None:
    """Everybody has two open assignments of the training."""
    _company(connection, rows)
    _trainings(connection, 1)
    for number in (1, 2):
        connection.execute(
            "with made as (insert into core.campaigns (name, kind, version_id)"
            " select %s, 'manual', version_id from core.training_versions returning campaign_id)"
            " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
            " select u.user_id, m.campaign_id, now() + interval '9 days', now()"
            " from core.users as u, made as m where u.employee_number like 'E-%%'"
            " order by u.user_id",
            [f"Campaign {number}"],
        )


def complete(connection: Connection, rows: int) -> None:
    """A file with everybody's completion, one in two signed."""
    from pipeline.importing import load_stream

    lines = ["employee_number,training,score,signature_method"]
    lines += [
        f"E-{number},Training 1,{50 + number % 50},{'click_to_confirm' if number % 2 else ''}"
        for number in range(1, rows + 1)
    ]
    stream = io.BytesIO("\n".join(lines).encode())
    connection.execute("select set_config('recert.actor', '', false)")
    load_stream(connection, "completions", "completions.csv", stream)


def _prepared(path: Path, size: int) -> Callable[[Connection], None]:
    return lambda made: path.prepare(made, size)


def _doubled(name: str, path: Path) -> Figure:
    """The figure of a path: twice the rows."""

    def pairs(databases: Databases, number: int) -> Iterator[Pair]:
        most = path.rows * databases.users // 1_000_000
        sizes = (most // 2, most)
        templates = [databases.template(f"{name}_{size}", _prepared(path, size)) for size in sizes]
        for _ in range(number):
            taken = []
            for size, template in zip(sizes, templates, strict=True):
                with databases.copied(template) as connection:
                    start = time.perf_counter()
                    with connection.transaction():
                        path.work(connection, size)
                    taken.append(time.perf_counter() - start)
            yield taken[0], taken[1]
        for template in templates:
            databases.forget(template)

    return Figure(name, f"{path.means}, against half of them", BAR, pairs)


FIGURES = [
    _doubled(name, path)
    for name, path in (
        (
            "recompute",
            Path(100_000, prepare_recompute, recompute, "recomputing 200 rules for 100,000 people"),
        ),
        (
            "scan_overdue_growth",
            Path(5_000_000, prepare_scan, scan, "the overdue scan of 5,000,000 assignments"),
        ),
        (
            "import_completions",
            Path(100_000, prepare_completions, complete, "importing 100,000 completions"),
        ),
    )
]
