"""A company with a piece of everything that the checks look at, made by the functions alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.imports.loading import load


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3", "E-4", "E-5")
        database.training(requires_signature=True)
        database.activate("1")
        database.act_as("E-1")
        database.execute("select api.complete_training('Lockout', 90, 'drawn')")
        database.act_as(None)
        load(
            database,
            "evidence",
            "employee_number,training,version,completed_at,score",
            *((number, "Lockout", "1", "2026-01-05", "80") for number in ("E-2", "E-3", "E-4")),
        )
        database.act_as("Q-1")
        database.execute(
            "select api.grant_exemption('E-3', 'Lockout', %s, now() + interval '1 day')", REASON
        )
        database.execute("select api.upsert_user('E-4', p_is_active => false)")
        database.submit("2")
        database.approve("2", recertify_everyone=True)
        database.recertify("2")
        database.submit("3")
        database.act_as("Q-1")
        database.execute("select api.reject_version('Lockout', '3', %s)", REASON)
        database.submit("4")
        database.act_as("Q-1")
        database.execute(
            "select api.create_campaign('Lockout', 'Again', now() + interval '9 days', %s,"
            " p_employee_numbers => '{E-5}')",
            REASON,
        )
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """What a test does to it is undone."""
    with shared.undone():
        yield shared
