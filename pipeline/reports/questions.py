"""The questions of docs/queries: files for psql, each with its question, variables and query."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pipeline.sources import queries_folder

_DEFAULT = re.compile(r"^\\if :\{\?(\w+)\} \\else \\set \1 '(.+)' \\endif$", re.MULTILINE)
_NO_QUERY = re.compile(r"^(\\|--).*\n", re.MULTILINE)
_RELATION = re.compile(r"(?:from|join) (\w+\.\w+)")


@dataclass(frozen=True)
class Question:
    """A question: a file for psql."""

    path: Path

    @cached_property
    def text(self) -> str:
        """The whole file."""
        return self.path.read_text(encoding="utf-8")

    @property
    def name(self) -> str:
        """Its file name without the ending, such as ``01_person_completions``."""
        return self.path.stem

    @property
    def question(self) -> str:
        """The first line, as an inspector says it."""
        return self.text.partition("\n")[0].removeprefix("-- ")

    @property
    def explanation(self) -> str:
        """The comment below it: what a row is, and what to make of it."""
        lines = self.text.split("\n")[1:]
        comment = []
        for line in lines:
            if not line.startswith("--"):
                break
            comment.append(line.removeprefix("--").strip())
        return " ".join(comment)

    @property
    def defaults(self) -> dict[str, str]:
        """The psql variables that it takes, and what they are when none is given."""
        return dict(_DEFAULT.findall(self.text))

    @property
    def reads(self) -> list[str]:
        """What it names with a schema after from and join, in the order of its text."""
        return list(dict.fromkeys(_RELATION.findall(self.query)))

    @property
    def query(self) -> str:
        """The query with its variables in it, without psql's commands and without a semicolon."""
        return _NO_QUERY.sub("", self.text).strip().rstrip(";")

    def statement(self, values: Mapping[str, str] | None = None) -> str:
        """The query as psql sends it with these values, and its defaults where none is given."""
        from psycopg import sql

        text = self.query
        for name, value in (self.defaults | dict(values or {})).items():
            text = text.replace(f":'{name}'", sql.Literal(value).as_string(None))
        return text


def questions(folder: Path | None = None) -> list[Question]:
    """All of them, in their order."""
    return [Question(path) for path in sorted((folder or queries_folder()).glob("*.sql"))]
