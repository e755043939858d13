"""Connections: where the database is, who acts, and that its schema is this command's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pipeline.errors import BadInput, DatabaseUnavailable, Defect, from_database

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]


#: Two minutes after a network fell silent the command knows; the system's default is two hours.
_KEEPALIVES = {"keepalives_idle": 60, "keepalives_interval": 15, "keepalives_count": 4}


@contextmanager
def translated() -> Iterator[None]:
    """Turn what psycopg raises inside into our errors."""
    import psycopg

    try:
        yield
    except psycopg.DataError as error:
        if error.sqlstate is not None:
            raise from_database(error) from error
        # psycopg itself refuses it: PostgreSQL is never asked
        raise BadInput(
            "What was given cannot be stored.",
            sqlstate="ZR102",
            detail=str(error),
            hint="Give text without NUL characters, and dates before the year 9999.",
        ) from error
    except psycopg.Error as error:
        raise from_database(error) from error
    except UnicodeEncodeError as error:
        # bytes of an argument that were no text: PostgreSQL is never asked
        raise BadInput(
            "What was given is not UTF-8 text.",
            sqlstate="ZR102",
            detail=repr(error.object)[:200],
            hint="Set the terminal and the script to UTF-8.",
        ) from error


def dsn_parts(dsn: str) -> dict[str, Any]:
    """The DSN by keyword; raises :class:`DatabaseUnavailable` when it is none."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    parts: dict[str, Any] = {}
    with suppress(psycopg.ProgrammingError):
        parts = dict(conninfo_to_dict(dsn))
        # a password that is not percent-encoded ends early, and its rest is taken for these
        hosts = str(parts.get("host") or "").split(",")
        ports = str(parts.get("port") or "").split(",")
        if all("@" not in host[1:] for host in hosts) and all(
            not port or port.isdecimal() for port in ports
        ):
            return parts
    # libpq's message may quote what it takes for a part of the password: it is not shown
    raise DatabaseUnavailable(
        "The DSN cannot be read.",
        hint="Give --dsn (RECERT_DSN) a URL such as postgresql://user@host/database, special"
        " characters percent-encoded, or keywords such as 'host=db.example.com dbname=recert'.",
    )


@contextmanager
def connected(
    dsn: str,
    *,
    actor: str | None = None,
    autocommit: bool = False,
    check_schema: bool = True,
    application_name: str = "recert",
) -> Iterator[Connection]:
    """A connection in UTC that acts as ``actor`` (employee number), closed at the end.

    Without ``autocommit`` the block is one transaction: committed at its end, rolled back when it
    raises. Raises :class:`DatabaseUnavailable` when the server does not answer and
    :class:`SchemaMismatch` when its schema is not this command's.
    """
    import psycopg

    from pipeline.install import require_current

    with translated():
        options = {
            "connect_timeout": 10,
            **_KEEPALIVES,
            **dsn_parts(dsn),
            "application_name": application_name,
            "client_encoding": "UTF8",  # whatever PGCLIENTENCODING says
        }
        try:
            connection: Connection = psycopg.connect(autocommit=True, **options)
        except psycopg.ProgrammingError as error:
            # psycopg's own look at connect_timeout, in the DSN or in PGCONNECT_TIMEOUT
            raise DatabaseUnavailable(
                "The connection cannot be set up.",
                detail=str(error),
                hint="Correct the DSN, or the variable of PostgreSQL that says so (PG...).",
            ) from error
        # what waited for a lock must see what the holder did, whatever the login is set to
        connection.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
        try:
            # whatever the login or the database is set to
            connection.execute(
                "set timezone = 'UTC'; set datestyle = 'ISO';"
                # a job holds its claim while the marts are built
                " set idle_session_timeout = 0"
            )
            _end_with_its_command(connection)
            if actor:
                connection.execute("select set_config('recert.actor', %s, false)", [actor])
            if check_schema:
                require_current(connection)
            if autocommit:
                yield connection
            else:
                with connection.transaction():
                    yield connection
        finally:
            connection.close()


def _end_with_its_command(connection: Connection) -> None:
    """Have the server end what the session is at, and free its locks, when the command is gone.

    Without this it works on for nobody until it has something to say.
    """
    import psycopg

    connection.execute(
        "set tcp_keepalives_idle = 60; set tcp_keepalives_interval = 15;"
        " set tcp_keepalives_count = 4"
    )
    with suppress(psycopg.errors.InvalidParameterValue):  # the server's system cannot tell
        connection.execute("set client_connection_check_interval = '1s'")


def one(connection: Connection, query: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The one row of a query, by column name."""
    rows = list(many(connection, query, arguments))
    if len(rows) != 1:
        raise Defect(f"One row was expected, {len(rows)} came.", detail=query)
    return rows[0]


def many(
    connection: Connection, query: str, arguments: dict[str, Any] | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of a query, by column name."""
    from psycopg.rows import dict_row

    with connection.cursor(row_factory=dict_row) as cursor:
        yield from cursor.execute(query.encode(), arguments)


def listed(
    connection: Connection, query: str, arguments: dict[str, Any]
) -> tuple[list[str], list[dict[str, Any]]]:
    """The columns of a query, known without a row too, and its rows."""
    from psycopg.rows import dict_row

    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(query.encode(), arguments)
        return [column.name for column in cursor.description or ()], cursor.fetchall()


@contextmanager
def streamed(
    connection: Connection, query: str, arguments: dict[str, Any] | None = None
) -> Iterator[tuple[list[str], Iterator[dict[str, Any]]]]:
    """The columns of a query and its rows, which stay on the server until they are asked for.

    The connection has to be in a transaction.
    """
    from psycopg.rows import dict_row

    with connection.cursor("streamed", row_factory=dict_row) as cursor:
        cursor.itersize = 500
        cursor.execute(query.encode(), arguments)
        yield [column.name for column in cursor.description or ()], iter(cursor)
