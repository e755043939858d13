"""The commands of the README work as they stand, on the files of examples/."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import ROOT, call
from tests.docs.pages import calls, shell_blocks

README = ROOT / "README.md"


#: What comes after the sections on the main job and around it; test_pages.py runs that.
END = "## The database\n"


def commands() -> list[list[str]]:
    """The arguments of each `recert` call in the sections on the main job and around it."""
    return [
        call
        for block in shell_blocks(README, below="## The main job\n", above=END)
        for command in block.commands
        for call in calls(command)
    ]


@pytest.fixture
def told(empty_dsn: str) -> dict[str, Any]:
    """What each command printed as JSON, by its words up to the first value."""
    documents: dict[str, Any] = {}
    digest = ""
    for arguments in commands():
        given = [digest if argument == "DIGEST" else argument for argument in arguments]
        result = call(*given, "--dsn", empty_dsn, "--format", "json", cwd=ROOT)
        assert result.code == 0, f"recert {shlex.join(given)}\n{result.err}"
        document = json.loads(result.out)
        if "--plan" in given and given[0] == "approve":
            digest = document["plan_digest"]
        name = f"plan {given[0]}" if "--plan" in given else given[0]
        documents.setdefault(name, document)
        documents[" ".join(given[:2])] = document
    return documents


def test_the_main_job_of_the_readme(told: dict[str, Any]) -> None:
    assert told["plan approve"]["population"] == 4
    assert (told["approve"]["created"], told["approve"]["inactive"]) == (3, 1)
    assert told["approve"]["plan_digest"] == told["plan approve"]["plan_digest"]
    assert told["recertify"]["created"] == 1
    assert told["scan"]["overdue"] == 1
    assert told["report"]["marts"]["mart_compliance.recertification_campaigns"] == 1
    assert told["audit"]["is_intact"]
    # and around it
    assert told["recompute"]["created"] == 2
    assert told["assignment complete"]["manifestation"]
    assert told["import completions"]["inserted"] == 2
    assert told["campaign create"]["created"] == 3
    assert [task["task_type"] for task in told["queue list"]] == ["source_outdated"]
    assert told["queue compare"]["base_version"] is None
    assert {step["state"] for step in told["daily"]} == {"succeeded"}
    assert told["notifications export"]


def test_the_first_two_commands_are_the_set_up() -> None:
    shown = re.findall(r"^    (\S.*)$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert [command.split("  ")[0].strip() for command in shown[:2]] == ["make demo", "make test"]


def test_every_link_leads_to_a_file() -> None:
    pages = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    pages += [*(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
    pages.append(ROOT / "dbt_project" / "README.md")
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), f"{page}: {link}"


def test_every_file_of_the_examples_is_told() -> None:
    examples = ROOT / "examples"
    page = (examples / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in examples.iterdir()} - {"README.md"} == set(
        re.findall(r"^\| `(\S+)`", page, re.MULTILINE)
    )


def test_no_placeholder_is_left() -> None:
    for page in (README, *Path(ROOT / "docs").rglob("*.md")):
        assert "@@" not in page.read_text(encoding="utf-8"), page
