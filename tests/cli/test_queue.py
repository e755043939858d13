"""`recert queue` as people call it: list, show, compare and resolve, in each form of output."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Recert, environment
from tests.cli.terminal import terminal
from tests.company import REASON, Database, copied

WHY = ["--reason", REASON]
AS = ["--as", "Q-1"]
COLUMNS = [
    *("review_task_id", "task_type", "state", "training", "version", "version_state", "author"),
    *("submission_reason", "sources", "newer_sources", "addressed_to", "opened_at"),
    *("resolved_at", "resolved_by", "resolution", "resolution_reason"),
]
SUBMIT = "select api.submit_version('Lockout', %s, %s, %s, %s, %s, %s)"


def fill(database: Database) -> None:
    """Version 1 in force, 2 pending, 1.1 of somebody else addressed to corporate admins."""
    database.deciders()
    database.user("C-1", "corporate_admin")
    database.users("E-1", "E-2")
    database.user("X-1", "quality_admin", is_active=False)
    database.training()
    database.act_as("A-1")
    database.execute(
        *(SUBMIT, "1", "# Lockout\n\nLock it.\n\nTag it.", ["SOP-017@C", "ISO 45001"]),
        *(REASON, ["Lock", "Tag"], "quality_admin"),
    )
    database.approve("1")
    database.evidence("E-1", "1")
    database.act_as("E-2")
    database.execute(SUBMIT, "1.1", "# Lockout", ["SOP-017@C"], REASON, [], "corporate_admin")
    database.act_as("A-1")
    database.execute(
        *(SUBMIT, "2", "# Lockout\r\n\r\nLock it twice.\r\n\r\nTag it.", ["SOP-017@D"]),
        *(REASON, ["Lock", "Tag"], "quality_admin"),
    )
    database.act_as(None)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Read and asked in vain by tests that change nothing."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        yield database


@pytest.fixture
def company(database: Database) -> Database:
    """The same, of the test's own."""
    fill(database)
    return database


