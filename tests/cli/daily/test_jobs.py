"""`recert jobs`: what ran, as people and programs read it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime

import pytest
from psycopg.types.json import Jsonb

from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Recert
from tests.company import Database, copied

COLUMNS = [
    *("job_run_id", "job", "step", "state", "started_at", "finished_at", "seconds"),
    *("result", "sqlstate", "message", "db_role", "application_name"),
    *("rows", "rows_per_second", "wal_bytes", "wait_events"),
]


@pytest.fixture(scope="module")
def record(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """One step of each state, and one of another job."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        for job, step, state, result, sqlstate, message in (
            ("daily", "expiry_scan", "succeeded", Jsonb({"expired": 3}), None, None),
            ("weekly", "cleaning", "succeeded", Jsonb({}), None, None),
            ("daily", "overdue_scan", "failed", None, "ZR304", "This role may not"),
            ("daily", "reminders", "skipped", None, None, "It needs another"),
            ("daily", "marts", "interrupted", None, None, None),
        ):
            number = database.value("select api.begin_job_step(%s, %s)", job, step)
            database.execute(
                "select api.end_job_step(%s, %s, %s, %s, %s)",
                *(number, state, result, sqlstate, message),
            )
        database.execute("select api.begin_job_step('daily', 'expiry_scan')")
        yield database


def test_json_has_every_column_the_newest_at_the_end(record: Database, recert: Recert) -> None:
    result = recert(record, "jobs", "--format", "json")
    assert (result.code, result.err) == (0, "")
    rows = result.document
    assert {tuple(row) for row in rows} == {tuple(COLUMNS)}
    assert [row["job_run_id"] for row in rows] == sorted(row["job_run_id"] for row in rows)
    assert [row["state"] for row in rows] == [
        *("succeeded", "succeeded", "failed", "skipped", "interrupted", "running"),
    ]
    assert rows[0]["result"] == {"expired": 3}
    assert (rows[2]["sqlstate"], bool(rows[2]["message"])) == ("ZR304", True)
    assert rows[-1]["finished_at"] is None
    for row in rows:
        assert row["started_at"].endswith("Z")
        assert datetime.fromisoformat(row["started_at"])
        assert isinstance(row["seconds"], int | float)
        assert row["seconds"] >= 0


def test_a_choice_of_rows(record: Database, recert: Recert) -> None:
    def steps(*options: str) -> list[str]:
        rows = recert(record, "jobs", "--format", "json", *options).document
        return [row["step"] for row in rows]

    assert steps("--failed") == ["overdue_scan", "reminders", "marts"]
    assert steps("--job", "weekly") == ["cleaning"]
    assert steps("--job", "weekly", "--failed") == []
    assert steps("--job", "no such job") == []
    # the last ones, and of those that were asked for
    assert steps("--limit", "2") == ["marts", "expiry_scan"]
    assert steps("--failed", "--limit", "1") == ["marts"]
    assert recert(record, "jobs", "--limit", "0").code == 2


def test_csv_has_a_header_without_a_row_too(record: Database, recert: Recert) -> None:
    written = recert(record, "jobs", "--format", "csv").out
    assert len(list(csv.DictReader(io.StringIO(written)))) == 6
    for text in (written, recert(record, "jobs", "--job", "none", "--format", "csv").out):
        assert next(csv.reader(io.StringIO(text))) == COLUMNS


def test_a_table_for_people(record: Database, recert: Recert) -> None:
    shown = recert(record, "jobs")
    assert (shown.code, len(shown.out.splitlines())) == (0, 7)
    nothing = recert(record, "jobs", "--job", "none")
    assert (nothing.code, nothing.out) == (0, "")
    assert nothing.err
