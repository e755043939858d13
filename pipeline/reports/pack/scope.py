"""What a pack is about: a training or all, a period or all of it, and a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.database import many
from pipeline.errors import BadInput, WrongState
from pipeline.output import as_json
from pipeline.reports.standing import Standing

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

_TRAININGS = "select training_id, training from mart_compliance.dim_training order by training"

#: The last row of the log that was written by the moment, and is not later than the build.
_HEAD = """
    select l.seq, l.hash, l.occurred_at from api.audit_export as l
    where l.seq = (
        select max(e.seq) from api.audit_log as e
        where
            e.seq <= %(audit_seq)s
            and e.occurred_at <= coalesce(%(as_of)s::timestamptz, 'infinity')
    )
"""

_UNDER_WAY = Path(__file__).parent / "under_way.sql"


@dataclass(frozen=True)
class Scope:
    """What was asked for: ``since`` and ``to`` are the first and the last day, in UTC.

    ``as_of`` is the moment whose state is told; that of the marts' build when it is None.
    """

    training: str | None = None
    since: date | None = None
    to: date | None = None
    as_of: datetime | None = None

    def require_order(self) -> None:
        """Raise :class:`BadInput` when the period ends before it begins."""
        if self.since is not None and self.to is not None and self.to < self.since:
            raise BadInput(
                "The period ends before it begins.",
                sqlstate="ZR102",
                detail=f"from {self.since} to {self.to}",
                hint="Give the earlier day with --from and the later one with --to.",
            )

    def as_object(self) -> dict[str, Any]:
        """The scope as a manifest and the audit log have it."""
        return {
            "training": self.training,
            "from": as_json(self.since),
            "to": as_json(self.to),
            "as_of": as_json(self.as_of),
        }


@dataclass(frozen=True)
class Resolved:
    """A scope in the terms of the queries, and the last row of the log that belongs to it."""

    scope: Scope
    training_id: int | None
    as_of: datetime
    head_seq: int
    head_hash: str
    head_occurred_at: str

    @property
    def is_past(self) -> bool:
        """Whether a moment before the build is told of."""
        return self.scope.as_of is not None

    def arguments(self) -> dict[str, Any]:
        """What the queries of the registers take; ``until`` is no part of the period."""
        since, to = self.scope.since, self.scope.to
        return {
            "training_id": self.training_id,
            "since": _midnight(since) if since else "-infinity",
            "until": _midnight(to + timedelta(days=1)) if to and to < date.max else "infinity",
            "as_of": self.as_of,
            "head_seq": self.head_seq,
        }


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), UTC).isoformat()


def resolve(connection: Connection, scope: Scope, standing: Standing) -> Resolved:
    """Find what a scope names.

    Raises :class:`BadInput` for a moment that the marts do not reach, and :class:`WrongState` for
    an unknown training and a moment before the first row of the log.
    """
    if scope.as_of is not None and scope.as_of > standing.as_of:
        raise BadInput(
            "The marts do not reach this moment.",
            sqlstate="ZR102",
            detail=f"as of {as_json(scope.as_of)}; built {as_json(standing.as_of)}",
            hint="Leave --as-of out, give an earlier moment, or add --rebuild.",
        )
    training_id = None
    if scope.training is not None:
        trainings = {row["training"]: row["training_id"] for row in many(connection, _TRAININGS)}
        if scope.training not in trainings:
            raise WrongState(
                "There is no such training.",
                sqlstate="ZR201",
                detail=scope.training,
                hint="Check the name, upper and lower case included: `recert report export"
                " dim_training --to trainings.csv` lists them.",
            )
        training_id = trainings[scope.training]
    given = {"audit_seq": standing.audit_seq, "as_of": scope.as_of}
    head = next(iter(many(connection, _HEAD, given)), None)
    if head is None:
        raise WrongState(
            "Nothing was recorded by that moment.",
            sqlstate="ZR216",
            detail=f"as of {as_json(scope.as_of)}",
            hint="Give a later moment; `recert audit log --all` shows the first one.",
        )
    return Resolved(
        scope,
        training_id,
        scope.as_of or standing.as_of,
        head["seq"],
        head["hash"],
        head["occurred_at"],
    )


def find_under_way(connection: Connection, resolved: Resolved) -> list[dict[str, Any]]:
    """What had begun by an earlier moment and was not in the log yet; nothing as of the build.

    Rows of ``kind``, ``name``, ``began_at`` and ``audit_seq``, its row of the log once it had one.
    """
    if not resolved.is_past:
        return []
    return list(many(connection, _UNDER_WAY.read_text(encoding="utf-8"), resolved.arguments()))
