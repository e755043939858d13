"""The audit log has the client's address as the server saw it, where it came over a network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.install import install
from tests.chain import first_bad
from tests.company import Database

#: A loopback address that no other server listens on; the port is that of the socket.
ADDRESS = "127.83.19.7"


@pytest.fixture
def over_tcp(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The DSN of a server with the schema that listens on a network address."""
    if sys.platform != "linux":
        pytest.skip("only Linux has all of 127.0.0.0/8 without set-up")
    binaries = os.environ.get("RECERT_TEST_BINARIES")
    server = EmbeddedServer(
        tmp_path_factory.mktemp("server"),
        binaries=Path(binaries) if binaries else None,
        settings={"fsync": "off", "listen_addresses": ADDRESS},
    )
    server.start()
    try:
        with psycopg.connect(server.dsn, autocommit=True) as admin:
            install(admin)
            with (server.data / "pg_hba.conf").open("a", encoding="utf-8") as file:
                file.write("host all all 127.0.0.0/8 trust\n")
            admin.execute("select pg_reload_conf()")
        yield f"postgresql://recert@{ADDRESS}:5432/recert"
    finally:
        server.stop()


@pytest.mark.rule(20)
def test_the_address_of_the_client_is_in_the_row_and_in_its_payload(over_tcp: str) -> None:
    with Database.connect(over_tcp) as database:
        database.execute("select api.scan_overdue()")
        seen = database.value("select host(inet_client_addr())")
        row = database.row(
            "select host(client_addr) as column, payload::jsonb ->> 'client_addr' as payload"
            " from audit.log"
        )
        assert row == {"column": seen, "payload": seen}
        assert seen.startswith("127.")
        rows = database.rows("select * from api.audit_log order by seq")
        assert first_bad([dict(row) for row in rows]) is None
        assert database.value("select is_intact from api.verify_audit_chain()")