def rows_of(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def task(database: Database, label: str) -> str:
    return str(
        database.value(
            "select max(review_task_id) from core.review_tasks where version_id = %s",
            database.version_id(label),
        )
    )


def test_the_list_in_json_and_csv(shared: Database, recert: Recert) -> None:
    told = recert(shared, "queue", "list", *AS, "--format", "json")
    assert (told.code, told.err) == (0, "")
    (row,) = told.document
    assert list(row) == COLUMNS
    assert row["review_task_id"] == int(task(shared, "2"))
    assert (row["task_type"], row["state"], row["training"], row["version"], row["author"]) == (
        *("version_approval", "open", "Lockout", "2"),
        "A-1",
    )
    assert (row["submission_reason"], row["sources"]) == (REASON, ["SOP-017@D"])
    assert (row["newer_sources"], row["resolved_at"], row["resolution"]) == (None, None, None)
    assert row["opened_at"].endswith("Z")

    written = recert(shared, "queue", "list", *AS, "--format", "csv")
    (line,) = rows_of(written.out)
    assert list(line) == COLUMNS
    assert (line["version"], line["sources"]) == ("2", '["SOP-017@D"]')


@pytest.mark.rule(1)
def test_each_role_is_listed_what_is_addressed_to_it(shared: Database, recert: Recert) -> None:
    for actor, versions in (
        *(("Q-1", ["2"]), ("A-1", ["2"]), ("C-1", ["1.1", "2"]), ("E-1", [])),
        (None, ["1.1", "2"]),
    ):
        named = ["--as", actor] if actor else []
        told = recert(shared, "queue", "list", *named, "--format", "json")
        assert (told.code, [row["version"] for row in told.document]) == (0, versions), actor
        everything = recert(shared, "queue", "list", "--all", *named, "--format", "json").document
        assert [row["version"] for row in everything] == (["1", *versions] if versions else [])


def test_an_empty_list(shared: Database, recert: Recert) -> None:
    empty = [*("queue", "list", "--type", "recert_decision"), *AS]
    assert recert(shared, *empty, "--format", "json").document == []
    written = recert(shared, *empty, "--format", "csv")
    assert written.out.strip() == ",".join(COLUMNS)
    shown = recert(shared, *empty)
    assert (shown.code, shown.out) == (0, "")
    assert shown.err


@pytest.mark.rule(15)
def test_each_type_is_listed_alone(company: Database, recert: Recert) -> None:
    company.execute(
        "insert into core.documents (document, revision, effective_at)"
        " values ('SOP-017', 'E', '2026-01-01')"
    )
    company.approve("2")
    company.act_as(None)
    for kind, version in (
        *(("version_approval", "1.1"), ("recert_decision", "2")),
        ("source_outdated", "2"),
    ):
        listed = recert(company, "queue", "list", "--type", kind, "--format", "json").document
        assert [(row["task_type"], row["version"]) for row in listed] == [(kind, version)]
    everything = recert(company, "queue", "list", "--format", "json").document
    assert [row["opened_at"] for row in everything] == sorted(
        row["opened_at"] for row in everything
    )
    assert len(everything) == 3


def test_a_task_is_shown_by_number_or_version(shared: Database, recert: Recert) -> None:
    by_number = recert(shared, "queue", "show", task(shared, "2"), *AS, "--format", "json")
    by_version = recert(shared, "queue", "show", "Lockout", "2", *AS, "--format", "json")
    assert by_number.code == by_version.code == 0
    assert by_number.document == by_version.document
    assert list(by_number.document) == COLUMNS
    # resolved ones, too
    resolved = recert(shared, "queue", "show", "Lockout", "1", *AS, "--format", "json").document
    assert (resolved["resolution"], resolved["resolved_by"]) == ("approved", "Q-1")
    shown = recert(shared, "queue", "show", "Lockout", "2", *AS)
    for text in ("version_approval", REASON, "SOP-017@D"):
        assert text in shown.out


@pytest.mark.rule(15)
def test_of_a_version_the_open_task_is_shown(company: Database, recert: Recert) -> None:
    company.approve("2")
    row = recert(company, "queue", "show", "Lockout", "2", *AS, "--format", "json").document
    assert (row["task_type"], row["state"]) == ("recert_decision", "open")


@pytest.mark.parametrize("command", ["show", "compare"])
def test_what_is_not_there_or_not_for_this_role(
    shared: Database, recert: Recert, command: str
) -> None:
    corporate = task(shared, "1.1")
    for actor, *named in (
        *(("Q-1", "999999"), ("Q-1", "0"), ("Q-1", "9" * 18), ("Q-1", "Lockout", "9")),
        *(("Q-1", "Gowning", "1"), ("Q-1", corporate), ("Q-1", "Lockout", "1.1")),
        ("E-1", task(shared, "2")),
    ):
        result = recert(shared, "queue", command, *named, "--as", actor, "--log-format", "json")
        assert (result.code, result.out) == (6, ""), named
        (error,) = result.messages
        assert error["sqlstate"] == "ZR210"
        assert error["hint"]
    assert recert(shared, "queue", command, corporate, "--as", "C-1").code == 0
    for named in ([], ["Lockout"], ["a", "b", "c"], ["1.5"], ["\u0662"]):
        assert recert(shared, "queue", command, *named, *AS).code == 2


def changes(*pairs: tuple[str, str]) -> list[dict[str, str]]:
    return [{"change": change, "text": text} for change, text in pairs]


def test_what_a_pending_version_changes_in_json(shared: Database, recert: Recert) -> None:
    for named in ([task(shared, "2")], ["Lockout", "2"]):
        told = recert(shared, "queue", "compare", *named, *AS, "--format", "json")
        assert (told.code, told.err) == (0, "")
        assert told.document == {
            "training": "Lockout",
            "version": "2",
            "state": "pending_review",
            "base_version": "1",
            "content": changes(
                *(("same", "# Lockout"), ("removed", "Lock it."), ("added", "Lock it twice.")),
                ("same", "Tag it."),
            ),
            "objectives": changes(("same", "Lock"), ("same", "Tag")),
            "sources": changes(
                *(("removed", "ISO 45001"), ("removed", "SOP-017@C"), ("added", "SOP-017@D")),
            ),
        }


def test_a_first_version_is_all_new(shared: Database, recert: Recert) -> None:
    row = recert(shared, "queue", "compare", "Lockout", "1", *AS, "--format", "json").document
    assert row["base_version"] is None
    told = [each["change"] for part in ("content", "objectives", "sources") for each in row[part]]
    assert told == ["added"] * 7


def test_what_it_changes_in_csv(shared: Database, recert: Recert) -> None:
    written = recert(shared, "queue", "compare", "Lockout", "2", *AS, "--format", "csv")
    assert written.code == 0
    rows = rows_of(written.out)
    assert list(rows[0]) == ["part", "change", "text"]
    assert [(row["part"], row["change"]) for row in rows] == [
        *(("content", "same"), ("content", "removed"), ("content", "added"), ("content", "same")),
        *(("objectives", "same"), ("objectives", "same")),
        *(("sources", "removed"), ("sources", "removed"), ("sources", "added")),
    ]


def test_what_it_changes_for_people(shared: Database, recert: Recert) -> None:
    shown = recert(shared, "queue", "compare", "Lockout", "2", *AS)
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    for line in ("- Lock it.", "+ Lock it twice.", "- SOP-017@C", "+ SOP-017@D"):
        assert line in lines
    # what stays is not told word for word, and nothing is coloured away from a terminal
    assert "Tag it." not in shown.out
    assert "\x1b" not in shown.out


@pytest.mark.parametrize("colours", [True, False], ids=["colours", "NO_COLOR"])
def test_it_is_coloured_at_a_terminal(
    shared: Database, monkeypatch: pytest.MonkeyPatch, colours: bool
) -> None:
    def in_colours(**variables: str) -> dict[str, str]:
        return environment(**variables | ({"NO_COLOR": ""} if colours else {}))

    monkeypatch.setattr("tests.cli.terminal.environment", in_colours)
    with terminal("queue", "compare", "Lockout", "2", *AS, "--dsn", shared.dsn) as shown:
        assert shown.finish() == 0
    red, green = ("\x1b[31m", "\x1b[32m") if colours else ("", "")
    end = "\x1b[0m" if colours else ""
    assert f"{red}- Lock it.{end}" in shown.shown
    assert f"{green}+ Lock it twice.{end}" in shown.shown
    assert ("\x1b[3" in shown.shown) == colours


def test_content_does_not_steer_the_terminal(company: Database, recert: Recert) -> None:
    company.act_as("A-1")
    company.execute(
        *(SUBMIT, "3", "a\x1b[2Jb\rc\n\n[bold]d[/bold]", ["S\x1b[31m@1"], REASON),
        *(["\x07bell"], "quality_admin"),
    )
    company.act_as(None)
    shown = recert(company, "queue", "compare", "Lockout", "3", *AS)
    assert shown.code == 0
    assert not set(shown.out) & {"\x1b", "\r", "\x07"}
    assert "+ [bold]d[/bold]" in shown.out.splitlines()


@pytest.mark.rule(1, 15)
@pytest.mark.parametrize("ending", ["approve", "reject"])
def test_resolving_in_json(company: Database, recert: Recert, ending: str) -> None:
    number = task(company, "2")
    result = recert(company, "queue", "resolve", number, ending, *WHY, *AS, "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert result.document == {
        "review_task_id": int(number),
        "task_type": "version_approval",
        "training": "Lockout",
        "version": "2",
        "resolution": {"approve": "approved", "reject": "rejected"}[ending],
        "audit_seq": company.value("select max(seq) from audit.log"),
    }
    assert company.state("2") == {"approve": "active", "reject": "rejected"}[ending]


@pytest.mark.rule(6, 15)
def test_resolving_with_a_recertification(company: Database, recert: Recert) -> None:
    company.approve("2")
    number = task(company, "2")
    result = recert(company, "queue", "resolve", number, "recertify", *WHY, *AS, "--format", "csv")
    assert result.code == 0
    assert [row["resolution"] for row in rows_of(result.out)] == ["recertified"]
    assert company.assigned("2") == {"E-1": "not_started"}


@pytest.mark.rule(1, 2, 15)
def test_what_cannot_be_resolved_changes_nothing(shared: Database, recert: Recert) -> None:
    pending, corporate, resolved = (task(shared, label) for label in ("2", "1.1", "1"))
    before = shared.snapshot()
    short = ["--reason", "Nine char"]
    cases: list[tuple[int, str | None, list[Any]]] = [
        (5, "ZR101", [pending, "approve", *short, *AS]),
        (5, "ZR102", [pending, "decline", *WHY, *AS]),
        (5, "ZR102", [pending, "approved", *WHY, *AS]),
        (6, "ZR209", [resolved, "approve", *WHY, *AS]),
        (6, "ZR210", ["999999", "approve", *WHY, *AS]),
        (6, "ZR203", [pending, "approve", *WHY, "--as", "N-1"]),
        (7, "ZR304", [corporate, "approve", *WHY, *AS]),
        (7, "ZR304", [pending, "approve", *WHY, "--as", "E-1"]),
        (7, "ZR304", [pending, "approve", *WHY]),
        (7, "ZR305", [pending, "approve", *WHY, "--as", "X-1"]),
        (7, "ZR306", [pending, "reject", *WHY, "--as", "A-1"]),
        (2, None, [pending, "approve", *AS]),
        (2, None, [pending, *WHY, *AS]),
        (2, None, ["two", "approve", *WHY, *AS]),
    ]
    for code, sqlstate, arguments in cases:
        result = recert(shared, "--log-format", "json", "queue", "resolve", *arguments)
        assert (result.code, result.out) == (code, ""), arguments
        error = result.messages[-1]
        assert (error["exit_code"], error["sqlstate"]) == (code, sqlstate)
        assert error["hint"]
    assert shared.snapshot() == before


@pytest.mark.parametrize("number", ["0", str(2**31), str(2**63 - 1), str(2**63), "9" * 30])
def test_a_number_of_any_size_is_no_defect(shared: Database, recert: Recert, number: str) -> None:
    result = recert(shared, "queue", "resolve", number, "approve", *WHY, *AS)
    assert result.code in {2, 6}, result.err
    assert result.out == ""
