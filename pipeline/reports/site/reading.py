"""Reads what the pages show: a file of SQL each, in the transaction of the site."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.database import many, one

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

_FOLDER = Path(__file__).parent / "queries"


def query(name: str) -> str:
    """The text of a query."""
    return (_FOLDER / f"{name}.sql").read_text(encoding="utf-8").rstrip().removesuffix(";")


def rows(connection: Connection, name: str) -> list[Row]:
    """All rows of a query that has few."""
    return list(many(connection, query(name)))


def row(connection: Connection, name: str) -> Row:
    """The row of a query that has one."""
    return one(connection, query(name), {})


def grouped(connection: Connection, name: str, key: str) -> dict[Any, list[Row]]:
    """The rows of a query by a column."""
    found: dict[Any, list[Row]] = defaultdict(list)
    for line in many(connection, query(name)):
        found[line[key]].append(line)
    return found


@contextmanager
def streamed_rows(
    connection: Connection, name: str
) -> Iterator[tuple[list[str], Iterator[tuple[Any, ...]]]]:
    """The columns of a query and its rows, which stay on the server until they are asked for."""
    with connection.cursor(f"site_{name}") as cursor:
        cursor.itersize = 2000
        cursor.execute(query(name).encode())
        yield [column.name for column in cursor.description or ()], iter(cursor)


@contextmanager
def by_person(connection: Connection, name: str) -> Iterator[PerPerson]:
    """The rows of a query that is in the order of ``user_id``, to be taken person by person."""
    from psycopg.rows import dict_row

    with connection.cursor(f"site_{name}", row_factory=dict_row) as cursor:
        cursor.itersize = 2000
        cursor.execute(query(name).encode())
        yield PerPerson(iter(cursor))


class PerPerson:
    """Rows in the order of ``user_id``, given out for one person after the other."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, user_id: int) -> list[Row]:
        """The rows of this person, who comes after all whom it was asked for before."""
        found = []
        while self._next is not None and self._next["user_id"] <= user_id:
            if self._next["user_id"] == user_id:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


def choose_people(connection: Connection, numbers: list[str] | None) -> list[Row]:
    """The people with these numbers, or everybody; the queries ``person_*`` are about them."""
    setting = "select set_config(%(name)s, %(value)s, true)"
    one(connection, setting, {"name": "recert.site_people", "value": json.dumps(numbers)})
    people = rows(connection, "chosen_people")
    ids = "{" + ",".join(str(person["user_id"]) for person in people) + "}"
    one(connection, setting, {"name": "recert.site_user_ids", "value": ids})
    return people
