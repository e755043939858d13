"""Backing up and restoring in a few words, and what is compared."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pipeline.cli import run as command
from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Result
from tests.company import Database
from tests.install.dump_schema import dump

RESTORING, BACKING_UP = "recert db restore", "recert db backup"

#: Every table that is not PostgreSQL's own, and every sequence.
_TABLES = (
    "select c.oid::regclass::text as name, case c.relkind when 'S' then 'last_value, is_called'"
    " else 'r::text' end as what from pg_class as c where c.relkind in ('r', 'S', 'm')"
    " and c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)' order by 1"
)


def recert(*arguments: str) -> Result:
    """The command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = command(list(arguments))
    return Result(code, out.getvalue(), err.getvalue())


def backed_up(dsn: str, file: Path, *options: str) -> Result:
    return recert("db", "backup", str(file), "--format", "json", "--dsn", dsn, *options)


def restored(dsn: str, file: Path | str, *options: str) -> Result:
    return recert("db", "restore", str(file), "--format", "json", "--dsn", dsn, *options)


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table, and where each sequence is."""
    return {
        table["name"]: [
            str(row)
            for row in database.rows(f"select {table['what']} from {table['name']} as r order by 1")
        ]
        for table in database.rows(_TABLES)
    }


def catalogue(dsn: str) -> str:
    with psycopg.connect(dsn) as connection:
        return dump(connection)


@contextmanager
def owned(server: EmbeddedServer, owner: str) -> Iterator[str]:
    """The DSN of an empty database of a login, as that login."""
    name = f"of_{owner}"
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(
            sql.SQL("create database {} owner {} template template0").format(
                sql.Identifier(name), sql.Identifier(owner)
            )
        )
        try:
            yield make_conninfo(server.dsn, dbname=name, user=owner)
        finally:
            admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
