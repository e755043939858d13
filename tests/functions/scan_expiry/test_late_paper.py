"""What does not stand in for what has expired: late paper, and what was learnt ahead."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.functions.days import days_ago
from tests.functions.scan_expiry.scanning import counts, scan


@pytest.mark.rule(9, 17)
@pytest.mark.parametrize("how", ["everyone", "some", "nobody"])
def test_whether_late_paper_suffices(company: Database, how: str) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.evidence("E-1", "1", "Gowning")
    company.submit("2", "Gowning")
    company.approve("2", "Gowning", recertify_everyone=True)  # which is nothing to Lockout
    company.user("E-9", department="Line 4")
    company.evidence("E-9", "1", completed_at=days_ago(370))
    company.submit("2")
    company.approve("2", recertify_everyone=how == "everyone")
    if how == "some":
        company.recertify("2", departments=["Line 4"])
    company.evidence("E-9", "2", completed_at=days_ago(366))
    company.evidence("E-9", "1", completed_at=days_ago(200))
    found = counts(scan(company))
    # on the version before it, the one from 370 days ago expires as well, if nothing superseded it
    expired = 2 if how == "nobody" else 1
    assert found == {
        "expired": expired,
        "people": 1,
        ("created" if how == "everyone" else "still_current"): 1,
    }


@pytest.mark.rule(17)
@pytest.mark.parametrize("is_in_force", [False, True])
def test_what_was_learnt_ahead_suffices_once_it_is_in_force(
    company: Database, is_in_force: bool
) -> None:
    company.evidence("E-1", "1", completed_at=days_ago(370))
    company.submit("2")
    company.evidence("E-1", "2", completed_at=days_ago(2))
    company.approve("2", activate=is_in_force)
    found = counts(scan(company))
    outcome = "still_current" if is_in_force else "created"
    assert found == {"expired": 1, "people": 1, outcome: 1}
