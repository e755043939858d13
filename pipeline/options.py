"""The options that every command takes, before its name and after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.settings import Settings

Function = TypeVar("Function", bound=Callable[..., Any])

pass_settings = click.make_pass_decorator(Settings, ensure=True)

#: Of the commands that build the marts.
exceptions_option = click.option(
    "--exceptions",
    metavar="FILE",
    envvar="RECERT_EXCEPTIONS",
    type=click.Path(dir_okay=False, path_type=Path),
    help="CSV of what is accepted though it fails a control. Default: RECERT_EXCEPTIONS.",
)


explain_option = click.option(
    "--explain",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the plans of what is done, as the server ran them, to a new FILE.",
)


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Put a given option into the settings; one given later in the call wins."""
    if value == "":
        # a variable of a script that is not set: not somebody else's database or name
        raise click.BadParameter("must not be blank; leave the option out for its default")
    settings = context.find_root().ensure_object(Settings)
    if value is not None and parameter.name is not None:
        setattr(settings, parameter.name, value)


class Moment(click.ParamType[datetime]):
    """A date or time of ISO 8601; in UTC where no offset follows, a date is 00:00."""

    name = "moment"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment; fails as wrong usage."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
            if not 1900 < moment.year < 9999:
                raise ValueError
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except ValueError:
            self.fail(f"{value!r} is no date or time such as 2027-01-31.", param, ctx)


def _common_options() -> list[click.Parameter]:
    def option(*names: str, **attributes: Any) -> click.Option:
        return click.Option(
            list(names), expose_value=False, callback=_keep, default=None, **attributes
        )

    return [
        option(
            "--dsn",
            metavar="DSN",
            help="Database, a URL or keywords. Default: RECERT_DSN, else the embedded server.",
        ),
        option(
            "--as",
            "actor",
            metavar="EMPLOYEE_NUMBER",
            help="Person to act as. Default: RECERT_ACTOR, else the login's own.",
        ),
        option(
            "--format",
            "format",
            type=click.Choice(["table", "json", "csv"]),
            help="Form of what goes to stdout. Default: table.",
        ),
        option(
            "--log-format",
            "log_format",
            type=click.Choice(["text", "json"]),
            help="Form of messages on stderr. Default: text.",
        ),
        option("--debug", is_flag=True, help="Show the traceback of an error."),
    ]


def _unwrapped(help_text: str | None) -> str | None:
    r"""A help text in which the ``\b`` of a raw docstring is the character that Click looks for."""
    return help_text.replace("\\b\n", "\b\n") if help_text else help_text


class Command(click.Command):
    """A command that takes the common options."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.help = _unwrapped(self.help)
        self.params.extend(_common_options())


class Group(click.Group):
    """A group whose commands take the common options; its own are read before theirs.

    ``lazy`` maps names to ``module:attribute``: such a command is imported when it is called, so
    that the start of the command costs what it uses.
    """

    command_class = Command
    group_class = type

    def __init__(
        self,
        *arguments: Any,
        lazy: dict[str, tuple[str, str]] | None = None,
        **attributes: Any,
    ) -> None:
        super().__init__(*arguments, **attributes)
        self.params.extend(_common_options())
        self.lazy = lazy or {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  Click's signature
        """The names in the order in which they are told, not of the alphabet."""
        return [*self.lazy, *self.commands]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name in self.lazy:
            module, attribute = self.lazy[cmd_name][0].split(":")
            command = getattr(import_module(module), attribute)
            if not isinstance(command, click.Command):
                raise TypeError(f"{cmd_name} is not a command")
            return command
        return super().get_command(ctx, cmd_name)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002  Click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands with their one line, without importing the lazy ones."""
        rows = [(name, line) for name, (_, line) in self.lazy.items()]
        rows += [(name, command.get_short_help_str(90)) for name, command in self.commands.items()]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
