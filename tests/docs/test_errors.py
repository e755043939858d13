"""docs/errors.md has every code that sql/ and pipeline/ raise, with its exit code, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import errors
from pipeline.cli import INTERRUPTED
from pipeline.errors import BY_SQLSTATE, Defect, RecertError, class_of
from pipeline.sources import dbt_project_folder, sql_folder

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "errors.md"

#: Placeholders of the design's ranges and of prose, such as ZR0xx.
_CODE = re.compile(r"\bZR\d{3}\b")

_CLASSES: dict[int, type[RecertError]] = {
    thing.exit_code: thing
    for thing in vars(errors).values()
    if isinstance(thing, type) and issubclass(thing, RecertError) and thing is not RecertError
}


def rows(heading: str) -> list[list[str]]:
    """The cells of the table below a heading of the page, without its head."""
    section = PAGE.read_text(encoding="utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines[2:]]


def raised() -> set[str]:
    """Every code of ours that is raised: `errcode` in SQL, `sqlstate=` in pipeline/."""
    in_sql = [
        code
        for folder in (sql_folder(), dbt_project_folder())
        for file in folder.rglob("*.sql")
        for code in re.findall(r"errcode\s*=\s*'(\w+)'", file.read_text(encoding="utf-8"))
    ]
    in_python = [
        code
        for file in (ROOT / "pipeline").rglob("*.py")
        for code in re.findall(r"sqlstate=\"(\w+)\"", file.read_text(encoding="utf-8"))
    ]
    return {code for code in (*in_sql, *in_python) if _CODE.fullmatch(code)}


def test_the_page_has_the_codes_that_are_raised_and_no_other() -> None:
    listed = [row[0] for row in rows("SQLSTATE")]
    assert len(listed) == len(set(listed))
    assert {code for code in listed if code.startswith("ZR")} == raised()


def test_codes_that_are_named_are_raised() -> None:
    """Comments of functions, docstrings and hints name no code that is gone."""
    for folder in (sql_folder(), ROOT / "pipeline", ROOT / "docs"):
        for file in folder.rglob("*"):
            if file.suffix in {".sql", ".py", ".md"}:
                named = set(_CODE.findall(file.read_text(encoding="utf-8")))
                assert named <= raised(), file


def test_every_code_has_the_exit_code_of_its_class() -> None:
    for code, exit_code, meaning, step in rows("SQLSTATE"):
        expected = Defect if code == "other" else class_of(code)
        assert int(exit_code) == expected.exit_code, code
        assert meaning
        assert step


def test_every_code_that_the_command_knows_is_on_the_page() -> None:
    listed = {row[0] for row in rows("SQLSTATE")}
    for prefix, _ in BY_SQLSTATE:
        assert prefix in listed or any(code.startswith(prefix) for code in listed), prefix


def test_every_exit_code_is_on_the_page_with_its_class() -> None:
    listed = {int(exit_code): name for exit_code, name, _, _ in rows("Exit codes")}
    assert listed == {
        0: "",
        INTERRUPTED: "",
        **{exit_code: thing.__name__ for exit_code, thing in _CLASSES.items()},
    }


@pytest.mark.parametrize(
    ("sqlstate", "exit_code"),
    [
        # the ranges of the contract, codes that come later included
        ("ZR042", 4),
        ("ZR199", 5),
        ("ZR299", 6),
        ("ZR399", 7),
        ("ZR499", 8),
        ("40001", 75),
        ("40P01", 75),
        ("55P03", 75),
        ("42501", 7),
        ("08006", 3),
        ("28P01", 3),
        ("3D000", 3),
        ("53100", 3),
        ("57P03", 3),
        ("23505", 1),
        ("XX000", 1),
        (None, 1),
    ],
)
def test_what_a_sqlstate_becomes(sqlstate: str | None, exit_code: int) -> None:
    assert class_of(sqlstate).exit_code == exit_code
