"""Guards the generated company: plausible, whole, and the same whenever and wherever it is made."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.demo import company_files
from pipeline.demo.company_files import AUTHOR, NEW_LABEL, SMALLEST, TRAINING, Company, generated
from tests.company import Database

DAY = date(2026, 3, 14)
NAMES = ("users", "trainings", "versions", "evidence", "assignments", "late_evidence")

Rows = dict[str, list[dict[str, str]]]


@contextmanager
def company(database: Database, users: int, today: date = DAY) -> Iterator[Company]:
    with generated(database.connection, users=users, today=today) as made:
        yield made


def rows(database: Database, users: int, today: date = DAY) -> Rows:
    with company(database, users, today) as made:
        return {name: read(made.file(name)) for name in NAMES}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_same_company_comes_out_twice(database: Database) -> None:
    with company(database, 300) as first, company(database, 300) as second:
        for name in NAMES:
            assert first.file(name).read_bytes() == second.file(name).read_bytes()
        assert (first.content, first.objectives) == (second.content, second.objectives)


def test_a_larger_company_holds_the_smaller_one(database: Database) -> None:
    smaller, larger = rows(database, 200), rows(database, 400)

    for name in NAMES:
        more = [tuple(row.items()) for row in larger[name]]
        assert all(tuple(row.items()) in more for row in smaller[name]), name


def test_only_dates_depend_on_the_day(database: Database) -> None:
    one = rows(database, 200)
    other = rows(database, 200, DAY + timedelta(days=400))

    def dateless(told: Rows) -> list[tuple[str, ...]]:
        return sorted(
            (row["employee_number"], row["training"], row["version"], row["score"])
            for row in told["evidence"]
        )

    assert dateless(one) == dateless(other)
    assert one["evidence"] != other["evidence"]


@pytest.mark.parametrize("users", [SMALLEST, 21, 133, 1000])
def test_it_has_so_many_people_and_all_are_known(database: Database, users: int) -> None:
    told = rows(database, users)
    numbers = {row["employee_number"] for row in told["users"]}

    assert len(told["users"]) == len(numbers) == users
    assert {row["manager"] for row in told["users"]} - {""} <= numbers
    assert {row["author"] for row in told["versions"]} <= numbers
    for name in ("evidence", "assignments", "late_evidence"):
        assert {row["employee_number"] for row in told[name]} <= numbers
    assert all(json.loads(row["attributes"])["demo"] == "company" for row in told["users"])
    assert told["late_evidence"]


def test_it_looks_like_a_company(database: Database) -> None:
    told = rows(database, 2000)
    people = told["users"]
    numbers = [row["employee_number"] for row in people]

    assert {row["role"] for row in people} == {
        "employee", "team_lead", "hr_admin", "quality_admin", "corporate_admin", "auditor",
    }  # fmt: skip
    assert len({row["department"] for row in people}) >= 8
    assert len({row["location"] for row in people}) >= 3
    assert {row["is_active"] for row in people} == {"t", "f"}
    assert len({row["full_name"] for row in people}) > 1000
    assert {"Q-001", "Q-002", AUTHOR, "E-00042"} <= set(numbers)
    assert len(told["trainings"]) == 12
    assert {row["state"] for row in told["versions"]} == {"active", "inactive", "pending_review"}
    assert all("@" in row["sources"] and row["content"] for row in told["versions"])
    statuses = {row["status"] for row in told["assignments"]}
    assert statuses == {"not_started", "in_progress", "completed", "cancelled"}


def test_numbers_go_on_beyond_five_digits(database: Database) -> None:
    people = Path(company_files.__file__).parent / "generated" / "1_people.sql"
    with database.connection.transaction():
        database.execute(
            "select set_config('demo.users', '100010', true), set_config('demo.today', %s, true)",
            DAY.isoformat(),
        )
        database.connection.execute(people.read_bytes())
        row = database.row(
            "select count(distinct employee_number) as people,"
            " max(employee_number) filter (where length(employee_number) = 8) as last"
            " from demo_users"
        )

    assert row == {"people": 100_010, "last": "E-100003"}


def test_history_ends_before_the_day_and_fits_the_versions(database: Database) -> None:
    told = rows(database, 500)
    since = {
        (row["training"], row["label"]): row["activated_at"]
        for row in told["versions"]
        if row["activated_at"]
    }
    end = datetime.combine(DAY, datetime.min.time(), UTC)

    for row in told["evidence"] + told["late_evidence"]:
        assert since[row["training"], row["version"]] <= row["completed_at"][:10]
        assert datetime.fromisoformat(row["completed_at"]) < end
    # the version of the story is still to come
    assert (TRAINING, NEW_LABEL) not in since
