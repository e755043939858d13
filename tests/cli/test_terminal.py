"""At a terminal the plan is shown and confirmed first; without one nobody is asked."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.calling import KEYS, call
from tests.cli.terminal import terminal
from tests.company import REASON, Database

WHY = ["--reason", REASON, "--as", "Q-1"]
EVERYONE = ["approve", "Lockout", "2", "--recertify-everyone", *WHY]
QUESTION = "[y/N]"
#: What a bar is drawn with.
BAR = "━"


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    "answer",
    # after Ctrl-C another key: Python may be about to wait for one when the signal comes
    ["n\r", "\r", "no\r", "\x03\r", "\x04"],
    ids=["n", "enter", "no", "Ctrl-C", "Ctrl-D"],
)
@pytest.mark.parametrize("command", ["approve everyone", "approve", "activate", "recertify"])
def test_whoever_does_not_agree_changes_nothing(
    untouched: Database, command: str, answer: str
) -> None:
    arguments = {
        "approve everyone": EVERYONE,
        "approve": ["approve", "Lockout", "2", *WHY],
        "activate": ["activate", "Lockout", "2", *WHY],
        "recertify": ["recertify", "Lockout", "1", *WHY],
    }[command]
    before = untouched.record()
    with terminal(*arguments, "--dsn", untouched.dsn) as shown:
        shown.wait_for(QUESTION)
        shown.type(answer)
        assert shown.finish() == 130
    assert untouched.record() == before
    assert "Traceback" not in shown.shown


@pytest.mark.rule(12)
def test_the_plan_is_shown_and_whoever_agrees_gets_it(company: Database) -> None:
    before = company.record()
    with terminal(*EVERYONE, "--dsn", company.dsn) as shown:
        shown.wait_for(QUESTION)
        for text in ("Recertification: Lockout v2", "population", "Line 4", "Graz"):
            assert text in shown.shown
        assert company.record() == before
        shown.type("y\r")
        assert shown.finish() == 0
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}


@pytest.mark.rule(12)
def test_what_is_confirmed_is_what_was_shown(company: Database) -> None:
    with terminal(*EVERYONE, "--dsn", company.dsn) as shown:
        shown.wait_for(QUESTION)
        company.users("E-9")
        company.evidence("E-9", "1")
        before = company.record()
        shown.type("y\r")
        assert shown.finish() == 6
    assert "ZR206" in shown.shown
    assert company.record() == before


def test_stdout_is_kept_for_data_when_it_goes_to_a_file(company: Database, tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    with (
        file.open("wb") as out,
        terminal(*EVERYONE, "--dsn", company.dsn, "--format", "json", stdout=out) as shown,
    ):
        shown.wait_for(QUESTION)
        assert "population" in shown.shown
        shown.type("y\r")
        assert shown.finish() == 0
    assert list(json.loads(file.read_text(encoding="utf-8"))) == KEYS


@pytest.mark.parametrize("command", [EVERYONE, ["approve", "Lockout", "2", *WHY]])
def test_yes_is_not_asked(company: Database, command: list[str]) -> None:
    with terminal(*command, "--yes", "--dsn", company.dsn) as shown:
        assert shown.finish() == 0
    assert QUESTION not in shown.shown
    assert company.state("2") == "active"


def test_a_plan_alone_is_not_asked(untouched: Database) -> None:
    with terminal(*EVERYONE, "--plan", "--dsn", untouched.dsn) as shown:
        assert shown.finish() == 0
    assert QUESTION not in shown.shown


def test_without_a_terminal_nobody_is_asked(company: Database) -> None:
    result = call(*EVERYONE, "--dsn", company.dsn)
    assert result.code == 0
    assert QUESTION not in result.err
    assert company.state("2") == "active"


def test_a_report_build_shows_how_far_it_is(company: Database) -> None:
    with terminal("report", "build", "--select", "+audit_trail", "--dsn", company.dsn) as shown:
        shown.wait_for("mart_audit.audit_trail")
        assert shown.finish() == 0
    assert re.search(r"\d+/\d+", shown.shown)
    assert "tests passed" in shown.shown


def test_a_site_is_told_below_the_build_that_it_needs(company: Database, tmp_path: Path) -> None:
    given = ["report", "site", str(tmp_path / "site"), "--rebuild", "--dsn", company.dsn]
    with terminal(*given) as shown:
        assert shown.finish() == 0
    build, _, site = shown.shown.partition("The registers ...")
    assert BAR in build
    assert BAR not in site
    assert "The twenty questions ..." in site
