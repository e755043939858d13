"""Builds the site of a company from its marts: which pages there are, and what each shows."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import WrongState
from pipeline.output import as_json
from pipeline.reports.pack.registers import REGISTERS
from pipeline.reports.questions import questions
from pipeline.reports.site import reading
from pipeline.reports.site.asking import answers
from pipeline.reports.site.details import Details
from pipeline.reports.site.folder import KIND, MARKER
from pipeline.reports.site.overview import results, write_overview
from pipeline.reports.site.people import write_people
from pipeline.reports.site.registers import OUTCOMES, TABLES
from pipeline.reports.site.tables import Encoded, Table, encoded
from pipeline.reports.site.writing import Writer

if TYPE_CHECKING:
    import psycopg

    from pipeline.reports.standing import Standing

    Connection = psycopg.Connection[Any]

#: Companies of at most so many people have a page for each of them, and tables of people.
PEOPLE_WRITTEN = 10_000

#: Rows of a table at most: the first of its order.
ROWS_WRITTEN = 100_000

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Written:
    """A site: how many pages and bytes it has, and the pages of how many people, or of all."""

    pages: int
    bytes: int
    people: int
    has_everybody: bool


def write_site(
    connection: Connection,
    standing: Standing,
    folder: Path,
    *,
    people: Sequence[str] = (),
    company: str | None = None,
    tell: Tell,
    most_people: int = PEOPLE_WRITTEN,
    most_rows: int = ROWS_WRITTEN,
) -> Written:
    """Write the site into a folder that is there and empty.

    ``company`` is whose record it is, as every page says. ``people`` are employee numbers of those
    who get a page in any company; in one of at most ``most_people`` everybody does. ``most_rows``
    is how many rows a table has at most. Nothing of it depends on when it is written: the same
    marts give the same bytes. Raises :class:`WrongState` for a person who is not there.
    """
    number = reading.row(connection, "everybody")["people"]
    is_small = number <= most_people
    _require(connection, people)
    chosen = reading.choose_people(connection, None if is_small else list(people))
    cells = {
        (cell["department"], cell["training_id"]): place
        for place, cell in enumerate(reading.rows(connection, "matrix"), start=1)
    }
    writer = Writer(folder, standing, is_small=is_small, cells=cells, company=company)
    tables = _Tables(connection, writer, None if is_small else chosen, most_rows)

    tell("The registers ...")
    # that of statuses is the first: the numbers of the others lead to it, unless it was cut
    for table in TABLES:
        if is_small or not table.is_per_person:
            tables.write(table)
    if not is_small:
        writer.page("people.html", "lookup.html", "People", people=number, written=chosen)
    tell("Trainings and recertifications ...")
    details = Details(connection, standing, writer)
    details.write_trainings()
    tables.write_outcomes(details)
    write_overview(connection, writer)
    if not is_small:
        details.write_cells(cells)
    tell("The twenty questions ...")
    writer.page("ask.html", "ask.html", "Ask", questions=answers(connection, is_small=is_small))
    for question in questions():
        writer.copied(question.path, "queries")
    write_people(connection, writer, chosen, tell)
    writer.assets()
    told = {
        "kind": KIND,
        "standing": {name: as_json(value) for name, value in asdict(standing).items()},
        "pages": writer.pages,
        "people": len(chosen),
        "files": sorted(writer.files),
    }
    writer.file(MARKER, json.dumps(told, indent=2) + "\n")
    return Written(writer.pages, writer.bytes, len(chosen), is_small)


def _require(connection: Connection, people: Sequence[str]) -> None:
    """Raises where somebody is not there."""
    with connection.cursor() as cursor:
        found = cursor.execute(
            "select employee_number from mart_compliance.dim_user where employee_number = any(%s)",
            [list(people)],
        ).fetchall()
    missing = sorted(set(people) - {number for (number,) in found})
    if missing:
        raise WrongState(
            "There is no such person in the marts.",
            sqlstate="ZR203",
            detail=f"employee number: {', '.join(missing)}",
            hint="Look them up: `recert report export dim_user --to people.csv`.",
        )


class _Tables:
    """Writes the pages that are a table each, and the tables of recertifications."""

    def __init__(
        self,
        connection: Connection,
        writer: Writer,
        chosen: list[dict[str, Any]] | None,
        most: int,
    ) -> None:
        self._connection = connection
        self._writer = writer
        self._most = most
        self._pages: dict[str, set[int] | None] = {
            "people": None if chosen is None else {person["user_id"] for person in chosen},
            "trainings": None,
            "recertifications": None,
        }
        self._meanings: dict[tuple[str, str], str] = {
            (row["mart"], row["column_name"]): row["meaning"]
            for row in reading.rows(connection, "columns")
            if row["meaning"]
        }

    def write(self, table: Table) -> None:
        """Write the page of a table and its rows."""
        with reading.streamed_rows(self._connection, f"tables_{table.name}") as (names, rows):
            found = encoded(table, names, rows, self._most)
        told = self._told(table, found, self._left_out(table, found))
        self._data(table.name, found, told["left_out"])
        self._writer.page(
            f"{table.name}.html",
            "table.html",
            table.title,
            table=table,
            told=told,
            meanings=self._columns(table),
            results=results(self._connection) if table.name == "controls" else [],
        )

    def write_outcomes(self, details: Details) -> None:
        """Write the page of each recertification, with its people where they are written."""
        found: dict[int, dict[str, Any]] = {}
        if self._writer.is_small:
            with reading.streamed_rows(self._connection, "tables_outcomes") as (names, rows):
                for campaign_id, people in groupby(rows, key=lambda row: row[0]):
                    left = iter(people)
                    people_of = encoded(OUTCOMES, names, islice(left, self._most), self._most)
                    left_out = sum(1 for _ in left)
                    self._data(f"recertifications/{campaign_id}", people_of, left_out)
                    found[campaign_id] = self._told(OUTCOMES, people_of, left_out, campaign_id)
        nobody = {"rows": 0} if self._writer.is_small else None
        details.write_recertifications(found, nobody)

    def _data(self, name: str, found: Encoded, left_out: int) -> None:
        """Write the rows of a table; from now on no number leads to one that was cut."""
        if left_out:
            self._writer.cut.add(name)
        if found.rows:
            leads = self._writer.links[""].has_people
            self._writer.file(f"data/{name}.js", found.script(self._pages, leads=leads))

    def _left_out(self, table: Table, found: Encoded) -> int:
        if found.rows < self._most:
            return 0
        with self._connection.cursor() as cursor:
            cursor.execute(f"select count(*) from {table.mart}".encode())  # noqa: S608  a name of ours
            (number,) = cursor.fetchone() or (found.rows,)
        return int(number) - found.rows

    def _told(
        self, table: Table, found: Encoded, left_out: int, campaign_id: int | None = None
    ) -> dict[str, Any]:
        mart = table.mart.partition(".")[2]
        only = "" if campaign_id is None else f" --where campaign_id={campaign_id}"
        return {
            "rows": found.rows,
            "left_out": left_out,
            "first": table.first,
            "mart": mart,
            "command": f"recert report export {mart}{only} --to {mart}.csv",
            "in_pack": mart in REGISTERS,
            "blank": [column.heading for column in found.blank],
        }

    def _columns(self, table: Table) -> list[tuple[str, str]]:
        return [
            (column.heading, self._meanings[table.mart, column.name])
            for column in table.columns
            if (table.mart, column.name) in self._meanings
        ]
