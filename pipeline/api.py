"""The public SQL functions, one Python function each: they call it and return what it returns.

Every function takes a connection of :mod:`pipeline.database`, whose transaction it joins, and the
arguments of the SQL function without their ``p_``. What they raise is told in the SQL function's
comment; the block that opened the connection turns it into :mod:`pipeline.errors`.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.database import one
from pipeline.errors import CheckFailed

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]


def _call(connection: Connection, function: str, **arguments: Any) -> dict[str, Any]:
    """The one row that ``api.<function>`` returns; arguments by name."""
    named = ", ".join(f"p_{name} => %({name})s" for name in arguments)
    query = f"select * from api.{function}({named})"  # noqa: S608  names of ours, values bound
    return one(connection, query, arguments)


def _value(connection: Connection, function: str, **arguments: Any) -> Any:
    """The one value that ``api.<function>`` returns."""
    (value,) = _call(connection, function, **arguments).values()
    return value


def submit_version(
    connection: Connection,
    *,
    training: str,
    label: str,
    content: str,
    sources: list[str],
    change_reason: str,
    objectives: list[str] | None = None,
) -> dict[str, Any]:
    """Submit a version for review as the acting user."""
    return _call(
        connection,
        "submit_version",
        training=training,
        label=label,
        content=content,
        sources=sources,
        change_reason=change_reason,
        objectives=objectives or [],
    )


def approve_version(
    connection: Connection,
    *,
    training: str,
    label: str,
    change_reason: str,
    activate: bool = True,
    recertify_everyone: bool = False,
    plan_digest: str | None = None,
) -> dict[str, Any]:
    """Approve a pending version, by default activating it, and recertify everyone if asked."""
    return _call(
        connection,
        "approve_version",
        training=training,
        label=label,
        change_reason=change_reason,
        activate=activate,
        recertify_everyone=recertify_everyone,
        plan_digest=plan_digest,
    )


def activate_version(
    connection: Connection, *, training: str, label: str, change_reason: str
) -> dict[str, Any]:
    """Put a version in force that was approved without activation; recertifies nobody."""
    return _call(
        connection,
        "activate_version",
        training=training,
        label=label,
        change_reason=change_reason,
    )


def preview_recertification(connection: Connection, *, training: str, label: str) -> dict[str, Any]:
    """What recertifying everyone for the version would do; changes nothing."""
    return _call(connection, "preview_recertification", training=training, label=label)


def recertify(
    connection: Connection,
    *,
    training: str,
    label: str,
    change_reason: str,
    plan_digest: str | None = None,
) -> dict[str, Any]:
    """Re-enrol everyone trained on a version earlier than this active one."""
    return _call(
        connection,
        "recertify",
        training=training,
        label=label,
        change_reason=change_reason,
        plan_digest=plan_digest,
    )


def scan_overdue(connection: Connection) -> dict[str, Any]:
    """Mark the open assignments that are overdue, clear those that no longer are."""
    return _call(connection, "scan_overdue")


def grant_exemption(
    connection: Connection,
    *,
    employee_number: str,
    training: str,
    change_reason: str,
    valid_until: datetime,
) -> dict[str, Any]:
    """Exempt a person from a training until a moment."""
    return _call(
        connection,
        "grant_exemption",
        employee_number=employee_number,
        training=training,
        change_reason=change_reason,
        valid_until=valid_until,
    )


def begin_import(
    connection: Connection, *, kind: str, file_name: str, column_names: list[str]
) -> int:
    """Begin the import of a file with these columns; returns the import_id."""
    return int(
        _value(
            connection,
            "begin_import",
            kind=kind,
            file_name=file_name,
            column_names=column_names,
        )
    )


def load_import(
    connection: Connection, *, import_id: int, partial: bool, file_sha256: str
) -> dict[str, Any]:
    """Judge the staged rows of an import and load them; the counts, audit_seq among them."""
    return _call(
        connection,
        "load_import",
        import_id=import_id,
        partial=partial,
        file_sha256=file_sha256,
    )


def end_import(connection: Connection, *, import_id: int) -> None:
    """Empty the tables of an import, whose rejected rows have been read by then."""
    _value(connection, "end_import", import_id=import_id)


def begin_report_build(connection: Connection) -> None:
    """Begin a build of the marts: nobody else begins one until this session ends."""
    _value(connection, "begin_report_build")


def record_report_build(
    connection: Connection,
    *,
    build_id: str,
    selection: list[str] | None,
    models: int,
    tests_passed: int,
    tests_warned: int,
    seconds: float,
    marts: dict[str, int],
) -> int:
    """Record that the marts were built; returns audit_seq."""
    from decimal import Decimal

    from psycopg.types.json import Jsonb

    return int(
        _value(
            connection,
            "record_report_build",
            build_id=build_id,
            selection=selection,
            models=models,
            tests_passed=tests_passed,
            tests_warned=tests_warned,
            seconds=Decimal(str(seconds)),
            marts=Jsonb(marts),
        )
    )


def verify_audit_chain(connection: Connection) -> dict[str, Any]:
    """Check the whole audit log and its end; see :func:`require_intact`."""
    return _call(connection, "verify_audit_chain")


def require_intact(verdict: dict[str, Any]) -> None:
    """Raise :class:`CheckFailed` when :func:`verify_audit_chain` found a row that does not fit."""
    if not verdict["is_intact"]:
        raise CheckFailed(
            "The audit log does not verify",
            sqlstate="ZR401",
            detail=f"row {verdict['first_bad_seq']}: {verdict['problem']}",
            hint="Keep the database as it is and compare it with a backup or an exported log.",
        )
