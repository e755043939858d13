"""The company that tests of logins work on, and what they open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.company import Database


@pytest.fixture
def company(database: Database) -> Database:
    """Version 1 in force with evidence of E-1, version 2 pending."""
    database.deciders()
    database.users("E-1")
    database.training()
    database.activate("1")
    database.evidence("E-1", "1")
    database.submit("2")
    return database


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack
