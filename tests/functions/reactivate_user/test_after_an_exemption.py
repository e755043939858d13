"""What was missed while exempt is assigned once the exemption has ended, due from then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.company import Database
from tests.functions.assigning import assigned, assignments, exempt, recompute
from tests.functions.returning import EVENTS, OFFSET, WAYS, Return, by_upsert, leave, recertified
from tests.functions.scoping import end_exemptions


@pytest.mark.rule(10, 14)
@EVENTS
@pytest.mark.parametrize("way", ["all", "one", "queued"])
def test_what_was_missed_while_exempt_comes_when_the_exemption_has_ended(
    company: Database, event: Callable[[Database], str], way: str
) -> None:
    def again() -> int:
        number = "E-1" if way == "one" else None
        return int(recompute(company, number, queued=way == "queued")["missed"])

    exempt(company, "E-1")
    campaign = event(company)
    assert again() == 0
    assert "E-1" not in assigned(company)
    end_exemptions(company)
    assert again() == 1
    assert assigned(company)["E-1"] == [campaign]
    (made,) = company.rows(
        "select * from core.assignments where user_id = %s", company.user_id("E-1")
    )
    assert made["due_at"] - made["assigned_at"] == OFFSET
    before = assignments(company)
    assert again() == 0
    assert assignments(company) == before


@pytest.mark.rule(10, 14)
@WAYS
def test_who_comes_back_exempt_gets_it_after_the_exemption(
    company: Database, come_back: Return
) -> None:
    leave(company, "E-1")
    campaign = recertified(company)
    exempt(company, "E-1")
    come_back(company, "E-1")
    assert "E-1" not in assigned(company)
    end_exemptions(company)
    assert recompute(company, queued=True)["missed"] == 1
    assert assigned(company)["E-1"] == [campaign]


@pytest.mark.rule(10, 14)
def test_whose_exemption_ends_while_away_gets_it_on_return_only(company: Database) -> None:
    exempt(company, "E-1")
    campaign = recertified(company)
    leave(company, "E-1")
    end_exemptions(company)
    assert recompute(company)["missed"] == 0
    by_upsert(company, "E-1")
    assert assigned(company)["E-1"] == [campaign]
