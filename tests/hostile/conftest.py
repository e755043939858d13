"""A company to be hostile to, shared: what a test does to it is undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.cli.conftest import fill, recert
from tests.company import REASON, Database, copied
from tests.hostile.counting import Cases, counted
from tests.hostile.values import PWNED

__all__ = ["counted", "recert"]


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """The company of the tests of the command, with something of everything in it."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        database.act_as("Q-1")
        database.rows(
            "select * from api.recertify('Lockout', '1', %s, p_effective_on => current_date + 300)",
            REASON,
        )
        database.act_as(None)
        yield database
        # the one thing that no test allows: a text that was run
        assert database.value("select to_regclass(%s)::text", PWNED) is None
        assert database.row("select * from api.verify_audit_chain()")["is_intact"]


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """The same; whatever the test does is rolled back."""
    with shared.undone():
        yield shared
    shared.execute("select pg_advisory_unlock_all()")


@pytest.fixture
def cases(counted: Cases) -> Cases:
    """Counts the cases of a test: as many as its mark promises, or it fails."""
    return counted
