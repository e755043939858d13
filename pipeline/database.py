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
    raises. With it the block has a session of its own, which a connection pool does not give.

    Raises :class:`DatabaseUnavailable` when the server does not answer or there is no such session,
    and :class:`SchemaMismatch` when the schema is not this command's.
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
            # nothing is set before it is known whose session it is
            if _leads_to_pool(connection):
                if autocommit:
                    raise _no_session()
                connection.prepare_threshold = None
                with connection.transaction():
                    _set_transaction(connection, actor)
                    if check_schema:
                        require_current(connection)
                    yield connection
                return
            _set_session(connection, actor)
            if check_schema:
                require_current(connection)
            if autocommit:
                with _letting_go(connection):
                    yield connection
                return
            with connection.transaction():
                yield connection
        finally:
            connection.close()


@contextmanager
def _letting_go(connection: Connection) -> Iterator[None]:
    """Have what the session holds of jobs and builds end with the block.

    The server lets go of it some time after the session was closed, and whoever comes right then
    would find a job that is running. Who presses Ctrl-C does not wait for a server.
    """
    import psycopg

    try:
        yield
    except Exception:
        with suppress(psycopg.Error):
            connection.execute("select pg_advisory_unlock_all()")
        raise
    with suppress(psycopg.Error):
        connection.execute("select pg_advisory_unlock_all()")


def _leads_to_pool(connection: Connection) -> bool:
    """Whether a pool is between us and the server: it makes the number of a process up."""
    # with its schema: a client before us may have left a search path
    row = connection.execute("select pg_catalog.pg_backend_pid()").fetchone()
    return row is None or row[0] != connection.info.backend_pid


def is_pooled(connection: Connection) -> bool:
    """Whether a connection of :func:`connected` is one of a pool, where nothing is prepared."""
    return connection.prepare_threshold is None


def _no_session() -> DatabaseUnavailable:
    return DatabaseUnavailable(
        "This needs a session of its own, and the DSN leads to a connection pool.",
        detail="the process that serves the connection is not the one that it was told",
        hint="Give --dsn (RECERT_DSN) the address of PostgreSQL itself: docs/scale.md.",
    )


def _set_session(connection: Connection, actor: str | None) -> None:
    """Set what the session needs, whatever the login or the database is set to."""
    connection.execute(
        "set timezone = 'UTC'; set datestyle = 'ISO';"
        # a job holds its claim while the marts are built
        " set idle_session_timeout = 0"
    )
    _end_with_its_command(connection)
    if actor:
        connection.execute("select set_config('recert.actor', %s, false)", [actor])


def _set_transaction(connection: Connection, actor: str | None) -> None:
    """The same until the transaction ends: the session of a pool is somebody else's after it.

    And was somebody else's before it: what that one has left, an actor above all, is not ours.
    """
    import psycopg

    connection.execute(
        "set local session authorization default; set local role to default;"
        " set local search_path to default; set local recert.actor to default;"
        " set local row_security to default; set local statement_timeout to default;"
        " set local lock_timeout to default;"
        " set local idle_in_transaction_session_timeout to default;"
        " set local default_transaction_read_only to default;"
        " set local synchronous_commit to default;"
        " set local timezone = 'UTC'; set local datestyle = 'ISO'"
    )
    if connection.info.server_version >= 170000:
        connection.execute("set local transaction_timeout to default")
    # begun as somebody's default said: to be corrected before the first query
    if _says(connection, "default_transaction_read_only") == "off":
        if _says(connection, "in_hot_standby") == "off":
            connection.execute("set transaction read write")
    else:
        connection.execute("set transaction read only")
    if actor:
        connection.execute("select pg_catalog.set_config('recert.actor', %s, true)", [actor])
    with suppress(psycopg.errors.InvalidParameterValue), connection.transaction():
        connection.execute("set local client_connection_check_interval = '1s'")


def _says(connection: Connection, parameter: str) -> str:
    """What a parameter is set to, which is no query: it may be asked for before the first."""
    row = connection.execute(f"show {parameter}".encode()).fetchone()
    return str(row[0]) if row else ""


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
