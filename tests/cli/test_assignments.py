"""`recert assignment` as people call it: start, complete, sign, list."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pytest

from tests.cli.calling import Recert
from tests.company import REASON, Database

COMPLETED = [
    "employee_number",
    "training",
    "version",
    "evidence_id",
    "completed_at",
    "score",
    "signature_id",
    "manifestation",
    "assignments_closed",
    "audit_seq",
]
AS_E_1 = ["--as", "E-1", "--format", "json"]


@pytest.mark.rule(13, 20)
def test_start_complete_and_sign_what_a_recertification_assigned(
    company: Database, recert: Recert
) -> None:
    company.approve("2", recertify_everyone=True)
    company.act_as(None)

    listed = recert(company, "assignment", "list", "--employee", "E-1", "--format", "json")
    (row,) = listed.document
    assert (row["employee_number"], row["training"], row["active_version"]) == (
        "E-1",
        "Lockout",
        "2",
    )
    assert (row["status"], row["kind"]) == ("not_started", "recertification")

    started = recert(company, "assignment", "start", "Lockout", *AS_E_1)
    assert (started.code, started.err) == (0, "")
    assert (started.document["started"], started.document["in_progress"]) == (1, 1)
    assert company.assigned("2") == {"E-1": "in_progress", "E-2": "not_started"}

    done = recert(company, "assignment", "complete", "Lockout", "--score", "92.50", *AS_E_1)
    assert (done.code, done.err) == (0, "")
    assert list(done.document) == COMPLETED
    assert (done.document["version"], done.document["assignments_closed"]) == ("2", 1)
    assert done.document["score"] == 92.5
    evidence = company.row("select * from core.evidence where recertification_status = 'current'")
    assert done.document["evidence_id"] == evidence["evidence_id"]
    assert datetime.fromisoformat(done.document["completed_at"]) == evidence["completed_at"]
    assert done.document["audit_seq"] == company.value("select max(seq) from audit.log")

    signed = recert(
        company, "assignment", "sign", "Lockout", "--signature-method", "drawn", *AS_E_1
    )
    assert (signed.code, signed.err) == (0, "")
    signature = company.row("select * from core.signatures")
    assert signed.document["manifestation"] == signature["manifestation"]
    assert signed.document["evidence_id"] == evidence["evidence_id"]
    assert signed.document["signature_method"] == signature["method"] == "drawn"

    twice = recert(
        company,
        *("assignment", "sign", "Lockout", "--signature-method", "drawn"),
        *("--evidence", str(evidence["evidence_id"]), *AS_E_1),
    )
    assert (twice.code, twice.out) == (6, "")

    other = recert(
        company, *("assignment", "complete", "Lockout", "--employee", "E-2", "--as", "H-1")
    )
    assert other.code == 0
    assert company.assigned("2") == {"E-1": "completed", "E-2": "completed"}


def test_lists_are_of_what_is_open_unless_all_is_asked_for(
    company: Database, recert: Recert
) -> None:
    company.approve("2", recertify_everyone=True)
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.act_as("Q-1")
    company.execute(
        "select api.create_campaign('Gowning', 'First', now() + interval '1 d', %s, array['E-1'])",
        REASON,
    )
    company.act_as("E-2")
    company.execute("select api.complete_training('Lockout')")
    company.execute(
        "update core.assignments set due_at = now() - interval '1 h' where user_id = %s"
        " and campaign_id in (select campaign_id from core.campaigns"
        " where kind = 'recertification')",
        company.user_id("E-1"),
    )
    company.act_as(None)
    company.execute("select api.scan_overdue()")

    def told(*options: str) -> list[tuple[str, str]]:
        result = recert(company, "assignment", "list", *options, "--format", "csv")
        assert (result.code, result.err) == (0, "")
        rows = list(csv.DictReader(io.StringIO(result.out)))
        assert result.out.startswith("employee_number,")
        return [(row["employee_number"], row["training"]) for row in rows]

    lockout, gowning, done = ("E-1", "Lockout"), ("E-1", "Gowning"), ("E-2", "Lockout")
    assert told() == [lockout, gowning]  # the one due first at the top
    assert told("--limit", "1") == [lockout]
    assert told("--limit", BEYOND) == [lockout, gowning]
    assert told("--training", "Gowning") == [gowning]
    assert told("--overdue") == [lockout]
    assert told("--employee", "E-2") == []
    assert told("--employee", "E-2", "--all") == [done]
    assert sorted(told("--all")) == sorted([lockout, gowning, done])
    none = recert(company, "assignment", "list", "--employee", "N-1", "--format", "json")
    assert (none.code, none.document) == (0, [])


SIGNED = ["--signature-method", "drawn"]
BEYOND = "9" * 30


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sqlstate"),
    [
        pytest.param(["start", "Lockout", "--as", "E-1"], 6, "ZR211", id="nothing open"),
        pytest.param(["start", "Running", "--as", "E-1"], 6, "ZR201", id="unknown training"),
        pytest.param(["start", "Lockout"], 7, "ZR304", id="nobody starts"),
        pytest.param(["complete", "Lockout"], 7, "ZR304", id="nobody completes"),
        pytest.param(["complete", "Lockout", "--as", "X-1"], 7, "ZR305", id="inactive"),
        pytest.param(["complete", "Lockout", "--as", "N-1"], 6, "ZR203", id="unknown actor"),
        pytest.param(
            ["complete", "Lockout", "--as", "H-1", "--employee", "N-1"], 6, "ZR203", id="unknown"
        ),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--employee", "E-2"], 7, "ZR304", id="other"
        ),
        pytest.param(
            ["complete", "Lockout", "--as", "H-1", "--employee", "E-2", *SIGNED],
            *(7, "ZR304"),
            id="signed for somebody else",
        ),
        pytest.param(["complete", "Gowning", "--as", "E-1"], 5, "ZR105", id="unsigned"),
        pytest.param(["complete", "Fire", "--as", "E-1"], 6, "ZR204", id="none in force"),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--score", "101"], 5, "ZR102", id="score"
        ),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--score=-1"], 5, "ZR102", id="below 0"
        ),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--score", "1e9999"], 5, "ZR102", id="huge score"
        ),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--score", "1e999999999"],
            *(2, None),
            id="a score beyond numbers",
        ),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--score", "good"], 2, None, id="no number"
        ),
        pytest.param(["complete", "Lockout", "--as", "E-1", "--score", "NaN"], 2, None, id="NaN"),
        pytest.param(
            ["complete", "Lockout", "--as", "E-1", "--signature-method", "fax"], 2, None, id="fax"
        ),
        pytest.param(["sign", "Lockout", "--as", "E-1"], 2, None, id="no method"),
        pytest.param(["sign", "Gowning", "--as", "E-1", *SIGNED], 6, "ZR211", id="no evidence"),
        pytest.param(
            ["sign", "Lockout", "--as", "E-2", *SIGNED, "--evidence", "1"],
            *(6, "ZR211"),
            id="somebody else's evidence",
        ),
        pytest.param(["sign", "Lockout", *SIGNED], 7, "ZR304", id="nobody signs"),
        pytest.param(
            ["sign", "Lockout", "--as", "E-1", *SIGNED, "--evidence", BEYOND],
            *(2, None),
            id="a number beyond all evidence",
        ),
        pytest.param(["list", "--limit", "0"], 2, None, id="no limit"),
    ],
)
def test_bad_input_changes_nothing(
    others: Database, recert: Recert, arguments: list[str], exit_code: int, sqlstate: str | None
) -> None:
    before = others.snapshot()
    result = recert(others, "--log-format", "json", "assignment", *arguments)
    assert result.code == exit_code, result.err
    assert result.out == ""
    error = result.messages[-1]
    assert (error["exit_code"], error["sqlstate"]) == (exit_code, sqlstate)
    assert error["message"]
    assert error["hint"]
    assert others.snapshot() == before


@pytest.fixture(scope="module")
def others(untouched: Database) -> Database:
    """Gowning in force, which is signed; of Fire nothing is in force."""
    untouched.training("Gowning", requires_signature=True)
    untouched.training("Fire")
    untouched.activate("1", "Gowning")
    untouched.act_as(None)
    assert (
        untouched.value("select employee_number from core.users natural join core.evidence limit 1")
        == "E-1"
    )
    return untouched
