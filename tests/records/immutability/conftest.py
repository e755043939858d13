"""A company with something in every table that keeps records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3", "E-4")
        database.training()
        database.activate("1")
        for number in ("E-1", "E-2", "E-3"):
            database.evidence(number, "1")
        database.execute("update core.users set is_active = false where employee_number = 'E-3'")
        database.execute("update core.trainings set category = 'Safety'")
        database.submit("2")
        database.act_as("Q-1")
        database.execute(
            "select api.grant_exemption('E-2', 'Lockout', 'Works from home', now() + '1 d')"
        )
        database.approve("2", recertify_everyone=True)
        database.evidence("E-4", "2")
        database.execute(
            "insert into core.signatures (user_id, evidence_id, manifestation, method, signed_at)"
            " select user_id, evidence_id, 'I have understood', 'drawn', now() from core.evidence"
            " where recertification_status = 'current'"
        )
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A company with at least one row in every table; what a test does is undone."""
    with shared.undone():
        yield shared
