"""What went wrong in a build, as one of our errors."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import (
    HINT_BY_SQLSTATE,
    CheckFailed,
    Defect,
    RecertError,
    TryAgain,
    WrongState,
    WrongUsage,
    class_of,
)
from pipeline.reports.runner import Outcome, Step, sqlstate_in

#: How many failed models or tests are named; the log has them all.
_NAMED = 5

#: Of an error that a model raises, for the runner; the class of the error says it to people.
_OUR_CODE = re.compile(r" \[ZR\d{3}\]$")


def raise_for(outcome: Outcome, folder: Path, *, selected: bool) -> None:
    """Raise what the outcome means; nothing where everything was built and passed.

    A model that could not be built goes before a test that failed, as tests may fail for it.
    ``folder`` has dbt's log; ``selected`` tells that not everything was asked for.
    """
    log = f"dbt's log is {folder / 'dbt.log'}."
    errors = [step for step in outcome.steps if step.status == "error"]
    failed = [step for step in outcome.steps if step.status == "fail"]
    if outcome.exception is not None:
        is_unread = selected and not outcome.has_begun
        raise _from_exception(outcome.exception, folder, log, is_unread) from outcome.exception
    if errors:
        raise _from_errors(errors, log)
    if failed:
        raise CheckFailed(
            "A test of the marts failed"
            if len(failed) == 1
            else f"{len(failed)} tests of the marts failed",
            detail=_named([f"{step.name} ({_rows(step.rows)})" for step in failed]),
            hint=f"Their queries are below {folder / 'target' / 'compiled'}; {log}",
        )
    if selected and not outcome.steps:
        raise WrongState(
            "There is no model or test of this selection",
            hint="Name a mart, such as user_training_status, or leave --select out.",
        )


def _rows(number: int | None) -> str:
    return "1 row" if number == 1 else f"{number or 0:,} rows"


def _named(names: list[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _hint_for(sqlstate: str | None, log: str) -> str:
    if sqlstate == "42501":
        return (
            "recert_builder lacks a right, which `recert db upgrade` gives it, or a table has"
            f" another owner: alter table NAME owner to recert_builder; {log}"
        )
    if sqlstate == "42P01":
        return "Build everything once, or what a model is made from, too: --select +NAME."
    if sqlstate == "ZR403":
        return (
            "Find out with `recert doctor` and a backup what became of them; then"
            " `recert report build --full-refresh` builds the marts of what is there."
        )
    if sqlstate == "55P03":
        return (
            "Somebody, or a backup, reads the marts or what they are built from: try again when"
            " that has ended."
        )
    if sqlstate == "ZR212":
        return "`recert report build --full-refresh` makes it anew."
    return HINT_BY_SQLSTATE.get(sqlstate or "", log)


def _sentences(message: str | None) -> str:
    """The message of dbt without its heading and the paths below it."""
    lines = [line.strip() for line in (message or "").splitlines()]
    told = []
    for line in lines[1:]:
        # what PostgreSQL adds, and where dbt has the query
        if line.startswith(("HINT:", "CONTEXT:", "compiled code at")):
            break
        if line and not line.startswith(">"):
            told.append(_OUR_CODE.sub("", line))
    return " ".join(told) or "; ".join(lines)


def _from_errors(errors: list[Step], log: str) -> RecertError:
    first = next((step for step in errors if step.sqlstate), errors[0])
    names = _named([step.name for step in errors])
    if first.sqlstate in ("42704", "22023") and "snapshot" in (first.message or ""):
        return TryAgain(
            "The session that held the build's view of the record was ended",
            detail=f"{_sentences(first.message)} ({names})",
            hint="Run the same command again.",
            sqlstate=first.sqlstate,
        )
    return class_of(first.sqlstate)(
        f"The marts could not be built: {first.kind.replace('_', ' ')} {first.name} failed",
        detail=f"{_sentences(first.message)} ({names})",
        hint=_hint_for(first.sqlstate, log),
        sqlstate=first.sqlstate,
    )


def _chain(exception: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = exception
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__


def _told_by_database(exception: BaseException) -> RecertError | None:
    """An error that a function of ours has raised, at the beginning or the end of the build."""
    for cause in _chain(exception):
        # psycopg2's, of which nothing else here knows
        sqlstate, diagnosis = getattr(cause, "pgcode", None), getattr(cause, "diag", None)
        if sqlstate is not None and sqlstate.startswith("ZR") and diagnosis is not None:
            return class_of(sqlstate)(
                diagnosis.message_primary,
                detail=diagnosis.message_detail,
                hint=diagnosis.message_hint,
                sqlstate=sqlstate,
            )
    return None


def _from_exception(
    exception: BaseException, folder: Path, log: str, is_unread: bool
) -> BaseException:
    """What kept dbt from running the models at all, or ended it.

    ``is_unread`` tells of a selection of which dbt has made nothing.
    """
    from dbt.cli.exceptions import DbtUsageException
    from dbt.exceptions import ParsingError

    if any(isinstance(cause, KeyboardInterrupt) for cause in _chain(exception)):
        return KeyboardInterrupt()  # whatever dbt then stumbled over
    told = _told_by_database(exception)
    if told is not None:
        return told
    sentence = " ".join(str(exception).split())
    sqlstate = sqlstate_in("".join(traceback.format_exception(exception)))
    if sqlstate is not None:
        return class_of(sqlstate)(
            "The marts could not be built",
            detail=sentence,
            hint=_hint_for(sqlstate, log),
            sqlstate=sqlstate,
        )
    full = next((cause for cause in _chain(exception) if isinstance(cause, OSError)), None)
    if full is not None:
        return Defect(
            "dbt cannot write what it needs",
            detail=str(full),
            hint=f"Free space at {folder}, or delete it: what it has is made anew.",
        )
    if isinstance(exception, DbtUsageException) or (
        is_unread and not isinstance(exception, ParsingError)
    ):
        return WrongUsage(
            "dbt does not understand the selection",
            detail=sentence,
            hint="See `recert report build --help` for examples.",
        )
    return Defect("dbt could not build the marts", detail=sentence, hint=log)
