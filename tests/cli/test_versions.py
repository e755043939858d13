"""Submit, approve, recertify and plan as people call them: what is printed, and where."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest

from tests.chain import first_bad
from tests.cli.calling import COUNTS, KEYS, Recert
from tests.company import REASON, Database

DECIDE = ["--reason", REASON, "--as", "Q-1"]


@pytest.mark.rule(4, 8, 10, 20)
def test_approve_and_recertify_everyone_in_json(company: Database, recert: Recert) -> None:
    result = recert(
        company, "--format", "json", "approve", "Lockout", "2", "--recertify-everyone", *DECIDE
    )
    assert result.code == 0
    row = result.document
    assert list(row) == KEYS
    assert {name: row[name] for name in COUNTS} == {
        "population": 2,
        "created": 2,
        "already_enrolled": 0,
        "already_current": 0,
        "inactive": 0,
        "exempt": 0,
        "evidence_superseded": 2,
    }
    assert (row["training"], row["version"]) == ("Lockout", "2")
    assert row["campaign"] == "Recertification: Lockout v2"
    assert (row["activated"], row["dry_run"]) == (True, False)
    assert row["due_at"].endswith("Z")
    assert datetime.fromisoformat(row["due_at"]) == company.value(
        "select distinct due_at from core.assignments"
    )
    assert row["audit_seq"] == company.value("select max(seq) from audit.log")
    assert company.state("2") == "active"


@pytest.mark.rule(4)
def test_approve_alone_in_json(company: Database, recert: Recert) -> None:
    row = recert(company, "approve", "Lockout", "2", *DECIDE, "--format", "json").document
    assert list(row) == KEYS
    assert (row["campaign"], row["due_at"], row["plan_digest"]) == (None, None, None)
    assert {row[name] for name in COUNTS} == {0}


@pytest.mark.rule(4)
def test_approve_without_activation_and_activate_later(company: Database, recert: Recert) -> None:
    result = recert(
        company, "approve", "Lockout", "2", "--no-activate", *DECIDE, "--format", "json"
    )
    assert (result.code, result.document["activated"]) == (0, False)
    assert company.state("2") == "approved"

    later = recert(company, "activate", "Lockout", "2", *DECIDE, "--format", "json")
    assert later.code == 0
    assert list(later.document) == KEYS
    assert later.document["activated"]
    assert {later.document[name] for name in COUNTS} == {0}
    assert [company.state(label) for label in ("1", "2")] == ["inactive", "active"]


@pytest.mark.rule(11)
def test_recertify_again_in_json(company: Database, recert: Recert) -> None:
    company.approve("2")
    for created in (2, 0):
        result = recert(company, "recertify", "Lockout", "2", *DECIDE, "--format", "json")
        assert result.code == 0
        assert list(result.document) == KEYS
        assert (result.document["created"], result.document["activated"]) == (created, False)


@pytest.mark.rule(12)
@pytest.mark.parametrize("command", ["approve", "recertify"])
def test_a_plan_in_json_changes_nothing_and_its_digest_applies(
    company: Database, recert: Recert, command: str
) -> None:
    if command == "recertify":
        company.approve("2")
        company.act_as(None)
    before = company.snapshot()
    result = recert(company, command, "Lockout", "2", "--plan", "--format", "json")
    assert company.snapshot() == before
    assert result.code == 0
    plan = result.document
    assert list(plan) == [*KEYS, "breakdown"]
    assert (plan["dry_run"], plan["audit_seq"], plan["population"]) == (True, None, 2)
    assert [(part["department"], part["location"]) for part in plan["breakdown"]] == [
        ("Line 4", "Graz"),
        ("Line 4", None),
    ]

    everyone = ["--recertify-everyone"] if command == "approve" else []
    digest = ["--plan-digest", plan["plan_digest"]]
    applied = recert(
        company, command, "Lockout", "2", *everyone, *DECIDE, *digest, "--format", "json"
    )
    assert applied.code == 0
    assert {name: applied.document[name] for name in COUNTS} == {
        name: plan[name] for name in COUNTS
    }


@pytest.mark.rule(12)
def test_a_plan_for_people_and_in_csv(untouched: Database, recert: Recert) -> None:
    shown = recert(untouched, "approve", "Lockout", "2", "--plan")
    assert (shown.code, shown.err) == (0, "")
    for text in ("Recertification: Lockout v2", "Line 4", "Graz"):
        assert text in shown.out

    written = recert(untouched, "approve", "Lockout", "2", "--plan", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert [row["population"] for row in rows] == ["1", "1"]
    assert [row["location"] for row in rows] == ["Graz", ""]


def test_a_table_goes_to_stdout_and_messages_to_stderr(company: Database, recert: Recert) -> None:
    result = recert(company, "approve", "Lockout", "2", "--recertify-everyone", *DECIDE)
    assert result.code == 0
    assert "Recertification: Lockout v2" in result.out
    assert result.err
    assert result.err.splitlines()[0] not in result.out


@pytest.mark.rule(3, 5)
def test_submit_from_a_file_then_the_queue(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    content = tmp_path / "lockout.md"
    content.write_bytes("\ufeff# Lockout\r\n\nNeue Schlösser".encode())
    result = recert(
        company,
        "submit",
        "Lockout",
        "3",
        "--content",
        str(content),
        "--source",
        "SOP-017@D",
        "--source",
        "ISO 45001",
        "--objective",
        "Lock",
        *["--reason", REASON, "--as", "A-1", "--format", "json"],
    )
    assert result.code == 0
    assert list(result.document) == ["training", "version", "state", "review_task_id", "audit_seq"]
    version = company.row("select * from core.training_versions where label = '3'")
    # a byte order mark is no content, everything else is
    assert version["content"] == "# Lockout\r\n\nNeue Schlösser"
    assert version["objectives"] == ["Lock"]

    queue = recert(company, "queue", "list", "--format", "json")
    assert [(row["version"], row["author"]) for row in queue.document] == [("3", "A-1")]
    everything = recert(company, "queue", "list", "--all", "--format", "json").document
    assert {(row["version"], row["resolution"]) for row in everything} == {
        ("1", "approved"),
        ("2", "superseded"),
        ("3", None),
    }
    assert (
        recert(company, "queue", "list", "--type", "source_outdated", "--format", "json").document
        == []
    )


@pytest.mark.rule(16)
def test_scan_overdue(company: Database, recert: Recert) -> None:
    company.approve("2", recertify_everyone=True)
    company.act_as(None)
    company.execute("update core.assignments set due_at = now() - interval '1 day'")
    for marked in (2, 0):
        result = recert(company, "scan", "overdue", "--format", "json")
        assert result.code == 0
        assert list(result.document) == [
            *("marked", "cleared", "moved", "overdue"),
            *("scanned_at", "audit_seq"),
        ]
        assert (result.document["marked"], result.document["overdue"]) == (marked, 2)


@pytest.mark.rule(20)
def test_an_exported_log_verifies_without_the_product(company: Database, recert: Recert) -> None:
    company.approve("2", recertify_everyone=True)
    company.act_as(None)
    exported = recert(company, "audit", "log", "--all", "--format", "json")
    assert len(exported.document) == 5
    assert first_bad(exported.document) is None
    rows = list(
        csv.DictReader(io.StringIO(recert(company, "audit", "log", "--all", "--format", "csv").out))
    )
    told = [{name: row[name] or None for name in row} | {"seq": int(row["seq"])} for row in rows]
    assert first_bad(told) is None

    last = recert(company, "audit", "log", "--limit", "2", "--format", "json").document
    assert [row["seq"] for row in last] == [4, 5]
    runs = recert(company, "audit", "log", "--action", "recertify", "--format", "json").document
    assert [row["actor"] for row in runs] == ["Q-1"]
    assert recert(company, "audit", "log", "--actor", "E-1", "--format", "json").document == []


@pytest.mark.rule(20)
def test_verify_tells_what_was_tampered_with(company: Database, recert: Recert) -> None:
    intact = recert(company, "audit", "verify", "--format", "json")
    assert (intact.code, intact.document["is_intact"]) == (0, True)
    with company.unguarded("audit.log"):
        company.execute("update audit.log set actor = 'E-1' where seq = 2")
    broken = recert(company, "audit", "verify", "--format", "json")
    assert (broken.code, broken.document["is_intact"]) == (8, False)
    assert broken.document["first_bad_seq"] == 2
    assert "ZR401" in broken.err
