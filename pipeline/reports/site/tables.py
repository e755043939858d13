"""A table of the site: what its columns are, and how its rows are written for the browser.

A page that opens from disk may not fetch anything, so the rows of a table are a script that hands
them over. They are kept by column, each value once, sorted, and the rows as places in that list:
small to read, and in order before the browser sorts anything.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.output import harmless

#: A column with at most so many different values is filtered by choosing one of them.
CHOSEN = 60


@dataclass(frozen=True)
class Column:
    """A column of a table.

    ``kind`` is text, number, time, status (a term, shown with its glyph), long (text that may have
    many lines), id (a number that is copied, not compared) or hash. ``link`` names the kind of
    page that a value leads to, ``key`` the column of the query that has the number of that page.
    ``counts`` are the statuses of people that a number counts: it leads to them.
    """

    name: str
    kind: str = "text"
    title: str = ""
    link: str = ""
    key: str = ""
    counts: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.title or self.name.replace("_", " ")


@dataclass(frozen=True)
class Table:
    """A page with a table: its rows are those of the query ``tables_<name>``.

    ``mart`` has all of them, ``order`` is the column that it is first sorted by, descending where
    it begins with a minus; the query has the same order, so that the first rows are taken.
    ``identified_by`` are the columns that say whom its numbers count. ``is_per_person`` tells that
    it grows with the number of people, and is not written for a company of very many.
    """

    name: str
    title: str
    intro: str
    mart: str
    columns: tuple[Column, ...]
    order: str
    is_per_person: bool = False
    identified_by: tuple[str, ...] = ()

    @property
    def first(self) -> str:
        """Which rows come first in its order, in the words before their number."""
        name = self.order.removeprefix("-")
        (column,) = (column for column in self.columns if column.name == name)
        if not self.order.startswith("-"):
            return f"In the order of {column.heading} the first"
        if column.kind in ("time", "id"):
            return "The newest"
        return f"In the order of {column.heading}, falling, the first"


def _plain(value: Any) -> Any:
    """A value as the browser gets it: times as seconds since 1970, numbers as numbers."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return int(value.astimezone(UTC).timestamp())
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case int() | float():
            return value
        case _:
            return harmless(str(value))


class Encoded:
    """A table on its way to the browser: columns of places in a sorted list of values."""

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self.table = table
        self.rows = 0
        self._places = [names.index(column.name) for column in table.columns]
        self._keys = [names.index(c.key) if c.key else None for c in table.columns]
        self._codes = [array("i") for _ in table.columns]
        self._values: list[dict[tuple[Any, int | None], int]] = [{} for _ in table.columns]

    def add(self, row: Sequence[Any]) -> None:
        """Take a row of the query."""
        self.rows += 1
        for at, place in enumerate(self._places):
            value, key = row[place], self._keys[at]
            if value is None:
                self._codes[at].append(-1)
                continue
            values = self._values[at]
            # two campaigns may have one name: each leads to its own page
            pair = (value, row[key] if key is not None else None)
            self._codes[at].append(values.setdefault(pair, len(values)))

    @property
    def blank(self) -> list[Column]:
        """The columns without a value in any row: they are not shown."""
        columns = zip(self.table.columns, self._values, strict=True)
        return [column for column, values in columns if not values]

    def script(self, pages: dict[str, set[int] | None], *, leads: bool) -> str:
        """The script that hands the rows over.

        ``pages`` has the numbers of the pages of each kind that are written, None for all;
        ``leads`` tells that there are rows of people for numbers to lead to.
        """
        columns = [
            self._column(at, pages, leads=leads) for at, values in enumerate(self._values) if values
        ]
        order = self.table.order
        document = {
            "name": self.table.name,
            "rows": self.rows,
            "order": order.removeprefix("-"),
            "descending": order.startswith("-"),
            "identified": list(self.table.identified_by),
            "blank": [column.name for column in self.blank],
            "columns": columns,
        }
        text = json.dumps(document, separators=(",", ":"), sort_keys=True)
        return f"recertTable({text});\n"

    def _column(self, at: int, pages: dict[str, set[int] | None], *, leads: bool) -> dict[str, Any]:
        column, values = self.table.columns[at], self._values[at]
        written = pages.get(column.link)
        # what differs only in what is not shown is one value for whoever looks at it
        shown = {
            code: (_plain(value), page if page and (written is None or page in written) else 0)
            for (value, page), code in values.items()
        }
        ordered = sorted(set(shown.values()), key=lambda told: (*_sorting(told[0]), told[1]))
        new = {told: place for place, told in enumerate(ordered)}
        moved = {code: new[told] for code, told in shown.items()}
        moved[-1] = -1
        told: dict[str, Any] = {
            "name": column.name,
            "title": column.heading,
            "kind": column.kind,
            "values": [value for value, _ in ordered],
            "codes": [moved[code] for code in self._codes[at]],
            "chosen": len(ordered) <= CHOSEN and column.kind in ("text", "status"),
        }
        if column.counts and leads:
            told["counts"] = column.counts
        links = [page for _, page in ordered]
        if any(links):
            told |= {"link": column.link, "links": links}
        return told


def _sorting(value: Any) -> tuple[Any, ...]:
    """Numbers by size, texts as people look for them: E-9 before E-10, a before B."""
    if isinstance(value, str):
        return (1, value.casefold(), value)
    return (0, value)


def encoded(
    table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]], most: int
) -> Encoded:
    """At most so many rows of a query."""
    taken = Encoded(table, names)
    for row in rows:
        if taken.rows == most:
            break
        taken.add(row)
    return taken
