"""The errors people meet: one class an exit code, and how a SQLSTATE becomes one.

Every error has a sentence (what happened), the values it is about, and the next step. The
catalogue of our own codes is ``docs/errors.md``; a test keeps it equal to this module and to sql/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pipeline.masking import masked

if TYPE_CHECKING:
    import psycopg


class RecertError(Exception):
    """A problem told in a sentence, with its exit code.

    ``sqlstate`` is the PostgreSQL code where the database raised it, ``detail`` the values the
    problem is about, ``hint`` the next step to take.
    """

    exit_code: ClassVar[int] = 1

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        detail: str | None = None,
        sqlstate: str | None = None,
    ) -> None:
        # what PostgreSQL, dbt or an option says may quote a DSN, and ends in logs and in job_runs
        self.message = masked(message)
        super().__init__(self.message)
        self.hint = masked(hint) if hint else hint
        self.detail = masked(detail) if detail else detail
        self.sqlstate = sqlstate


class Defect(RecertError):
    """A fault of the software: nothing the caller did explains it."""

    exit_code = 1


class WrongUsage(RecertError):
    """The command was called in a way that it does not have."""

    exit_code = 2


class DatabaseUnavailable(RecertError):
    """The database cannot be reached, started or configured."""

    exit_code = 3


class SchemaMismatch(RecertError):
    """The schema is missing, older or newer than the command, or was edited."""

    exit_code = 4


class BadInput(RecertError):
    """What was given cannot be used: a reason too short, unreadable or invalid rows."""

    exit_code = 5


class WrongState(RecertError):
    """The thing is not in a state for this, has changed since, or does not exist."""

    exit_code = 6


class NotAllowed(RecertError):
    """The role, segregation of duties or an immutable record forbids it."""

    exit_code = 7


class CheckFailed(RecertError):
    """A check ran and found the record broken."""

    exit_code = 8


class TryAgain(RecertError):
    """Another session was in the way; the same call may succeed in a moment."""

    exit_code = 75


#: SQLSTATE prefix to class, the longest prefix first. ``ZR`` is our own class.
BY_SQLSTATE: tuple[tuple[str, type[RecertError]], ...] = (
    ("40001", TryAgain),
    ("40P01", TryAgain),
    ("55P03", TryAgain),
    ("42501", NotAllowed),
    ("22021", BadInput),
    ("22P02", BadInput),
    ("22P05", BadInput),
    ("54000", BadInput),
    ("ZR0", SchemaMismatch),
    ("ZR1", BadInput),
    ("ZR2", WrongState),
    ("ZR3", NotAllowed),
    ("ZR4", CheckFailed),
    ("2BP01", WrongState),
    ("25006", DatabaseUnavailable),
    ("25P03", DatabaseUnavailable),
    ("25P04", DatabaseUnavailable),
    ("57014", DatabaseUnavailable),
    ("08", DatabaseUnavailable),
    ("28", DatabaseUnavailable),
    ("3D", DatabaseUnavailable),
    ("53", DatabaseUnavailable),
    ("57P", DatabaseUnavailable),
    ("58", DatabaseUnavailable),
)

#: Next steps for PostgreSQL's own codes, which come without a hint that fits our users.
HINT_BY_SQLSTATE: dict[str, str] = {
    "40001": "Run the same command again.",
    "40P01": "Run the same command again.",
    "55P03": "Run the same command again when the other job has ended.",
    "22021": "Give text in UTF-8 without NUL characters.",
    "22P02": "Give whole characters: JSON may hold no half of one, such as \\ud800.",
    "22P05": "Give text without NUL characters, in JSON without \\u0000.",
    "54000": "Give a shorter text: what is looked up by name has room for some 2,000 bytes.",
    "42501": "Use a login that is a member of recert_runner, or ask the database's administrator.",
    "2BP01": "Something of yours is built on a view or function of Recert: drop it, upgrade, and"
    " make it again, on the marts if it can be.",
    "25006": "This server only reads: name the primary with --dsn (RECERT_DSN).",
    "25P03": "The server ended the session: look at the login's"
    " idle_in_transaction_session_timeout.",
    "25P04": "The server ended the session: look at the login's transaction_timeout.",
    "57P01": "The server was stopped; run the same command again when it is back.",
    "57014": "The server ended the statement: look at the login's statement_timeout.",
    "53100": "The server's disk is full: free space on it, then run the same command again.",
    "57P03": "The server is starting or stopping; run the same command again in a moment.",
    "53300": "The server has no connection left: try again, or raise max_connections.",
}


#: Codes for which PostgreSQL has a hint of its own, which our users had better not follow.
_OURS_FIRST = frozenset({"2BP01", "40P01", "53100"})


_LOST = (
    "Check --dsn (RECERT_DSN) and that the server runs: `recert db status`. Then run the same"
    " command again: nothing is half-done, and nothing is done twice."
)

#: What a server that refuses a connection says, and its code, which libpq then does not tell. In
#: another language than English the sentence stands without it.
_REFUSALS = {
    "too many clients already": "53300",
    "remaining connection slots are reserved": "53300",
    "too many connections for": "53300",
    "the database system is": "57P03",
}


def class_of(sqlstate: str | None) -> type[RecertError]:
    """The error class that a SQLSTATE stands for; :class:`Defect` where none is listed."""
    for prefix, error_class in BY_SQLSTATE:
        if sqlstate is not None and sqlstate.startswith(prefix):
            return error_class
    return Defect


def from_database(error: psycopg.Error) -> RecertError:
    """What PostgreSQL or its client library raised, as one of our classes."""
    import psycopg

    sqlstate = error.sqlstate
    if sqlstate is None and isinstance(error, psycopg.OperationalError):
        sentence = str(error).strip().splitlines()
        refusal = next((code for said, code in _REFUSALS.items() if said in str(error)), None)
        return DatabaseUnavailable(
            "The database does not answer, or the connection was lost.",
            detail=sentence[0] if sentence else None,
            hint=HINT_BY_SQLSTATE.get(refusal or "", _LOST),
            sqlstate=refusal,
        )
    diagnostic = error.diag
    if sqlstate == "55000" and diagnostic.source_file == "parallel.c":
        # a process of the server was killed that did a part of the work: the server goes down
        return DatabaseUnavailable(
            "The database does not answer, or the connection was lost.",
            detail=diagnostic.message_primary,
            hint=_LOST,
        )
    ours = HINT_BY_SQLSTATE.get(sqlstate or "")
    return class_of(sqlstate)(
        diagnostic.message_primary or str(error).strip() or type(error).__name__,
        detail=diagnostic.message_detail,
        hint=ours if sqlstate in _OURS_FIRST else diagnostic.message_hint or ours,
        sqlstate=sqlstate,
    )
