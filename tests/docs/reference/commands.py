"""docs/reference/commands.md: every command as its --help tells it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from pipeline.cli import cli
from pipeline.options import Command
from tests.docs.reference import markdown

INTRODUCTION = """\
# Commands

What `--help` says of each command, in its order. What the exit codes mean is in
[errors.md](../errors.md), what the files that are imported look like in [files.md](../files.md)."""


def walk(
    command: click.Command, context: click.Context
) -> Iterator[tuple[click.Command, click.Context]]:
    """All commands and groups, each group before what it has."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from walk(found, click.Context(found, parent=context, info_name=name))


def options(command: click.Command, context: click.Context, without: set[str]) -> str:
    """The table of options, those of these names left out."""
    rows = []
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        # an argument without a word of its own stands in the usage
        if record is not None and record[1] and parameter.name not in without:
            rows.append((markdown.code(record[0].replace("|", " or ")), markdown.text(record[1])))
    return markdown.table(("option", "meaning"), rows) if rows else ""


def paragraphs(command: click.Command) -> tuple[str, str]:
    """What a command does, and its examples as a block of commands."""
    told = inspect.cleandoc((command.help or "").replace("\b\n", "\n"))
    what, _, examples = told.partition("Examples:\n")
    described = "\n\n".join(
        # an indented block keeps its lines
        paragraph if paragraph.startswith("  ") else markdown.text(paragraph)
        for paragraph in re.split(r"\n\s*\n", what.strip())
    )
    lines = inspect.cleandoc("\n" + examples).split("\n") if examples.strip() else []
    return described, "\n".join(f"    {line}".rstrip() for line in lines)


def section(command: click.Command, context: click.Context, common: set[str]) -> str:
    """A command: its usage, what it does, its options and examples."""
    path = context.command_path
    described, examples = paragraphs(command)
    usage = " ".join([path, *command.collect_usage_pieces(context)])
    if isinstance(command, click.Group):
        depth = "##"
        parts = ", ".join(
            markdown.link(f"{path} {name}") for name in command.list_commands(context)
        )
        body = [described, f"Commands: {parts}"]
    else:
        depth = "##" if path.count(" ") == 1 else "###"
        body = [f"```text\n{usage}\n```", described, options(command, context, common)]
        body += ["Examples:", examples] if examples else []
    return "\n\n".join([f"{depth} `{path}`", *(part for part in body if part)])


def written() -> str:
    """The page."""
    top = click.Context(cli, info_name="recert", **cli.context_settings)
    shared = Command("any")
    parameters = shared.get_params(click.Context(shared, **cli.context_settings))
    common = {parameter.name for parameter in parameters if parameter.name}
    found = list(walk(cli, top))[1:]
    index = markdown.table(
        ("command", "does"),
        (
            (markdown.link(context.command_path), markdown.text(command.get_short_help_str(200)))
            for command, context in found
        ),
    )
    return markdown.page(
        INTRODUCTION,
        index,
        "## Options of every command",
        "Each is taken before the command's name and after it.",
        options(shared, click.Context(shared, info_name="recert", **cli.context_settings), set()),
        *(section(command, context, common) for command, context in found),
    )
