"""`recert campaign` as people call it: create, list, show."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.calling import Recert
from tests.company import REASON, Database

CREATED = [
    "campaign_id",
    "campaign",
    "training",
    "version",
    "due_at",
    "population",
    "created",
    "already_current",
    "inactive",
    "exempt",
    "audit_seq",
]
BY = ["--reason", REASON, "--as", "Q-1"]
SPRING = ["campaign", "create", "Lockout", "--name", "Spring", "--due", "2999-01-31"]


@pytest.mark.rule(16)
def test_a_campaign_by_number_is_created_listed_and_shown(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "people.txt"
    file.write_text("\ufeffE-2\n\n  X-1  \r\nE-1\n", encoding="utf-8")
    result = recert(
        company,
        *(*SPRING, "--employee", "Q-1", "--employee", "E-1", *BY),
        *("--employees-file", str(file), "--format", "json"),
    )
    assert (result.code, result.err) == (0, "")
    row = result.document
    assert list(row) == CREATED
    assert (row["version"], row["population"]) == ("1", 4)
    counts = {name: row[name] for name in ("created", "already_current", "inactive", "exempt")}
    assert counts == {"created": 1, "already_current": 2, "inactive": 1, "exempt": 0}
    due_at = datetime(2999, 1, 31, tzinfo=UTC)
    assert datetime.fromisoformat(row["due_at"]) == due_at
    assert company.value("select due_at from core.assignments") == due_at

    company.act_as("Q-1")
    company.approve("2", recertify_everyone=True)
    company.act_as(None)
    listed = recert(company, "campaign", "list", "--format", "json").document
    assert [(one["campaign"], one["kind"], one["open"]) for one in listed] == [
        ("Spring", "manual", 1),
        ("Recertification: Lockout v2", "recertification", 2),
    ]
    manual = recert(company, "campaign", "list", "--kind", "manual", "--format", "json").document
    assert [one["campaign"] for one in manual] == ["Spring"]
    assert recert(company, "campaign", "list", "--training", "X", "--format", "json").document == []

    for name in ("Spring", str(row["campaign_id"])):
        shown = recert(company, "campaign", "show", name, "--format", "json")
        assert (shown.code, shown.document) == (0, listed[0])
    people = recert(company, "campaign", "show", "Spring", "--people", "--format", "csv")
    assert people.code == 0
    assert [
        (one["employee_number"], one["outcome"], one["status"])
        for one in csv.DictReader(io.StringIO(people.out))
    ] == [
        ("E-1", "already_current", ""),
        ("E-2", "already_current", ""),
        ("Q-1", "created", "not_started"),
        ("X-1", "inactive", ""),
    ]

    company.execute(
        "update core.assignments set status = 'cancelled' where campaign_id = %s",
        row["campaign_id"],
    )
    still = recert(company, "campaign", "list", "--open", "--format", "json").document
    assert [one["kind"] for one in still] == ["recertification"]


@pytest.mark.rule(18)
def test_a_campaign_by_attributes(company: Database, recert: Recert) -> None:
    company.user("E-3", department="Line 5", location="Graz", attributes='{"shift": "night"}')
    company.user("E-4", department="Line 5", location="Linz", attributes='{"shift": "night"}')
    company.user("E-5", department="Line 6", location="Graz", attributes='{"shift": "day"}')
    result = recert(
        company,
        *(*SPRING, "--department", "Line 5", "--department", "Line 6", "--location", "Graz"),
        *("--attributes", "shift=night", *BY, "--format", "json"),
    )
    assert (result.code, result.document["created"]) == (0, 1)
    shown = recert(company, "campaign", "show", "Spring", "--format", "json").document
    assert shown["audience"] == {
        "department": ["Line 5", "Line 6"],
        "location": ["Graz"],
        "attributes": {"shift": ["night"]},
    }
    people = recert(company, "campaign", "show", "Spring", "--people", "--format", "json").document
    assert [one["employee_number"] for one in people] == ["E-3"]
    again = recert(company, *SPRING, "--department", "Line 5", *BY)
    assert (again.code, again.out) == (6, "")


def test_a_name_that_several_campaigns_have_is_told_by_number(
    company: Database, recert: Recert
) -> None:
    for _ in range(2):
        recert(company, *SPRING, "--employee", "A-1", *BY)
        if company.state("2") == "pending_review":
            company.approve("2")
    assert company.value("select count(*) from core.campaigns") == 2
    result = recert(company, "campaign", "show", "Spring", "--log-format", "json")
    assert (result.code, result.out, result.messages[-1]["sqlstate"]) == (6, "", "ZR210")
    for row in company.rows("select campaign_id, version from api.campaigns"):
        shown = recert(company, "campaign", "show", str(row["campaign_id"]), "--format", "json")
        assert shown.document["version"] == row["version"]


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sqlstate"),
    [
        pytest.param([*SPRING, "--employee", "A-1", "--as", "Q-1"], 2, None, id="no reason"),
        pytest.param(
            [*SPRING, "--employee", "A-1", "--as", "Q-1", "--reason", "Nine char"],
            *(5, "ZR101"),
            id="short reason",
        ),
        pytest.param([*SPRING, *BY], 5, "ZR102", id="nobody asked for"),
        pytest.param(
            [*SPRING, *BY, "--employee", "A-1", "--department", "Line 4"], 5, "ZR102", id="both"
        ),
        pytest.param([*SPRING, *BY, "--department", "Nowhere"], 5, "ZR102", id="nobody found"),
        pytest.param([*SPRING, *BY, "--attributes", "night"], 5, "ZR102", id="attributes"),
        pytest.param([*SPRING, *BY, "--employee", "N-1"], 6, "ZR203", id="unknown number"),
        pytest.param(
            [*SPRING, "--employee", "A-1", "--reason", REASON], 7, "ZR304", id="as nobody"
        ),
        pytest.param(
            [*SPRING, "--employee", "A-1", "--reason", REASON, "--as", "E-1"],
            *(7, "ZR304"),
            id="as an employee",
        ),
        pytest.param(
            [*SPRING[:-1], "2001-01-31", *BY, "--employee", "A-1"], 5, "ZR102", id="due before"
        ),
        pytest.param([*SPRING[:-1], "31.1.", *BY, "--employee", "A-1"], 2, None, id="no date"),
        pytest.param([*SPRING[:-2], *BY, "--employee", "A-1"], 2, None, id="no due date"),
        pytest.param(
            ["campaign", "create", "Gowning", *SPRING[3:], *BY, "--employee", "A-1"],
            *(6, "ZR201"),
            id="unknown training",
        ),
        pytest.param(["campaign", "show", "Spring"], 6, "ZR210", id="unknown campaign"),
        pytest.param(["campaign", "show", "9" * 30], 6, "ZR210", id="unknown number of one"),
        pytest.param(["campaign", "show", ""], 6, "ZR210", id="blank name"),
    ],
)
def test_bad_input_changes_nothing(
    untouched: Database, recert: Recert, arguments: list[str], exit_code: int, sqlstate: str | None
) -> None:
    before = untouched.snapshot()
    result = recert(untouched, "--log-format", "json", *arguments)
    assert result.code == exit_code, result.err
    assert result.out == ""
    error = result.messages[-1]
    assert (error["exit_code"], error["sqlstate"]) == (exit_code, sqlstate)
    assert error["message"]
    assert error["hint"]
    assert untouched.snapshot() == before


@pytest.mark.parametrize(
    ("content", "exit_code"),
    [
        pytest.param(b"\n \n", 2, id="empty"),
        pytest.param(b"E-1\n\xff\xfe\n", 5, id="not UTF-8"),
        pytest.param(b"E-1\0\n", 5, id="NUL"),
    ],
)
def test_a_file_without_numbers(
    untouched: Database, recert: Recert, tmp_path: Path, content: bytes, exit_code: int
) -> None:
    file = tmp_path / "people.txt"
    file.write_bytes(content)
    before = untouched.snapshot()
    result = recert(untouched, *SPRING, "--employees-file", str(file), *BY)
    assert (result.code, result.out) == (exit_code, "")
    assert untouched.snapshot() == before
