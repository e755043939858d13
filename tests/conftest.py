"""The real PostgreSQL that the tests run on: one server a worker, one template a session.

``database`` gives each test a database of its own, a copy of the installed template.
RECERT_TEST_BINARIES names the ``bin`` folder of another PostgreSQL (15 to 18) to run on.
"""

from __future__ import annotations

import itertools
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.install import install
from tests import citus, databases, places, scheduling
from tests.company import Database, copied

_numbers = itertools.count(1)

# A shell that runs the tests in the background has Ctrl-C ignored, here and in every command that
# the tests start and interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# and nohup has them ignore that the terminal is gone
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.hookimpl(optionalhook=True)  # tests.mutation runs without the plugin
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> scheduling.Scheduling:
    """Keep together what shares something: see :mod:`tests.scheduling`."""
    config.option.loadscopereorder = False
    return scheduling.Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest first; on a cluster leave out what needs one server, with the reason."""
    items.sort(key=lambda item: scheduling.place(item.nodeid))
    if citus.the_cluster() is not None:
        for item in items:
            if (marker := item.get_closest_marker("one_server")) is not None:
                item.add_marker(pytest.mark.skip(reason=marker.args[0]))


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A server for this worker; what it writes need not survive a power cut."""
    cluster = citus.the_cluster()
    if cluster is not None:
        # tests ask a server for its DSN; those that ask for more have one of their own
        yield cast("EmbeddedServer", cluster)
        return
    binaries = os.environ.get("RECERT_TEST_BINARIES")
    with places.server_folder() as folder:
        server = EmbeddedServer(
            folder / "server",
            binaries=Path(binaries) if binaries else None,
            settings={
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
                "max_wal_size": "256MB",  # it may lie in memory
            },
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> Iterator[str]:
    """Name of a database with the schema, to be copied and never connected to."""
    name = f"recert_template{databases.WORKER}"
    if isinstance(server, citus.CitusServer):
        server.make_template(name)
    else:
        dsn = databases.create(server, name, "template0")
        with psycopg.connect(dsn, autocommit=True) as connection:
            install(connection)
    yield name
    databases.drop(server, name)


@pytest.fixture(scope="session")
def dbt_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A RECERT_HOME for builds: what dbt has read of the project is kept there for the next one."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def half_a_year(server: EmbeddedServer, template: str, dbt_home: Path) -> Iterator[str]:
    """Name of a database with the company of tests.docs.inspected and its marts, to be copied."""
    from tests.docs.inspected import live

    with copied(server, template, "half_a_year") as dsn:
        with pytest.MonkeyPatch.context() as patch, Database.connect(dsn) as database:
            patch.setenv("RECERT_HOME", str(dbt_home))
            live(database)
            name = database.connection.info.dbname
        yield name


@pytest.fixture
def empty_dsn(server: EmbeddedServer) -> Iterator[str]:
    """A database of the test's own without a schema."""
    yield from _created(server, "template0")


@pytest.fixture
def dsn(server: EmbeddedServer, template: str) -> Iterator[str]:
    """A database of the test's own with the schema, as its superuser."""
    yield from _created(server, template)


@pytest.fixture
def database(dsn: str) -> Iterator[Database]:
    """The same, connected, with short ways to say what a test needs."""
    with Database.connect(dsn) as database:
        yield database


def _created(server: EmbeddedServer, template: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}{databases.WORKER}"
    yield databases.create(server, name, template)
    databases.drop(server, name)
