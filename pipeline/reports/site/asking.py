"""The twenty questions of docs/queries, asked of this company."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from pipeline.reports.questions import Question, questions
from pipeline.reports.site.reading import row

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: Rows of an answer that a page has.
SHOWN = 20

#: Computes all statuses anew from the record: of a large company that takes minutes.
_SLOW = "api.compliance_as_of"


def answers(connection: Connection, *, is_small: bool) -> list[dict[str, Any]]:
    """Each question with its answer at this build, and how to ask it of somebody else."""
    chosen = row(connection, "examples")
    values = {name.removesuffix("_moment"): value for name, value in chosen.items()}
    return [_answered(connection, question, values, is_small) for question in questions()]


def _answered(
    connection: Connection, question: Question, values: dict[str, Any], is_small: bool
) -> dict[str, Any]:
    given = {
        name: values[name] if values[name] is not None else default
        for name, default in question.defaults.items()
    }
    statement = question.statement(given)
    told: dict[str, Any] = {
        "number": int(question.name[:2]),
        "question": question.question,
        "explanation": question.explanation,
        "asked_for": list(given.items()),
        "sql": statement,
        "command": _command(question, given),
        "columns": [],
        "rows": [],
        "total": 0,
        "more": False,
        "left_out": "",
    }
    if _SLOW in question.reads and not is_small:
        told["left_out"] = "Not asked of so large a company: it takes minutes. The command does."
        return told
    with connection.cursor() as cursor:
        cursor.execute(
            f"select *, count(*) over () from (\n{statement}\n) as answer limit {SHOWN}".encode()  # noqa: S608  a file of ours, values as literals
        )
        rows = cursor.fetchall()
        told["columns"] = [column.name for column in cursor.description or ()][:-1]
    told["rows"] = [found[:-1] for found in rows]
    told["total"] = rows[0][-1] if rows else 0
    told["more"] = told["total"] > len(rows)
    return told


def _command(question: Question, given: dict[str, str]) -> str:
    variables = [part for name, value in given.items() for part in ("-v", f"{name}={value}")]
    return shlex.join(
        ["recert", "db", "psql", "--", *variables, "-f", f"queries/{question.path.name}"]
    )
