"""Runs the questions of docs/queries as an auditor does, and renews their answers.

``python -m tests.docs.queries`` writes them and the table of the page.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

from pipeline.embedded import EmbeddedServer
from pipeline.install import install
from pipeline.reports.questions import Question, questions
from pipeline.sources import queries_folder
from tests.company import Database, login
from tests.docs.inspected import live

PAGE = queries_folder() / "README.md"

#: Rows of an answer that are shown.
SHOWN = 20


class Query(Question):
    """A question: a file for psql, and its answer beside it."""

    @property
    def answer(self) -> Path:
        return self.path.with_suffix(".txt")

    def ask(self, program: Path, dsn: str, **variables: str) -> str:
        """What psql prints, times in UTC, long answers shortened."""
        given = [f"--set={name}={value}" for name, value in variables.items()]
        printed = subprocess.run(
            [program, "-X", "-q", "--set=ON_ERROR_STOP=1", *given, f"--file={self.path}", dsn],
            env=os.environ | {"PGTZ": "UTC", "PGCLIENTENCODING": "UTF8", "PAGER": ""},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert printed.returncode == 0, printed.stderr
        assert not printed.stderr
        lines = [line.rstrip() for line in printed.stdout.strip("\n").split("\n")]
        heading, rows, count = lines[:2], lines[2:-1], lines[-1]
        if len(rows) > SHOWN:
            rows, count = rows[:SHOWN], f"{count.removesuffix(')')}, the first {SHOWN} shown)"
        return "\n".join([*heading, *rows, count, ""])


def queries() -> list[Query]:
    return [Query(question.path) for question in questions()]


def index() -> str:
    """The table of the page."""
    lines = ["| | question | reads |", "|---|---|---|"]
    for query in queries():
        reads = ", ".join(f"`{name}`" for name in query.reads)
        file = query.path.name
        lines.append(
            f"| {file[:2]} | [{query.question}]({file}) ([answer]({query.answer.name})) | {reads} |"
        )
    return "\n".join(lines)


def _fresh() -> Iterator[tuple[EmbeddedServer, Database]]:
    """The company on a server of its own."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RECERT_HOME"] = str(Path(folder) / "home")
        server = EmbeddedServer(Path(folder) / "server", settings={"fsync": "off"})
        server.start()
        try:
            with psycopg.connect(server.dsn, autocommit=True) as connection:
                install(connection)
            with Database.connect(server.dsn) as company:
                live(company)
                yield server, company
        finally:
            server.stop()


def main() -> None:
    """Write every answer anew, and the table of the page."""
    for server, company in _fresh():
        with login(company.dsn, "recert_auditor") as auditor:
            for query in queries():
                answer = query.ask(server.tool("psql"), auditor)
                query.answer.write_text(answer, encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    table = re.compile(r"^\| \| question .*?(?=^$)", re.MULTILINE | re.DOTALL)
    PAGE.write_text(table.sub(lambda _: f"{index()}\n", page), encoding="utf-8")


if __name__ == "__main__":
    main()
