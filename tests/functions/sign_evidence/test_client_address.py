"""A signature has the client's address as the server saw it, whatever way it came."""

from __future__ import annotations

import io

import pytest

from pipeline.importing import load_stream
from tests.company import Database
from tests.functions.completing import complete, fill, sign
from tests.records import test_client_address as network

over_tcp = network.over_tcp


@pytest.mark.rule(20)
def test_the_address_is_in_every_signature_and_in_its_audit_row(over_tcp: str) -> None:
    with Database.connect(over_tcp) as database:
        fill(database)
        seen = database.value("select host(inet_client_addr())")
        assert seen.startswith("127.")
        complete(database, "E-1", method="drawn")
        complete(database, "E-1")
        assert str(sign(database, "E-1")["client_addr"]) == seen
        database.act_as(None)
        file = io.BytesIO(
            b"employee_number,training,signature_method\nE-2,Gowning,click_to_confirm\n"
        )
        load_stream(database.connection, "completions", "completions.csv", file)
        signatures = database.rows("select host(client_addr) as address from core.signatures")
        logged = database.rows(
            "select payload::jsonb ->> 'client_addr' as address from audit.log"
            " where action = 'sign_evidence'"
        )
    assert [row["address"] for row in signatures] == [seen] * 3
    assert [row["address"] for row in logged] == [seen] * 3
