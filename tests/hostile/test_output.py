"""What is recorded comes back as it was given, and neither spreadsheet nor terminal obeys it."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.output import as_cell, harmless, json_text
from tests.cli.calling import Recert
from tests.cli.conftest import fill
from tests.cli.terminal import terminal
from tests.company import REASON, Database
from tests.hostile.counting import Cases
from tests.hostile.values import TEXTS, any_text

FORMULA = tuple("=+-@\t\r")

#: What is added before a text is taken away again by whoever needs it as it was.
ADDED = re.compile("^'(?='*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")

OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069]")

GRANT = "select * from api.grant_exemption(%s, 'Lockout', %s, now() + interval '1 year')"
GRANTED = ("audit", "log", "--all", "--action", "grant_exemption", "--format")


@pytest.fixture
def company(database: Database) -> Database:
    """A company whose commits the command sees."""
    fill(database)
    return database


@pytest.fixture
def reasons(company: Database) -> list[str]:
    """An exemption for each text, which is its reason and the name of who has it."""
    texts = [f"{text} because of it" for text in TEXTS.values()]
    company.act_as("Q-1")
    for at, text in enumerate(texts):
        company.user(f"H{at:03}", department=text, full_name=text)
        company.rows(GRANT, f"H{at:03}", text)
    company.act_as(None)
    return texts


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.cases(4 * len(TEXTS))
def test_reasons_come_back_as_they_were_given(
    company: Database, recert: Recert, cases: Cases, reasons: list[str]
) -> None:
    listed = recert(company, "exemption", "list", "--format", "json").document
    assert sorted(row["reason"] for row in listed) == sorted(reasons)
    logged = recert(company, *GRANTED, "json").document
    assert [row["change_reason"] for row in logged] == reasons
    assert [json.loads(row["payload"])["change_reason"] for row in logged] == reasons

    table = rows_of(recert(company, *GRANTED, "csv").out)
    assert [ADDED.sub("", row["change_reason"]) for row in table] == reasons
    assert [json.loads(row["payload"])["change_reason"] for row in table] == reasons
    assert all(row["seq"].isdigit() for row in table)
    for row in table:
        assert not any(cell.startswith(FORMULA) for cell in row.values())
    cases.several(4 * len(reasons))
    assert recert(company, "audit", "verify").code == 0


@pytest.mark.cases(len(TEXTS))
def test_nothing_that_a_terminal_obeys_is_in_a_table(
    company: Database, recert: Recert, cases: Cases, reasons: list[str]
) -> None:
    for command in (
        ["exemption", "list"],
        ["audit", "log", "--all"],
        ["approve", "Lockout", "2", "--plan"],
        ["exemption", "list", "--format", "json"],
        ["audit", "log", "--all", "--format", "json"],
    ):
        result = recert(company, *command, "--as", "Q-1")
        assert result.code == 0
        assert not OBEYED.search(result.out)
    cases.several(len(reasons))


def test_a_terminal_gets_no_control_characters_whatever_the_format(company: Database) -> None:
    company.act_as("Q-1")
    company.rows(GRANT, "E-1", "\x1b]52;c;cHduZWQ=\x07\u009b2J\u202e is no reason at all")
    for form in ("table", "json", "csv"):
        with terminal("exemption", "list", "--format", form, "--dsn", company.dsn) as shown:
            assert shown.finish() == 0
        assert "u202e" in shown.shown
        for obeyed in ("\x1b]", "\x07", "\u009b", "\u202e"):
            assert obeyed not in shown.shown


def test_a_name_cannot_pretend_to_be_the_next_step(company: Database, recert: Recert) -> None:
    name = "x\nNext: run something else"
    result = recert(company, "approve", name, "2", "--reason", REASON, "--as", "Q-1")
    assert result.code == 6
    assert sum(line.startswith("Next: ") for line in result.err.splitlines()) == 1


@pytest.mark.cases(2 * len(TEXTS))
def test_rejected_values_are_told_as_texts(
    company: Database, recert: Recert, cases: Cases, tmp_path: Path
) -> None:
    """In the file and on stderr; and the file that was given is corrected and loaded as it is."""
    file, rejects = tmp_path / "users.csv", tmp_path / "rejects.csv"
    texts = [f"={text[:150]}." for text in TEXTS.values()]
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(["employee_number", "full_name", "is_active"])
        writer.writerows([f"N-{at}", "x", text] for at, text in enumerate(texts))
    result = recert(company, "import", "users", str(file), "--rejects", str(rejects))
    assert result.code == 5
    assert not OBEYED.search(result.err)
    assert [row["value"] for row in rows_of(rejects.read_bytes().decode())] == [
        f"'{text}" for text in texts
    ]
    cases.several(2 * len(texts))

    file.write_text("employee_number,full_name\nN-1,=1+1\nN-2,'=1+1\n", encoding="utf-8")
    assert recert(company, "import", "users", str(file), "--rejects", str(rejects)).code == 0
    names = company.rows("select full_name from core.users where employee_number ~ '^N-'")
    assert sorted(row["full_name"] for row in names) == ["'=1+1", "=1+1"]


def test_reminders_are_no_formulas(company: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "reminders.csv"
    company.user("=E-9", full_name="@SUM(A1)", email="-x@example.com")
    company.act_as("Q-1")
    company.rows(
        "select * from api.create_campaign('Lockout', '+Line 4', now() + interval '3 days', %s,"
        " p_employee_numbers => array['=E-9'])",
        REASON,
    )
    company.act_as(None)
    company.rows("select * from api.write_reminders()")
    assert recert(company, "notifications", "export", str(file)).code == 0
    (row,) = rows_of(file.read_text(encoding="utf-8"))
    assert (row["employee_number"], row["full_name"]) == ("'=E-9", "'@SUM(A1)")
    assert (row["email"], row["campaign"]) == ("'-x@example.com", "'+Line 4")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        *((f"{sign}1", f"'{sign}1") for sign in FORMULA),
        ("-5", "'-5"),
        (-5, -5),
        (-0.5, -0.5),
        (Decimal("-12.50"), -12.5),
        (None, None),
        (True, "true"),
        (["=1"], '["=1"]'),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_cells(value: object, cell: object) -> None:
    assert as_cell(value) == cell


@settings(max_examples=400, deadline=None)
@given(text=any_text | st.text("'=+-@a\t\r\n", max_size=6))
def _any_text(cases: Cases, text: str) -> None:
    cell = as_cell(text)
    assert not cell.startswith((*FORMULA, "\n"))
    assert ADDED.sub("", cell) == text
    assert json.loads(json_text({"x": text})) == {"x": text}
    assert not OBEYED.search(json_text({"x": text}))
    assert not OBEYED.search(harmless(text))
    cases.several(2)


@pytest.mark.cases(800)
def test_any_text(cases: Cases) -> None:
    _any_text(cases)
