"""Until when an exemption may hold."""

from __future__ import annotations

import pytest

from tests.company import REASON, Database


@pytest.mark.parametrize("until", ["infinity", "-infinity", "9999-01-01", "294276-12-31"])
def test_an_exemption_ends_some_day(company: Database, until: str) -> None:
    company.act_as("Q-1")
    company.refuses(
        "ZR102",
        "select api.grant_exemption('E-1', 'Lockout', %s, %s::timestamptz)",
        REASON,
        until,
    )
    company.refuses(
        "ZR102",
        "select api.create_campaign('Lockout', 'Far', %s::timestamptz, %s, array['E-1'])",
        until,
        REASON,
    )
