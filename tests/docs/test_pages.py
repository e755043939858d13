"""The commands of the documentation work as they stand, page by page, each in its order.

A page has a database of its own, on an embedded server that nobody else uses: an empty one, or the
company of examples/ as it is when the page begins.
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from pipeline.cli import cli
from tests.cli.test_help import ALL
from tests.docs import pages, test_readme
from tests.docs.conftest import AtStage

pytestmark = pytest.mark.embedded


@dataclass(frozen=True)
class NotRun:
    """A line of a page that is not executed here, and why."""

    page: str
    line: str
    reason: str


#: Every one begins as the line in the page does.
NOT_RUN = (
    NotRun(
        "README.md",
        "export RECERT_DSN=postgresql://recert_admin@db.example.com/recert",
        "that server is the reader's; what follows runs on the embedded one",
    ),
    NotRun(
        "docs/scale.md",
        "export RECERT_DSN=postgresql://recert_gateway@pool.example.com",
        "needs PgBouncer: tests/cli/pooling has one",
    ),
    NotRun(
        "docs/scheduling.md",
        "30 2,4 * * * recert daily",
        "cron's form: tests/docs/test_scheduling.py runs it",
    ),
    NotRun(
        "docs/scheduling.md",
        "45 2,4 * * * recert notifications",
        "cron's form: tests/docs/test_scheduling.py runs it",
    ),
    NotRun(
        "docs/scheduling.md",
        "ExecStart=",
        "systemd's form: tests/docs/test_scheduling.py runs it",
    ),
    NotRun(
        "docs/scheduling.md",
        "bash_command=",
        "Airflow's form: tests/docs/test_scheduling.py runs it",
    ),
)

#: Where a page's story begins, when that is not the company with its history.
BEGINS: dict[str, str | None] = {
    "README.md": "recertified",
    "docs/queries/README.md": "recertified",
    "docs/scale.md": "pending",
}

#: tests/docs/test_readme.py runs what stands before this, and looks at its results.
BEGINS_BELOW = {"README.md": test_readme.END}

#: Lines that end with another exit code than 0, as the page says.
EXITS: dict[tuple[str, str], int] = {}

PAGES = {pages.name_of(page): page for page in pages.documents()}
WITH_COMMANDS = [name for name, page in PAGES.items() if pages.shell_blocks(page)]


def not_run(page: str, command: str) -> NotRun | None:
    """The entry that leaves this line out."""
    for entry in NOT_RUN:
        if entry.page == page and command.startswith(entry.line):
            return entry
    return None


@pytest.mark.parametrize("name", WITH_COMMANDS)
def test_the_commands_of_the_page(name: str, at_stage: AtStage) -> None:
    shell = at_stage(BEGINS.get(name, "company"))
    for block in pages.shell_blocks(PAGES[name], below=BEGINS_BELOW.get(name, "")):
        printed = ""
        for command in block.commands:
            if not_run(name, command):
                continue
            done = shell.run(command)
            assert done.returncode == EXITS.get((name, command), 0), f"{command}\n{done.stdout}"
            printed += done.stdout
        assert (line := pages.missing(block.shown, printed)) is None, (
            f"after {block.commands[-1]}\n{name} shows: {line}\nprinted was:\n{printed}"
        )


def test_what_is_left_out_is_still_there() -> None:
    for entry in NOT_RUN:
        page = PAGES[entry.page]
        lines = [command for block in pages.shell_blocks(page) for command in block.commands]
        lines += pages.other_calls(page)
        assert any(line.startswith(entry.line) for line in lines), entry
        assert entry.reason


def test_calls_in_files_for_others_are_told() -> None:
    for name, page in PAGES.items():
        for line in pages.other_calls(page):
            assert not_run(name, line), f"{name}: {line}"


def test_only_pages_with_commands_are_prepared() -> None:
    assert set(BEGINS) <= set(WITH_COMMANDS)


# --- what is told without being run --------------------------------------------------------------


def command_of(arguments: list[str]) -> tuple[click.Command, click.Context, list[str]]:
    """The command that is called, and what it is given; fails where there is none."""
    command: click.Command = cli
    context = click.Context(cli, info_name="recert")
    rest = list(arguments)
    while isinstance(command, click.Group) and rest:
        # options before the name
        if rest[0].startswith("--"):
            is_flag = rest[0] == "--debug" or "=" in rest[0]
            rest = rest[1 if is_flag else 2 :]
            continue
        found = command.get_command(context, rest[0])
        if found is None:
            break
        context = click.Context(found, parent=context, info_name=rest[0])
        command, rest = found, rest[1:]
    return command, context, rest


def options_of(command: click.Command) -> set[str]:
    return {name for given in command.params for name in (*given.opts, *given.secondary_opts)} | {
        "--help",
        "-h",
        "--version",
    }


@pytest.mark.parametrize("name", PAGES)
def test_the_commands_in_sentences_exist(name: str) -> None:
    for arguments in pages.inline_calls(PAGES[name]):
        command, _, rest = command_of(arguments)
        told = f"{name}: recert {shlex.join(arguments)}"
        if isinstance(command, click.Group):
            # a sentence may mean the whole group, or any of it
            assert all(word.startswith("-") or word.isupper() for word in rest), told
        for option in rest:
            if option == "--":
                break
            if option.startswith("--"):
                assert option.partition("=")[0] in options_of(command), told


def examples(path: tuple[str, ...]) -> list[str]:
    """The examples in the help of a command, each a line for a shell."""
    command, _, _ = command_of(list(path))
    text = (command.help or "").partition("Examples:")[2]
    return pages.commands([line.strip() for line in text.split("\n")])


def provide(parameter: click.Parameter, value: object) -> None:
    """Make the file or folder that an example names, where it has to be there."""
    if isinstance(parameter.type, click.Path) and parameter.type.exists and value:
        path = Path(str(value))
        path.parent.mkdir(parents=True, exist_ok=True)
        if parameter.type.file_okay:
            path.touch()
        else:
            path.mkdir(exist_ok=True)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_the_examples_of_the_help_are_accepted(
    path: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every option and argument is taken by Click's parser, with a value of its type."""
    monkeypatch.chdir(tmp_path)
    found = [call for line in examples(path) for call in pages.calls(line)]
    assert found
    for arguments in found:
        command, context, rest = command_of(arguments)
        assert context.command_path == f"recert {' '.join(path)}"
        parser = command.make_parser(context)
        values, _, _ = parser.parse_args(list(rest))
        # raises where a value is not of its type, or one that is needed is missing
        for parameter in command.get_params(context):
            if parameter.expose_value:
                provide(parameter, values.get(parameter.name or ""))
                parameter.handle_parse_result(context, values, [])
