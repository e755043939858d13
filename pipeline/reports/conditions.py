"""Conditions on the columns of a mart: a column, a comparison and a value, never SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.errors import BadInput, WrongState

if TYPE_CHECKING:
    from psycopg.sql import Composed

_CONDITION = re.compile(r"\s*(\w+)\s*(!=|<=|>=|=|<|>)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Condition:
    """What a row has to fulfil: ``value`` is None where the column is to be empty, or not to be."""

    column: str
    comparison: str
    value: str | None

    def __str__(self) -> str:
        """As it was given."""
        return f"{self.column}{self.comparison}{self.value or ''}"


def read_conditions(given: Iterable[str]) -> list[Condition]:
    """The conditions of ``--where``; raises :class:`BadInput` for a text that is none."""
    return [_read(text) for text in given]


def _read(text: str) -> Condition:
    found = _CONDITION.fullmatch(text)
    if found is None or (not found[3].strip() and found[2] not in ("=", "!=")):
        raise BadInput(
            "This is no condition.",
            sqlstate="ZR102",
            detail=text,
            hint="Give a column, one of = != < <= > >=, and a value, such as"
            " --where department=Assembly; nothing after = means empty.",
        )
    return Condition(found[1], found[2], found[3].strip() or None)


def _is_moment(value: str) -> bool:
    """Whether a text is a date or time of ISO 8601."""
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def as_sql(
    conditions: Sequence[Condition], types: Mapping[str, str]
) -> tuple[Composed, dict[str, Any]]:
    """The ``where`` clause, empty without conditions, and its arguments.

    ``types`` has the SQL type of each column of the mart. A row has to fulfil all conditions, of
    several values that a column may equal one. Raises :class:`WrongState` for a column that is
    none of the mart's.
    """
    from psycopg import sql

    for condition in conditions:
        if condition.column not in types:
            raise WrongState(
                "The mart has no such column.",
                sqlstate="ZR217",
                detail=condition.column,
                hint=f"It has {', '.join(types)}.",
            )
    arguments: dict[str, Any] = {}
    parts: dict[tuple[str, str], list[Composed]] = {}
    for place, condition in enumerate(conditions):
        column = sql.Identifier(condition.column)
        kind = types[condition.column]
        is_moment = kind.startswith(("date", "timestamp"))
        if is_moment and condition.value is not None and not _is_moment(condition.value):
            # PostgreSQL takes "now" and "12:00 yesterday", which nobody could ask for again
            raise BadInput(
                "This is no date or time.",
                sqlstate="ZR102",
                detail=str(condition),
                hint="Give one such as 2026-01-31 or 2026-01-31T08:00:00Z.",
            )
        if condition.value is None:
            is_null = "is null" if condition.comparison == "=" else "is not null"
            part = sql.SQL("{} " + is_null).format(column)
        else:
            name = f"value_{place}"
            arguments[name] = condition.value
            comparison = {"!=": "is distinct from"}.get(condition.comparison, condition.comparison)
            part = sql.SQL("{} " + comparison + " {}::text::{}").format(
                column,
                sql.Placeholder(name),
                sql.SQL(types[condition.column]),
            )
        # of what a column equals one suffices; everything else has to hold
        own = condition.column if condition.comparison == "=" else f"{condition.column} {place}"
        parts.setdefault((own, condition.comparison), []).append(part)
    if not parts:
        return sql.Composed([]), arguments
    either = [sql.SQL("({})").format(sql.SQL(" or ").join(some)) for some in parts.values()]
    return sql.SQL(" where ") + sql.SQL(" and ").join(either), arguments
