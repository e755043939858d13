"""Where a demo may play: a database whose people are all made up, with the schema in place."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from pipeline import api
from pipeline.database import many
from pipeline.errors import WrongState
from pipeline.settings import Settings
from pipeline.verdicts import require_intact

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: Everybody of a demo has this key in ``core.users.attributes``.
MARK = "demo"


def prepare(settings: Settings, announce: Callable[[str], None]) -> dict[str, Any]:
    """Install the schema, or bring it up to date, in a database that a demo may fill.

    Returns ``server_version``, ``schema_version`` and whether it ``changed``. Raises
    :class:`WrongState` before anything is changed when the database is in use for something real:
    the record is append-only, so what a demo adds to it would stay for good.
    """
    from pipeline.install import install, schema_status

    with settings.connection(autocommit=True, check_schema=False) as connection:
        _refuse_real_record(connection)
        before = install(connection, announce=announce)
        return {
            "server_version": str(connection.info.parameter_status("server_version")).split()[0],
            "schema_version": schema_status(connection).schema_version,
            "changed": not before.is_current,
        }


def _refuse_real_record(connection: Connection) -> None:
    row = connection.execute(
        "select to_regclass('core.users') is not null and to_regclass('core.trainings') is not null"
    ).fetchone()
    if row is None or not row[0]:
        return
    counts = connection.execute(
        "select count(*), count(*) filter (where not attributes ? %s),"
        " (select count(*) from core.trainings) from core.users",
        [MARK],
    ).fetchone()
    people, real, trainings = counts or (0, 0, 0)
    if real or (trainings and not people):
        raise WrongState(
            "This database is in use: a demo must not be mixed into a real record",
            sqlstate="ZR208",
            detail=f"{real:,} of {people:,} people belong to no demo; {trainings:,} trainings",
            hint="Name an empty database with --dsn (RECERT_DSN), or set RECERT_HOME to a new"
            " folder for an embedded server of its own.",
        )


@contextmanager
def acting(settings: Settings, employee_number: str | None) -> Iterator[Connection]:
    """One transaction as this person, or as the system."""
    with replace(settings, actor=employee_number).connection() as connection:
        yield connection


def version_state(connection: Connection, training: str, label: str) -> str | None:
    """The state of a version; None when there is no such version."""
    found = connection.execute(
        "select v.state from core.training_versions as v"
        " inner join core.trainings as t on v.training_id = t.training_id"
        " where t.name = %s and v.label = %s",
        [training, label],
    ).fetchone()
    return str(found[0]) if found else None


def nothing_done(connection: Connection, training: str, label: str) -> dict[str, Any]:
    """What ``recertify`` returns, for a version that it was not called for: zeros everywhere.

    Campaign and due date are those of the recertification that the version had, if it had one.
    """
    campaigns = many(
        connection,
        "select c.name as campaign, c.due_at from core.campaigns as c"
        " inner join core.training_versions as v on c.version_id = v.version_id"
        " inner join core.trainings as t on v.training_id = t.training_id"
        " where t.name = %(training)s and v.label = %(label)s and c.kind = 'recertification'",
        {"training": training, "label": label},
    )
    campaign = next(campaigns, {"campaign": None, "due_at": None})
    return {
        "training": training,
        "version": label,
        "campaign": campaign["campaign"],
        "activated": False,
        "population": 0,
        "created": 0,
        "already_enrolled": 0,
        "already_current": 0,
        "inactive": 0,
        "exempt": 0,
        "evidence_superseded": 0,
        "due_at": campaign["due_at"],
        "plan_digest": None,
        "audit_seq": None,
        "dry_run": False,
    }


def verified(settings: Settings) -> dict[str, Any]:
    """The verdict on the whole audit log; :class:`CheckFailed` when it is not intact."""
    with acting(settings, None) as connection:
        verdict = api.verify_audit_chain(connection)
    require_intact(verdict)
    return verdict


def load_file(
    settings: Settings, kind: str, path: Path, actor: str | None = None
) -> dict[str, Any]:
    """Import a file as this person, or as the system; returns what became of its rows."""
    with path.open("rb") as stream:
        return _load(settings, kind, path.name, stream, actor)


def load_rows(
    settings: Settings,
    kind: str,
    name: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    actor: str | None = None,
) -> dict[str, Any]:
    """The same for rows of text, as a CSV file of this name."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(rows)
    return _load(settings, kind, name, io.BytesIO(text.getvalue().encode()), actor)


def _load(
    settings: Settings, kind: str, name: str, stream: BinaryIO, actor: str | None
) -> dict[str, Any]:
    from pipeline.importing import load_stream

    with acting(settings, actor) as connection:
        result = load_stream(connection, kind, name, stream)
    return {
        "kind": result.kind,
        "file": result.file,
        "read": result.read,
        "inserted": result.inserted,
        "updated": result.updated,
        "skipped": result.skipped,
        "rejected": result.rejected,
        "audit_seq": result.audit_seq,
    }
