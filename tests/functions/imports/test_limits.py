"""Names are of at most 200 characters, and logins of what PostgreSQL takes: to the letter."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.imports.loading import load, rejected

#: For each kind and column the longest text, and the other columns of a row that is loaded.
LIMITS = [
    ("users", "employee_number", 200, {"full_name": "Long"}),
    ("users", "db_role", 63, {"employee_number": "N-1", "full_name": "Long"}),
    ("trainings", "name", 200, {}),
    ("versions", "label", 200, {"training": "Lockout", "author": "A-1", "content": "#"}),
    (
        *("versions", "sources", 200),
        {"training": "Lockout", "label": "9", "author": "A-1", "content": "#"},
    ),
    (
        *("assignments", "campaign", 200),
        {"employee_number": "E-1", "training": "Lockout", "version": "1"},
    ),
    ("rules", "name", 200, {"trainings": "Lockout"}),
    ("documents", "document", 200, {"revision": "A"}),
    ("documents", "revision", 200, {"document": "SOP-1"}),
]


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1")
        database.training()
        database.activate("1")
        database.act_as(None)
        yield database


@pytest.mark.rule(22)
@pytest.mark.parametrize(("kind", "column", "most", "others"), LIMITS)
def test_a_name_of_the_longest_is_taken_and_no_longer_one(
    shared: Database, kind: str, column: str, most: int, others: dict[str, str]
) -> None:
    header = ",".join([column, *others])
    with shared.undone():
        assert load(shared, kind, header, ("x" * most, *others.values())).inserted == 1
    with shared.undone():
        longer = rejected(shared, kind, header, ("x" * (most + 1), *others.values()))
    assert longer == [(2, column)]


@pytest.mark.rule(22)
@pytest.mark.parametrize("part", ["document", "revision"])
def test_the_parts_of_a_source_are_no_longer_either(shared: Database, part: str) -> None:
    header = "training,label,author,content,sources"

    def row(length: int) -> tuple[str, ...]:
        text = "x" * length
        return ("Lockout", "9", "A-1", "#", f"{text}@A" if part == "document" else f"SOP@{text}")

    submit = "select api.submit_version('Lockout', %s, '#', %s, %s)"
    with shared.undone():
        assert load(shared, "versions", header, row(200)).inserted == 1
    with shared.undone():
        assert rejected(shared, "versions", header, row(201)) == [(2, "sources")]
    with shared.undone():
        shared.act_as("A-1")
        shared.execute(submit, "x" * 200, [row(200)[-1]], REASON)
        shared.refuses("ZR102", submit, "8", [row(201)[-1]], REASON)
        shared.refuses("ZR102", submit, "y" * 201, ["SOP-1"], REASON)
