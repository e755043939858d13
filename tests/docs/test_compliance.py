"""What docs/compliance.md names (files, functions, tests) is there, and no clause is left out."""

from __future__ import annotations

import ast
import re

import pytest

from tests.cli.calling import ROOT
from tests.company import Database

PAGE = (ROOT / "docs" / "compliance.md").read_text(encoding="utf-8")
SECTIONS = re.split(r"^(?=##? )", PAGE, flags=re.MULTILINE)

#: Each clause that the page has to say something about.
CLAUSES = [
    *(f"11.10({letter})" for letter in "abcdefghijk"),
    *("11.30", "11.50", "11.70", "11.100", "11.200(a)", "11.200(b)", "11.300"),
    *("ISO 9001 7.2", "ISO 9001 7.5.3.1"),
    *(f"ISO 9001 7.5.3.2 {letter})" for letter in "abcd"),
    *("ISO 9001 7.5.3.2 External", "ISO 13485 4.2.5", "ISO 13485 6.2"),
]


def named(pattern: str) -> list[str]:
    """What the page has as code and in this form."""
    found = sorted(set(re.findall(rf"`({pattern})`", PAGE)))
    assert found
    return found


def section(clause: str) -> str:
    """What the page says about a clause."""
    (found,) = (text for text in SECTIONS if text.startswith(f"## {clause} "))
    return found


@pytest.mark.parametrize("clause", CLAUSES)
def test_each_clause_has_a_control_or_the_reason_why_not_and_what_remains(clause: str) -> None:
    text = section(clause)
    assert "**Control" in text or "**Does not apply" in text
    assert "**Yours" in text or "**Does not apply:**" in text
    if "**Enforced in**" in text:
        assert re.search(r"\*\*Shown by\*\* `tests/", text)


def test_there_is_no_other_clause() -> None:
    assert len(re.findall(r"^## (?:11|ISO)", PAGE, re.MULTILINE)) == len(CLAUSES)


def test_the_files_are_there() -> None:
    for path in named(r"(?:sql|pipeline|dbt_project|docs|tests)/[\w./]+|[A-Z]+\.md"):
        assert (ROOT / path).is_file(), path


def test_the_tests_are_there() -> None:
    for test in named(r"tests/[\w/]+\.py::\w+"):
        path, _, name = test.partition("::")
        module = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {
            node.name for node in ast.walk(module) if isinstance(node, ast.FunctionDef)
        }, test


def test_the_functions_tables_and_views_are_there(database: Database) -> None:
    there = {
        row["name"]
        for row in database.rows(
            "select pronamespace::regnamespace || '.' || proname as name from pg_proc"
            " union all"
            " select relnamespace::regnamespace || '.' || relname from pg_class"
        )
    }
    for name in named(r"(?:api|core|audit|ops)\.\w+"):
        assert name in there | {"audit.md"}, name
