"""A file of evidence and the company that it is about."""

from __future__ import annotations

import pytest

from tests.company import Database


@pytest.fixture
def company(database: Database) -> Database:
    """E-1 to E-3 and version 1 of the training Lockout in force."""
    database.deciders()
    database.users("E-1", "E-2", "E-3")
    database.training()
    database.activate("1")
    database.act_as(None)
    return database
