"""The company that the imports of records are tried on."""

from __future__ import annotations

import pytest

from tests.company import Database


@pytest.fixture
def company(database: Database) -> Database:
    """E-1 to E-3, the training Lockout with an inactive version 1 and an active version 2."""
    database.deciders()
    database.users("E-1", "E-2", "E-3")
    database.training(initial_due_offset_days=14)
    for label in ("1", "2"):
        database.activate(label)
    database.act_as(None)
    return database
