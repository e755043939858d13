"""The generated company: a regulated manufacturer of any size, always the same one.

The SQL in ``generated/`` makes everybody and everything as sets, in temporary tables; here they
are written to files, to come in again the way that anybody's files do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from pipeline.database import one

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

TRAINING = "Lockout/Tagout"
OLD_LABEL = "3.1"
NEW_LABEL = "3.2"
AUTHOR = "E-00012"

#: People who are there in a company of any size: the office, and the first team.
SMALLEST = 20

_FOLDER = Path(__file__).parent / "generated"

#: File to be imported to the order of its rows.
_FILES = {
    "users": "employee_number",
    "trainings": "name",
    "versions": "training, label",
    "evidence": "employee_number, training, version",
    "assignments": "employee_number, training, version",
    "late_evidence": "employee_number, training, version",
}


@dataclass(frozen=True)
class Company:
    """The folder with the files, and the version that is yet to be submitted."""

    folder: Path
    content: str
    objectives: list[str]
    sources: list[str]

    def file(self, name: str) -> Path:
        """The file of users, trainings, versions, evidence, assignments or late_evidence."""
        return self.folder / f"{name}.csv"


@contextmanager
def generated(connection: Connection, *, users: int, today: date) -> Iterator[Company]:
    """Generate a company of so many people, at least :data:`SMALLEST`; files end with the block.

    All dates count back from ``today``; nothing else depends on when or where it is made.
    """
    with TemporaryDirectory(prefix="recert-demo-") as name:
        folder = Path(name)
        with connection.transaction():
            connection.execute(
                "select set_config('demo.users', %s, true), set_config('demo.today', %s, true)",
                [str(users), today.isoformat()],
            )
            for file in sorted(_FOLDER.glob("*.sql")):
                connection.execute(file.read_bytes())
            for table, order in _FILES.items():
                _write(connection, table, order, folder)
            draft = one(
                connection,
                "select content, objectives, array[source] as sources from demo_all_versions"
                " where state = 'new'",
                {},
            )
        yield Company(folder, **draft)


def _write(connection: Connection, name: str, order: str, folder: Path) -> None:
    from psycopg import sql

    statement = sql.SQL(
        "copy (select * from {} order by {}) to stdout (format csv, header, encoding 'UTF8')"
    ).format(
        sql.Identifier(f"demo_{name}"),
        sql.SQL(", ").join(map(sql.Identifier, order.split(", "))),
    )
    with (
        (folder / f"{name}.csv").open("wb") as file,
        connection.cursor() as cursor,
        cursor.copy(statement) as rows,
    ):
        for block in rows:
            file.write(block)
