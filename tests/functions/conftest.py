"""The company that recertifications and their plans are tried on."""

from __future__ import annotations

import pytest

from tests.company import Database


@pytest.fixture
def company(database: Database) -> Database:
    """Version 1 in force with evidence of E-1, E-2 and E-3, version 2 pending."""
    database.deciders()
    database.training(initial_due_offset_days=14)
    database.users("E-1", "E-2", "E-3", "E-4")
    database.activate("1")
    for number in ("E-1", "E-2", "E-3"):
        database.evidence(number, "1")
    database.submit("2")
    return database
