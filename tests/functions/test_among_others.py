"""What became of a training and its people is nothing to another training and other people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.among_others import live


@contextmanager
def company(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        yield database


@pytest.mark.rule(1, 4, 9, 10, 13, 14, 15, 18, 20)
def test_a_training_is_told_of_as_if_it_were_alone(server: EmbeddedServer, template: str) -> None:
    with company(server, template) as alone:
        expected = live(alone, "Beta")
    with company(server, template) as crowded:
        live(crowded, "Alpha")
        for step, (found, told) in enumerate(zip(live(crowded, "Beta"), expected, strict=True)):
            assert found == told, step
        assert crowded.row("select * from api.verify_audit_chain()")["is_intact"]
        assert {
            row["status"] for row in crowded.rows("select * from api.check_invariants(true)")
        } == {"pass"}
