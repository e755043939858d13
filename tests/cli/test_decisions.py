"""`recert reject`, `decline` and `submit --review-by`, and what a load of documents asks."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.calling import Recert
from tests.cli.terminal import terminal
from tests.company import REASON, Database

AS = ["--as", "Q-1"]
WHY = ["--reason", REASON]
REJECT = ["reject", "Lockout", "2"]
DECLINE = ["decline", "Lockout", "1"]
QUESTION = "[y/N]"


@pytest.mark.rule(1, 2)
def test_reject_in_json(company: Database, recert: Recert) -> None:
    result = recert(company, *REJECT, *WHY, *AS, "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert result.document == {
        "training": "Lockout",
        "version": "2",
        "state": "rejected",
        "review_task_id": company.value("select max(review_task_id) from core.review_tasks"),
        "audit_seq": company.value("select max(seq) from audit.log"),
    }
    assert company.state("2") == "rejected"
    again = recert(company, *REJECT, *WHY, *AS)
    assert (again.code, again.out) == (6, "")
    assert "ZR204" in again.err


@pytest.mark.rule(15)
def test_decline_in_json_and_csv(company: Database, recert: Recert) -> None:
    company.approve("2")
    result = recert(company, "decline", "Lockout", "2", *WHY, *AS, "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert result.document == {
        "training": "Lockout",
        "version": "2",
        "review_task_id": company.value("select max(review_task_id) from core.review_tasks"),
        "audit_seq": company.value("select max(seq) from audit.log"),
    }
    assert company.assigned("2") == {}
    again = recert(company, "decline", "Lockout", "2", *WHY, *AS)
    assert (again.code, again.out) == (6, "")
    assert "ZR209" in again.err

    written = recert(company, *("queue", "list", "--all", *AS, "--format", "csv"))
    last = list(csv.DictReader(io.StringIO(written.out)))[-1]
    assert (last["task_type"], last["resolution"], last["resolution_reason"]) == (
        *("recert_decision", "declined"),
        REASON,
    )


@pytest.mark.rule(1, 2, 15)
@pytest.mark.parametrize("command", [REJECT, DECLINE], ids=["reject", "decline"])
@pytest.mark.parametrize(
    ("exit_code", "sqlstate", "arguments"),
    [
        pytest.param(5, "ZR101", ["--reason", "Nine char", *AS], id="short reason"),
        pytest.param(5, "ZR101", ["--reason", "\u00a0" * 10, *AS], id="blank reason"),
        pytest.param(2, None, AS, id="no reason"),
        pytest.param(2, None, [*WHY, *AS, "third"], id="one argument too many"),
        pytest.param(6, "ZR203", [*WHY, "--as", "N-1"], id="unknown"),
        pytest.param(7, "ZR304", WHY, id="nobody"),
        pytest.param(7, "ZR304", [*WHY, "--as", "E-1"], id="employee"),
        pytest.param(7, "ZR304", [*WHY, "--as", "H-1"], id="hr_admin"),
        pytest.param(7, "ZR305", [*WHY, "--as", "X-1"], id="inactive"),
        pytest.param(7, "ZR306", [*WHY, "--as", "A-1"], id="author"),
    ],
)
def test_what_is_refused_changes_nothing(
    untouched: Database,
    recert: Recert,
    command: list[str],
    exit_code: int,
    sqlstate: str | None,
    arguments: list[str],
) -> None:
    before = untouched.snapshot()
    result = recert(untouched, "--log-format", "json", *command, *arguments)
    assert (result.code, result.out) == (exit_code, "")
    error = result.messages[-1]
    assert (error["exit_code"], error["sqlstate"]) == (exit_code, sqlstate)
    assert error["message"]
    assert error["hint"]
    assert untouched.snapshot() == before


@pytest.mark.rule(4, 15)
def test_a_version_that_is_not_in_a_state_for_it(untouched: Database, recert: Recert) -> None:
    before = untouched.snapshot()
    for sqlstate, *command in (
        *(("ZR204", "reject", "Lockout", "1"), ("ZR204", "decline", "Lockout", "2")),
        *(("ZR202", "reject", "Lockout", "9"), ("ZR202", "decline", "Lockout", "9")),
        *(("ZR201", "reject", "Gowning", "2"), ("ZR201", "decline", "Gowning", "1")),
    ):
        result = recert(untouched, *command, *WHY, *AS, "--log-format", "json")
        assert (result.code, result.out) == (6, "")
        assert result.messages[-1]["sqlstate"] == sqlstate
        assert result.messages[-1]["hint"]
    assert untouched.snapshot() == before


@pytest.mark.parametrize("command", [REJECT, DECLINE], ids=["reject", "decline"])
def test_whoever_does_not_agree_changes_nothing(untouched: Database, command: list[str]) -> None:
    before = untouched.snapshot()
    with terminal(*command, *WHY, *AS, "--dsn", untouched.dsn) as shown:
        shown.wait_for(QUESTION)
        shown.type("n\r")
        assert shown.finish() == 130
    assert untouched.snapshot() == before


def test_whoever_agrees_at_a_terminal_rejects(company: Database) -> None:
    with terminal(*REJECT, *WHY, *AS, "--dsn", company.dsn) as shown:
        shown.wait_for(QUESTION)
        shown.type("y\r")
        assert shown.finish() == 0
    assert company.state("2") == "rejected"
    with terminal(*DECLINE, *WHY, *AS, "--yes", "--dsn", company.dsn) as shown:
        assert shown.finish() == 0
    assert QUESTION not in shown.shown


def test_submit_for_the_review_of_a_role(company: Database, recert: Recert, tmp_path: Path) -> None:
    content = tmp_path / "lockout.md"
    content.write_text("# Lockout", encoding="utf-8")
    submit = ["submit", "Lockout", "3", "--content", str(content), "--source", "SOP-1", *WHY]
    before = company.snapshot()
    for role in ("employee", "", "QUALITY_ADMIN"):
        result = recert(company, *submit, "--as", "A-1", "--review-by", role)
        assert (result.code, result.out) == (2, "")
    assert company.snapshot() == before

    result = recert(
        company, *submit, "--as", "A-1", "--review-by", "corporate_admin", "--format", "json"
    )
    assert result.code == 0
    assert list(result.document) == ["training", "version", "state", "review_task_id", "audit_seq"]
    assert recert(company, "queue", "list", *AS, "--format", "json").document == []
    (row,) = recert(company, "queue", "list", "--format", "json").document
    assert (row["review_task_id"], row["addressed_to"]) == (
        result.document["review_task_id"],
        "corporate_admin",
    )


@pytest.mark.rule(15)
def test_documents_are_loaded_and_ask_once(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "documents.csv"
    file.write_text(
        "document,revision,title,effective_at\n"
        "SOP-017,C,Lock,2024-01-01\nSOP-017,D,Lock,2025-01-01\n",
        encoding="utf-8",
    )
    for inserted, skipped in ((2, 0), (0, 2)):
        result = recert(company, "import", "documents", str(file), "--format", "json")
        assert (result.code, result.err) == (0, "")
        assert (result.document["kind"], result.document["inserted"]) == ("documents", inserted)
        assert result.document["skipped"] == skipped
        listed = ["queue", "list", "--type", "source_outdated", *AS, "--format", "json"]
        (row,) = recert(company, *listed).document
        assert (row["version"], row["newer_sources"]) == ("1", ["SOP-017@D"])

    number = str(row["review_task_id"])
    resolve = ["queue", "resolve", number, "no_change_needed", *WHY, *AS, "--format", "json"]
    result = recert(company, *resolve)
    assert (result.code, result.document["resolution"]) == (0, "no_change_needed")
    assert recert(company, "import", "documents", str(file)).code == 0
    assert recert(company, *listed).document == []
