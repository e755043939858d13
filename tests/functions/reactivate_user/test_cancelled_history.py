"""What was cancelled elsewhere is nothing that a person got instead of what they missed."""

from __future__ import annotations

import pytest

from tests.company import REASON, Database


@pytest.mark.rule(10, 14)
@pytest.mark.parametrize("how", ["coming back", "recertifying again"])
def test_a_cancelled_assignment_keeps_nobody_out(company: Database, how: str) -> None:
    company.execute("update core.users set is_active = false where employee_number = 'E-1'")
    company.submit("2")
    company.approve("2", recertify_everyone=True)
    campaign = company.value(
        "insert into core.campaigns (name, kind, version_id, is_imported)"
        " values ('Old list', 'manual', %s, true) returning campaign_id",
        company.version_id("2"),
    )
    company.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at, status,"
        " is_imported) values (%s, %s, now(), clock_timestamp(), 'cancelled', true)",
        company.user_id("E-1"),
        campaign,
    )
    if how == "coming back":
        company.execute("select api.reactivate_user('E-1', %s)", REASON)
    else:
        company.execute("update core.users set is_active = true where employee_number = 'E-1'")
        company.recertify("2")
    assert company.assigned("2")["E-1"] == "not_started"
