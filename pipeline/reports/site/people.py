"""The pages of people: each training's chain of evidence, assignments, exemptions, signatures."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pipeline.reports.site.reading import by_person
from pipeline.reports.site.writing import Writer

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

#: Pages after which those who wait are told how far it is.
_TOLD_EVERY = 2000


def write_people(
    connection: Connection, writer: Writer, people: list[Row], tell: Callable[[str], None]
) -> None:
    """Write a page for each of these people, who are in the order of ``user_id``."""
    if not people:
        return
    written = {person["user_id"] for person in people}
    with ExitStack() as stack:
        statuses, evidence, assignments, exemptions, signatures = (
            stack.enter_context(by_person(connection, f"person_{name}"))
            for name in ("statuses", "evidence", "assignments", "exemptions", "signatures")
        )
        for number, person in enumerate(people, start=1):
            key = person["user_id"]
            writer.page(
                f"people/{key}.html",
                "person.html",
                f"{person['full_name']} ({person['employee_number']})",
                here="people.html",
                person=person,
                written=written,
                trainings=_trainings(statuses.of(key), evidence.of(key)),
                assignments=assignments.of(key),
                exemptions=exemptions.of(key),
                signatures=signatures.of(key),
            )
            if number % _TOLD_EVERY == 0 or number == len(people):
                tell(f"The pages of {number:,} of {len(people):,} people are written.")


def _trainings(
    statuses: list[Row], evidence: list[Row]
) -> list[tuple[int, str, Row | None, list[Row]]]:
    """Each training with its status and its chain, in the order of their names."""
    found: dict[int, tuple[str, Row | None, list[Row]]] = {
        row["training_id"]: (row["training"], row, []) for row in statuses
    }
    for key, rows in groupby(evidence, key=lambda row: row["training_id"]):
        chain = list(rows)
        name, status, _ = found.get(key, (chain[0]["training"], None, []))
        found[key] = (name, status, chain)
    ordered = sorted(found.items(), key=lambda item: (item[1][0].casefold(), item[0]))
    return [(key, *told) for key, told in ordered]
