"""Every text that a command takes: an exit code of ours and a next step, never a traceback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import cli
from tests.cli.calling import Recert
from tests.company import REASON, Database
from tests.hostile.counting import Cases
from tests.hostile.values import NO_TEXTS, PWNED, TEXTS

#: Texts that a shell can hand over: no NUL ends an argument.
GIVEN = [
    *(
        TEXTS[name]
        for name in (
            *("statement", "dollars", "format", "escape", "C1", "right to left"),
            *("tabs and line ends", "JSON that is deep", "option", "path"),
            *("too much for an index", "long number", "markup"),
        )
    ),
    NO_TEXTS["bytes that are no UTF-8"],
    "",
    "x" * 100_000,
]

WHY = ("--reason", REASON)
VERSION = ("Lockout", "2")

#: What each command needs to be called at all; what is not here needs nothing.
NEEDED: dict[str, tuple[str, ...]] = {
    "submit": ("Lockout", "9", "--content", "/dev/null", "--source", "S", *WHY),
    **dict.fromkeys(("approve", "reject", "activate", "recertify", "decline"), (*VERSION, *WHY)),
    "scheduled cancel": ("1", *WHY),
    "queue show": ("1",),
    "queue compare": ("1",),
    "queue resolve": ("1", "approve", *WHY),
    "campaign create": (
        *("Lockout", "--name", "x", "--due", "2100-01-01", "--employee", "E-1"),
        *WHY,
    ),
    "campaign show": ("1",),
    "assignment start": ("Lockout",),
    "assignment complete": ("Lockout",),
    "assignment sign": ("Lockout", "--signature-method", "drawn"),
    "exemption grant": ("E-1", "Lockout", "--until", "2100-01-01", *WHY),
    "notifications export": ("-",),
    "audit anchor": ("/dev/null",),
    "audit export": ("/dev/null",),
}

#: Commands that are about a server, a terminal or a whole company, and are tried elsewhere.
ELSEWHERE = {
    *("demo", "db start", "db stop", "db psql", "db backup", "db restore", "db init"),
    *("db upgrade", "report build", "report docs", "daily"),
}

CODES = {0, 2, 5, 6, 7}

#: Where a file cannot be written; and the company was not made by the functions alone.
ALSO = {
    **{name: {1} for name in ("notifications export", "audit export", "audit anchor")},
    **{name: {1} for name in ("report site", "report pack", "report export")},
    "doctor": {8},
}


def commands(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each command with its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def calls(name: str, command: click.Command, text: str) -> Iterator[list[str]]:
    """Calls of a command with the text as each of its arguments and options in turn."""
    needed = NEEDED.get(name, ("/dev/null",) if name.startswith("import ") else ())
    arguments = [part for part in command.params if isinstance(part, click.Argument)]
    for place in range(len(arguments)):
        changed = list(needed)
        if place < len(changed):
            changed[place] = text
        else:
            changed.insert(0, text)
        # what begins with a dash is an argument after two of them
        yield [*changed[len(arguments) :], "--", *changed[: len(arguments)]]
    for part in command.params:
        if isinstance(part, click.Option) and not part.is_flag and part.name != "dsn":
            yield [*needed, f"{part.opts[0]}={text}"]


NAMES = {name: command for name, command in commands() if name not in ELSEWHERE}


@pytest.mark.cases(2 * len(GIVEN))
@pytest.mark.parametrize("name", NAMES)
def test_texts(
    shared: Database,
    recert: Recert,
    cases: Cases,
    name: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)  # some are names of files
    as_ = () if name.startswith(("import ", "scan", "recompute")) else ("--as", "Q-1")
    for text in GIVEN:
        for arguments in calls(name, NAMES[name], text):
            result = recert(shared, *name.split(), *as_, *arguments)
            assert result.code in CODES | ALSO.get(name, set()), (arguments, result.err[-2000:])
            assert "Traceback" not in result.err
            assert "defect" not in result.err
            if result.code not in {0, 8}:
                assert result.out == ""
                assert len(result.err.splitlines()) >= 2
            assert not {"\x1b", "\u009b", "\u202e", "\x07"} & set(result.err), arguments
            cases.one()
    assert shared.value("select to_regclass(%s)::text", PWNED) is None


@pytest.mark.cases(len(GIVEN))
def test_whom_to_act_for(shared: Database, recert: Recert, cases: Cases) -> None:
    before = shared.value("select count(*) from audit.log")
    for text in GIVEN:
        result = recert(shared, "--log-format", "json", "reject", *VERSION, *WHY, f"--as={text}")
        assert result.code in {2, 5, 6}
        assert json.loads(result.err.splitlines()[-1])["hint"]
        cases.one()
    assert shared.value("select count(*) from audit.log") == before
