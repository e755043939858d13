"""Guards ``recert demo --oulad``: what ends in the database is what an oracle works out.

The open data set itself lies outside the repository, in ``../shared/data/oulad`` or where
RECERT_OULAD says; a small folder with all of its quirks is taken everywhere.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.demo.calls import Call, recert, record
from tests.oulad import small
from tests.oulad.oracle import Expected, expected

KEYS = [
    "training", "version", "campaign", "activated", "population", "created", "already_enrolled",
    "already_current", "inactive", "exempt", "evidence_superseded", "due_at", "plan_digest",
    "audit_seq", "dry_run",
]  # fmt: skip
COUNTS = (
    "population", "created", "already_enrolled", "already_current", "inactive", "exempt",
    "evidence_superseded",
)  # fmt: skip

REAL = Path(
    os.environ.get("RECERT_OULAD") or Path(__file__).parents[2].parent / "shared" / "data" / "oulad"
)


@pytest.fixture
def fresh(server: EmbeddedServer) -> Iterator[str]:
    """A database without a schema: the command installs it."""
    with copied(server, "template0") as dsn:
        yield dsn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small.write(tmp_path / "oulad")


def take(dsn: str, folder: Path, form: str = "json") -> Call:
    return recert("--dsn", dsn, "demo", "--oulad", str(folder), "--format", form)


def agree_on_campaigns(rows: list[dict[str, Any]], oracle: Expected) -> None:
    told = [{name: row[name] for name in oracle.campaigns[0]} for row in rows]
    assert told == oracle.campaigns
    for row in rows:
        assert list(row) == KEYS
        assert row["activated"]
        assert not row["dry_run"]
        assert row["created"] == row["population"]
        assert row["audit_seq"]
        assert row["plan_digest"]


def agree_on_record(database: Database, oracle: Expected) -> None:
    """Compare every student, assignment and piece of evidence, row by row."""
    students = {
        row["employee_number"]: row["location"]
        for row in database.rows("select * from core.users where employee_number !~ '^OU-'")
    }
    assert students == oracle.students

    assignments, registrations = {}, {}
    for row in database.rows(
        "select u.employee_number as number, c.name, c.kind, a.status,"
        " (a.due_at at time zone 'UTC')::date as due,"
        " (a.assigned_at at time zone 'UTC')::date as assigned"
        " from core.assignments as a join core.users as u using (user_id)"
        " join core.campaigns as c using (campaign_id)"
    ):
        key = (row["number"], row["name"])
        assert key not in assignments
        assignments[key] = row["status"]
        if row["kind"] == "manual":
            registrations[key] = (row["due"], row["assigned"])
    assert assignments == oracle.assignments
    assert registrations == oracle.registrations

    evidence = Counter(
        tuple(row.values())
        for row in database.rows(
            "select u.employee_number, t.name, v.label,"
            " (e.completed_at at time zone 'UTC')::date as day, e.score::integer,"
            " e.recertification_status, c.name as campaign"
            " from core.evidence as e join core.users as u using (user_id)"
            " join core.training_versions as v using (version_id)"
            " join core.trainings as t using (training_id)"
            " left join core.campaigns as c on c.campaign_id = e.superseded_by_campaign_id"
        )
    )
    assert evidence == oracle.evidence
    assert not database.rows(
        "select from core.evidence where not is_imported"
        " or (completed_at at time zone 'UTC')::time <> '00:00'"
    )


def agree_on_a_second_run(dsn: str, folder: Path, oracle: Expected) -> None:
    with Database.connect(dsn) as database:
        before = record(database)
        rows = take(dsn, folder).json()
        assert record(database) == before
    names = ("training", "version", "campaign")
    assert [{name: row[name] for name in names} for row in rows] == [
        {name: row[name] for name in names} for row in oracle.campaigns
    ]
    for row in rows:
        assert list(row) == KEYS
        assert {row[name] for name in COUNTS} == {0}
        assert not row["activated"]


@pytest.mark.oulad
@pytest.mark.rule(6, 7, 8, 9, 10, 11, 13)
@pytest.mark.skipif(not REAL.is_dir(), reason=f"the open data set is not in {REAL}")
def test_the_open_data_set_comes_out_as_the_oracle_says(fresh: str) -> None:
    oracle = expected(REAL)
    assert sum(oracle.evidence.values()) == 166_161
    assert (len(oracle.students), len(oracle.campaigns)) == (28_785, 15)

    agree_on_campaigns(take(fresh, REAL).json(), oracle)
    with Database.connect(fresh) as database:
        agree_on_record(database, oracle)
        assert database.row("select * from api.verify_audit_chain()")["is_intact"]
    agree_on_a_second_run(fresh, REAL, oracle)


@pytest.mark.rule(6, 7, 8, 9, 10, 11, 13)
def test_a_small_folder_with_all_quirks(fresh: str, folder: Path) -> None:
    oracle = expected(folder)
    # what the oracle says was worked out by hand once
    told = {
        (row["training"], row["version"]): (row["population"], row["evidence_superseded"])
        for row in oracle.campaigns
    }
    assert told == small.CAMPAIGNS
    assert small.ASSIGNMENTS.items() <= oracle.assignments.items()

    agree_on_campaigns(take(fresh, folder).json(), oracle)
    with Database.connect(fresh) as database:
        agree_on_record(database, oracle)
    agree_on_a_second_run(fresh, folder, oracle)


def test_students_keep_what_the_latest_row_tells(fresh: str, folder: Path) -> None:
    take(fresh, folder)

    with Database.connect(fresh) as database:
        told = {
            row["employee_number"]: row["attributes"]
            for row in database.rows("select * from core.users")
        }
    assert {attributes["demo"] for attributes in told.values()} == {"oulad"}
    assert told["101"]["age_band"] == "35-55"
    assert "imd_band" not in told["101"]
    assert told["105"]["age_band"] == "35-55"
    assert told["107"]["region"] == "Ireland"
    assert told["102"]["imd_band"] == "90-100%"


@pytest.mark.rule(1)
def test_the_author_submits_and_somebody_else_approves(fresh: str, folder: Path) -> None:
    take(fresh, folder)

    with Database.connect(fresh) as database:
        people = database.rows(
            "select distinct a.employee_number as author, q.employee_number as approver"
            " from core.training_versions as v"
            " join core.users as a on a.user_id = v.author_id"
            " join core.users as q on q.user_id = v.approved_by"
        )
        actors = database.rows(
            "select distinct actor from audit.log where action = 'submit_version'"
        )
    assert people == [{"author": "OU-AUTHOR", "approver": "OU-QA"}]
    assert actors == [{"actor": "OU-AUTHOR"}]


def test_it_goes_on_where_it_was_stopped(fresh: str, folder: Path) -> None:
    """A registration of somebody unknown stops it after the last version was approved."""
    registrations = folder / "studentRegistration.csv"
    whole = registrations.read_bytes()
    registrations.write_bytes(whole + b'"AAA","2014J","999","-30",""\r\n')

    stopped = take(fresh, folder)
    assert (stopped.exit_code, stopped.out) == (5, "")
    registrations.write_bytes(whole)
    rows = take(fresh, folder).json()

    oracle = expected(folder)
    assert [row["campaign"] for row in rows] == [row["campaign"] for row in oracle.campaigns]
    with Database.connect(fresh) as database:
        agree_on_record(database, oracle)
        # each recertification ran once, the one that could be repeated twice
        assert database.value("select count(*) from core.recertification_runs") == 5
    agree_on_a_second_run(fresh, folder, oracle)


def test_a_version_that_waits_for_review_is_taken_up(fresh: str, folder: Path) -> None:
    take(fresh, folder)
    with (folder / "courses.csv").open("a", encoding="utf-8") as courses:
        courses.write('"BBB","2014J","262"\n')
    with Database.connect(fresh) as database:
        database.act_as("OU-AUTHOR")
        database.execute(
            "select * from api.submit_version('BBB', '2014J', '', %s, 'Submitted by hand')",
            ["Module guide BBB@2014J"],
        )

    rows = take(fresh, folder).json()

    assert rows[-1]["campaign"] == "Recertification: BBB v2014J"
    assert (rows[-1]["population"], rows[-1]["created"]) == (1, 1)


def test_it_shares_a_database_with_the_generated_company(dsn: str, folder: Path) -> None:
    with Database.connect(dsn) as database:
        database.user("E-00001", attributes='{"demo": "company"}')

    assert len(take(dsn, folder).json()) == 3


def test_a_real_record_is_refused(dsn: str, folder: Path) -> None:
    with Database.connect(dsn) as database:
        database.user("101")
        before = record(database)

        assert take(dsn, folder).exit_code == 6

        assert record(database) == before


def test_one_row_a_campaign_in_every_form(fresh: str, folder: Path) -> None:
    table = take(fresh, folder, "table")
    sheet = take(fresh, folder, "csv")

    assert len(table.out.splitlines()) == 1 + 3
    rows = list(csv.DictReader(io.StringIO(sheet.out)))
    assert list(rows[0]) == KEYS
    assert [(row["training"], row["version"]) for row in rows] == list(small.CAMPAIGNS)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("courses.csv", None, None),
        ("courses.csv", "module_presentation_length", "length"),
        ("courses.csv", "2013J", "2013X"),
        ("courses.csv", "268", "long"),
        ("courses.csv", "268", "9999999999"),
        ("assessments.csv", '"2013B","1"', '"2012B","1"'),
        ("studentRegistration.csv", "-159", "soon"),
        ("studentAssessment.csv.gz", "5,105", "55,105"),
        ("studentAssessment.csv.gz", "22,0,100", ",0,100"),
        ("studentAssessment.csv.gz", "id_assessment,", "id_assessment,\x00"),
    ],
)
def test_a_folder_that_is_not_the_data_set(
    fresh: str, folder: Path, name: str, old: str | None, new: str | None
) -> None:
    path = folder / name
    if old is None or new is None:
        path.unlink()
    else:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if name.endswith("gz") else raw).decode()
        assert old in text
        changed = text.replace(old, new).encode()
        path.write_bytes(gzip.compress(changed) if name.endswith("gz") else changed)

    call = recert(
        "--dsn", fresh, "demo", "--oulad", str(folder), "--format", "json", "--log-format", "json"
    )

    assert (call.exit_code, call.out) == (5, "")
    error = json.loads(call.err.splitlines()[-1])
    assert error["sqlstate"] == "ZR103"
    assert error["detail"]
    assert error["hint"]
    with Database.connect(fresh) as database:
        assert database.value("select to_regclass('core.users') is null")


@pytest.mark.parametrize("damage", [slice(0, -20), slice(5, None)])
def test_a_damaged_file(fresh: str, folder: Path, damage: slice) -> None:
    path = folder / "studentInfo.csv.gz"
    path.write_bytes(path.read_bytes()[damage])

    call = take(fresh, folder)

    assert (call.exit_code, call.out) == (5, "")
