"""The help: every command has examples, and asking for it imports nothing that is slow."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from pipeline.cli import cli
from pipeline.options import Group
from tests.cli.calling import ROOT, Recert, environment


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The names of all commands that do something, groups left out."""
    if not isinstance(command, click.Group):
        yield path
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        found = command.get_command(context, name)
        assert found is not None
        yield from commands(found, (*path, name))


ALL = sorted(commands(cli))


def test_the_commands_of_the_contract_are_there() -> None:
    assert set(ALL) >= {
        ("demo",),
        ("submit",),
        ("approve",),
        ("activate",),
        ("recertify",),
        *{
            ("db", name)
            for name in ("init", "upgrade", "status", "start", "stop", "psql", "backup", "restore")
        },
        *{
            ("import", name)
            for name in ("users", "trainings", "versions", "evidence", "assignments")
        },
        ("queue", "list"),
        ("scan", "overdue"),
        ("report", "build"),
        ("audit", "log"),
        ("audit", "verify"),
        ("audit", "export"),
        ("audit", "anchor"),
    }


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_has_examples_and_the_common_options(
    path: tuple[str, ...], recert: Recert
) -> None:
    result = recert(*path, "--help")
    assert (result.code, result.err) == (0, "")
    assert "Examples:" in result.out
    assert f"recert {' '.join(path)}" in result.out.partition("Examples:")[2]
    for option in ("--dsn", "--as", "--format", "--log-format", "--debug"):
        assert option in result.out
    assert recert(*path, "-h").out == result.out


GROUPS = [(), *sorted({path[:1] for path in ALL if len(path) > 1})]


@pytest.mark.parametrize("path", GROUPS, ids=" ".join)
def test_every_group_lists_its_commands(path: tuple[str, ...], recert: Recert) -> None:
    result = recert(*path, "--help")
    assert result.code == 0
    for command in ALL:
        if command[: len(path)] == path:
            assert f"  {command[len(path)]} " in result.out
    assert recert(*path).code == 2  # without a command it is told what there is


def test_an_unknown_command_is_named(recert: Recert) -> None:
    result = recert("aprove")
    assert (result.code, result.out) == (2, "")
    assert "aprove" in result.err


def test_the_help_imports_nothing_that_is_slow() -> None:
    program = (
        "import sys; from pipeline.cli import run; code = run(sys.argv[1:]);"
        " slow = {'dbt', 'psycopg', 'rich', 'pyarrow', 'psutil'} & set(sys.modules);"
        " print(code, sorted(slow), file=sys.stderr)"
    )
    for arguments in (["--help"], ["approve", "--help"], ["import", "--help"], ["--version"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            env=environment(),
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr.splitlines()[-1] == "0 []", arguments


def test_a_lazy_command_is_one() -> None:
    group = Group("broken", lazy={"wrong": ("pipeline.cli:run", "Not a command.")})
    with pytest.raises(TypeError):
        group.get_command(click.Context(group), "wrong")
