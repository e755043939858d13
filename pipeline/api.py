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
