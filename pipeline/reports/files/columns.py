"""The columns of a query: their names, and which kind of value each has."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg
    from psycopg.sql import Composed

    Connection = psycopg.Connection[Any]

#: Values of a row, in the order of the columns.
Values = Sequence[Any]

#: Rows that the server hands over at once.
_AT_ONCE = 2000

#: Rows after which those who wait are told how far it is.
TOLD_EVERY = 100_000

_KINDS = {
    "bool": "boolean",
    "int2": "integer",
    "int4": "integer",
    "int8": "integer",
    "numeric": "decimal",
    "float4": "real",
    "float8": "real",
    "date": "date",
    "timestamptz": "moment",
}


@dataclass(frozen=True)
class Column:
    """A column: ``kind`` is boolean, integer, decimal, real, date, moment (of UTC) or text.

    A decimal has ``precision`` digits, ``scale`` of them behind the point, where the column says.
    """

    name: str
    kind: str
    precision: int | None = None
    scale: int | None = None


@contextmanager
def streamed_rows(
    connection: Connection,
    query: Composed | str,
    arguments: dict[str, Any] | None = None,
    tell: Callable[[int], object] | None = None,
) -> Iterator[tuple[list[Column], Iterator[Values]]]:
    """The columns of a query and its rows, which stay on the server until they are asked for.

    The connection has to be in a transaction. ``tell`` is called with the number of rows now and
    then.
    """
    from psycopg.rows import tuple_row

    with connection.cursor("streamed_rows", row_factory=tuple_row) as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(query.encode() if isinstance(query, str) else query, arguments)
        types = connection.adapters.types
        columns = []
        for told in cursor.description or ():
            known = types.get(told.type_code)
            kind = _KINDS.get(known.name, "text") if known else "text"
            columns.append(Column(told.name, kind, told.precision, told.scale))
        yield columns, _counted(cursor, tell)


def _counted(rows: Iterator[Values], tell: Callable[[int], object] | None) -> Iterator[Values]:
    for number, row in enumerate(rows, start=1):
        yield row
        if tell is not None and number % TOLD_EVERY == 0:
            tell(number)
