"""The commands of the documentation work as they stand, page by page, each in its order.

A page has a database of its own, on an embedded server that nobody else uses: the company of the
tutorial as it is when the page begins. What a page shows of the output is compared.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from pipeline.cli import cli
from tests.cli.test_help import ALL
from tests.docs import pages, test_readme
from tests.docs.conftest import STAGES, AtStage
from tests.docs.shell import NOT_RUN, REFUSED, follow, not_run

pytestmark = pytest.mark.embedded

#: Where in the tutorial's story a page begins, when that is not the company with its history.
BEGINS = {
    "docs/how-to/approve.md": "pending",
    "docs/how-to/recertify-some.md": "pending",
    "docs/scale.md": "pending",
    "README.md": "recertified",
    **{
        f"docs/how-to/{name}.md": "recertified"
        for name in ("paper-records", "exempt", "come-back", "backup")
    },
    **{f"docs/how-to/{name}.md": "built" for name in ("hand-data-out", "inspection", "questions")},
    "docs/explanations/marts.md": "built",
    **{f"docs/{name}.md": "built" for name in ("pack", "site", "queries/README")},
    "docs/tutorial.md": "built",
}

#: What stands before this is run elsewhere: by test_readme.py, and to come to a stage.
BEGINS_BELOW = {"README.md": test_readme.END, "docs/tutorial.md": STAGES["built"]}

#: Made of the help, whose examples are parsed below.
HELP = "docs/reference/commands.md"

PAGES = {pages.name_of(page): page for page in pages.documents()}
WITH_COMMANDS = [name for name, page in PAGES.items() if name != HELP and pages.shell_blocks(page)]


@pytest.mark.parametrize("stage", STAGES)
def test_the_commands_of_the_pages(
    stage: str, at_stage: AtStage, subtests: pytest.Subtests
) -> None:
    """All pages that begin there: to come there takes longer than most of them."""
    for name in WITH_COMMANDS:
        if BEGINS.get(name, "company") == stage:
            with subtests.test(name):
                shell = at_stage(stage)
                for block in pages.shell_blocks(PAGES[name], below=BEGINS_BELOW.get(name, "")):
                    follow(shell, name, block)


def test_what_is_left_out_is_still_there() -> None:
    for entry in NOT_RUN:
        page = PAGES[entry.page]
        lines = [command for block in pages.shell_blocks(page) for command in block.commands]
        lines += pages.other_calls(page)
        assert any(line.startswith(entry.line) for line in lines), entry
        assert entry.reason


def test_calls_in_files_for_others_are_told() -> None:
    for name, page in PAGES.items():
        for line in pages.other_calls(page) if name != HELP else ():
            assert not_run(name, line), f"{name}: {line}"


def test_what_is_said_of_pages_is_of_pages_with_commands() -> None:
    assert {*BEGINS, *(page for page, _, _ in REFUSED)} <= set(WITH_COMMANDS)


def test_a_page_that_shows_something_else_is_found() -> None:
    shown = ["is intact      yes", "...", "head seq       17", "due 2026-01-31 08:15:00 UTC"]
    printed = "is intact  yes\nproblem\nhead seq  17\ndue 2035-12-01 00:00:00 UTC\n"
    assert pages.missing(shown, printed) is None
    assert pages.missing(shown, printed.replace("17", "18")) == shown[2]
    assert pages.missing([*reversed(shown)], printed) is not None


def test_the_index_has_every_page() -> None:
    index = PAGES["docs/README.md"]
    links = re.findall(r"\]\(([^)#:]+)", index.read_text(encoding="utf-8"))
    linked = {(index.parent / link).resolve() for link in links}
    assert {page for page in PAGES.values() if page.is_relative_to(index.parent)} <= {
        *linked,
        index,
    }


def test_every_link_to_a_heading_leads_to_one() -> None:
    anchors = {page: pages.anchors(page) for page in PAGES.values()}
    for name, page in PAGES.items():
        for file, anchor in re.findall(
            r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8")
        ):
            leads = (page.parent / file).resolve() if file else page
            assert anchor in anchors[leads], f"{name}: {file}#{anchor}"


# --- what is told without being run --------------------------------------------------------------


def command_of(arguments: list[str]) -> tuple[click.Command, click.Context, list[str]]:
    """The command that is called, and what it is given; fails where there is none."""
    command: click.Command = cli
    context = click.Context(cli, info_name="recert", **cli.context_settings)
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
