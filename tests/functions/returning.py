"""What tests of people who come back say: leave, return, and what is missed meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.company import REASON, Database
from tests.functions.assigning import manual_campaign
from tests.functions.imports.loading import load

OFFSET = timedelta(days=14)

#: A way to come back: the database and the employee number.
Return = Callable[[Database, str], Any]


def by_import(database: Database, number: str) -> None:
    header = "employee_number,full_name,is_active"
    assert load(database, "users", header, f"{number},Person {number},yes").updated == 1


def by_upsert(database: Database, number: str) -> None:
    row = database.row("select * from api.upsert_user(%s, p_is_active => true)", number)
    assert row["outcome"] == "updated"


def by_reactivating(database: Database, number: str) -> None:
    database.execute("select api.reactivate_user(%s, %s)", number, REASON)


WAYS = pytest.mark.parametrize("come_back", [by_import, by_upsert, by_reactivating])


def leave(database: Database, number: str) -> None:
    database.execute("select api.upsert_user(%s, p_is_active => false)", number)


def recertified(database: Database, label: str = "2") -> str:
    """Bring a version into force that everybody has to learn; returns the campaign."""
    database.submit(label)
    row = database.approve(label, recertify_everyone=True)
    database.act_as(None)
    return str(row["campaign"])


def expired(database: Database) -> str:
    """Let all evidence expire; returns the campaign."""
    database.execute("update core.trainings set recertification_interval_days = 30")
    row = database.row("select * from api.scan_expiry()")
    assert row["inactive"] + row["exempt"] == 1
    return str(row["campaigns"][0])


def launched(database: Database) -> str:
    """Launch a campaign that names E-1 and E-3."""
    recertified(database)
    return str(manual_campaign(database, "By number", "E-1", "E-3")["campaign"])


EVENTS = pytest.mark.parametrize("event", [recertified, expired, launched])
