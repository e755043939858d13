"""The ``recert`` command: its groups, and how an error becomes a sentence and an exit code."""

from __future__ import annotations

import errno
import io
import logging
import sys
import traceback
from itertools import pairwise

import click

from pipeline import __version__
from pipeline.errors import Defect, RecertError, WrongUsage
from pipeline.masking import masked
from pipeline.options import Group
from pipeline.output import announce, harmless, show_error
from pipeline.settings import Settings
from pipeline.streams import forget_output, is_unread, make_usable

#: What the operating system says when output finds no room, or no place to go.
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EBADF})

#: Exit code of an interrupted command: nothing is left half-done.
INTERRUPTED = 130

_COMMANDS = {
    "demo": (
        "pipeline.commands.demo:demo",
        "Run the whole job on a generated company, or on OULAD.",
    ),
    "db": ("pipeline.commands.db:db", "Install, look at, start and stop the database."),
    "import": ("pipeline.commands.imports:import_", "Load users, trainings, versions and records."),
    "queue": ("pipeline.commands.queue:queue", "The Quality Review Queue."),
    "submit": ("pipeline.commands.versions:submit", "Submit a version for review."),
    "approve": ("pipeline.commands.versions:approve", "Approve a version; recertify everyone."),
    "reject": ("pipeline.commands.versions:reject", "Reject a pending version."),
    "activate": ("pipeline.commands.versions:activate", "Put an approved version in force."),
    "recertify": (
        "pipeline.commands.recertification:recertify",
        "Recertify everyone for an active version, or some.",
    ),
    "decline": (
        "pipeline.commands.recertification:decline",
        "Decide to recertify nobody for an active version.",
    ),
    "scheduled": (
        "pipeline.commands.recertification:scheduled",
        "List and cancel recertifications stored for a day to come.",
    ),
    "campaign": ("pipeline.commands.campaigns:campaign", "Make and look at campaigns."),
    "assignment": (
        "pipeline.commands.assignments:assignment",
        "Start, complete, sign and list assignments.",
    ),
    "exemption": ("pipeline.commands.exemptions:exemption", "Grant and list exemptions."),
    "notifications": (
        "pipeline.commands.notifications:notifications",
        "List reminders, and hand them to whatever sends mail.",
    ),
    "scan": ("pipeline.commands.scan:scan", "Find what is overdue, and what has expired."),
    "recompute": ("pipeline.commands.scan:recompute", "Assign what the assignment rules ask for."),
    "daily": ("pipeline.commands.daily:daily", "Do the scheduled work of a day."),
    "jobs": ("pipeline.commands.jobs:jobs", "Show what ran, and what it cost the server."),
    "report": (
        "pipeline.commands.report:report",
        "Build the marts; hand them out as site, files and pack.",
    ),
    "audit": ("pipeline.commands.audit:audit", "Read and verify the audit log."),
    "doctor": ("pipeline.commands.doctor:doctor", "Check what must always hold of the record."),
}


@click.group(
    cls=Group,
    lazy=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Start with `recert demo`. Every command takes the options above before its name and after"
        " it, and has examples under --help. Exit codes: docs/errors.md."
    ),
)
@click.version_option(__version__, prog_name="recert")
def cli() -> None:
    """Keep people's training valid when a procedure changes, and prove it.

    When a new version of a training is approved, Recert re-enrols everyone who holds evidence on
    an older one, marks that evidence superseded without touching it, and records who decided what,
    when and why in an append-only, hash-chained audit log.
    """


def run(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code; ``arguments`` default to those of the process."""
    given = sys.argv[1:] if arguments is None else arguments
    settings = Settings()
    make_usable()
    # of an error that it ignores on the way out it would print a line; the error before it is told
    logging.getLogger("psycopg").addHandler(logging.NullHandler())
    try:
        result = cli.main(given, prog_name="recert", standalone_mode=False, obj=settings)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        return _wrongly_used(settings, error, given)
    except (click.Abort, KeyboardInterrupt) as error:
        # Click makes an Abort of what was interrupted, which may have said how far it is
        told = str(error) or str(error.__cause__ or "")
        announce(settings, told or "Interrupted: nothing is half-done.")
        return INTERRUPTED
    except BrokenPipeError as error:
        return _unread() if is_unread() else _failed(settings, error)
    except SystemExit as ending:
        # so Click and Rich end a command when nobody reads its output any more
        return _unread() if ending.code == 1 and is_unread() else _code(ending)
    except Exception as error:  # noqa: BLE001  whatever it is, it gets a sentence and a code
        return _failed(settings, error)


def _failed(settings: Settings, error: Exception) -> int:
    """Say what went wrong; the exit code that it has."""
    if settings.debug:
        click.echo(harmless(masked(traceback.format_exc())), err=True, nl=False)
    if isinstance(error, RecertError):
        told = error
    elif isinstance(error, OSError) and error.errno in _UNWRITABLE:
        told = _unwritten(error)
    else:
        told = Defect(
            f"This is a defect of recert: {type(error).__name__}: {error}",
            hint="Run the command again with --debug and report what it prints.",
        )
    show_error(settings, told)
    return told.exit_code


def _unwritten(error: OSError) -> Defect:
    """The output went to a full disk, or the like; what the command did stays done."""
    forget_output()
    return Defect(
        f"The output cannot be written: {error.strerror or error}.",
        hint="Make room for it, or send it elsewhere; `recert audit log` tells what was done.",
    )


def _wrongly_used(settings: Settings, error: click.ClickException, given: list[str]) -> int:
    """Say how the command is called, in Click's form for people and in ours for programs."""
    # what is wrong may stand before the option, which is not read then
    if "--log-format=json" in given or ("--log-format", "json") in pairwise(given):
        settings.log_format = "json"
    if settings.log_format == "json":
        context = error.ctx if isinstance(error, click.UsageError) else None
        asked = f"{context.command_path} --help" if context else "recert --help"
        show_error(settings, WrongUsage(error.format_message(), hint=f"See `{asked}`."))
    else:
        # it may quote a DSN that was given in the wrong place
        told = io.StringIO()
        error.show(told)
        click.echo(harmless(masked(told.getvalue())), err=True, nl=False)
    return WrongUsage.exit_code


def _unread() -> int:
    """The reader of our output has seen enough (``recert audit log | head``): that is no error."""
    forget_output()
    return 0


def _code(ending: SystemExit) -> int:
    return ending.code if isinstance(ending.code, int) else 0
