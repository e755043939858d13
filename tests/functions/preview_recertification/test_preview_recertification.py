"""A plan: it changes nothing, says what the run does, and its digest is over exactly whom."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.company import Database, refused
from tests.functions.recertifying import OUTCOMES, counts


@pytest.mark.rule(12)
def test_a_plan_changes_nothing_and_says_what_the_run_does(company: Database) -> None:
    company.execute("update core.users set department = 'Line 4' where employee_number = 'E-1'")
    before = company.snapshot()
    plan = company.plan("2")
    assert company.snapshot() == before
    assert plan["dry_run"]
    assert plan["audit_seq"] is None
    assert {(part["department"], part["population"]) for part in plan["breakdown"]} == {
        ("Line 4", 1),
        (None, 2),
    }
    for name in (*OUTCOMES, "evidence_superseded"):
        assert sum(part[name] for part in plan["breakdown"]) == plan[name]

    row = company.approve("2", recertify_everyone=True, plan_digest=plan["plan_digest"])
    assert counts(row) == counts(plan)
    assert (row["campaign"], row["plan_digest"]) == (plan["campaign"], plan["plan_digest"])


@pytest.mark.rule(10, 12)
def test_each_part_of_a_plan_counts_its_own_outcomes(company: Database) -> None:
    company.execute(
        "update core.users set department = 'Line 4', is_active = false"
        " where employee_number = 'E-1'"
    )
    parts = {part["department"]: part for part in company.plan("2")["breakdown"]}
    found = {
        department: {name: part[name] for name in OUTCOMES if part[name]}
        for department, part in parts.items()
    }
    assert found == {"Line 4": {"inactive": 1}, None: {"created": 2}}


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    "change",
    [
        pytest.param("E-4 joins", id="somebody joins"),
        pytest.param("E-1 leaves", id="somebody leaves the company"),
        pytest.param("E-1 again", id="one more record of the same person"),
        pytest.param("E-4 for E-1", id="somebody in the place of somebody else"),
    ],
)
def test_a_plan_that_no_longer_fits_is_refused(company: Database, change: str) -> None:
    if change == "E-4 for E-1":
        company.user("L-1", is_active=False)
        company.evidence("L-1", "1")
    plan = company.plan("2")
    if change == "E-4 for E-1":
        # one leaves, one who had left comes back: all counts stay
        for number, is_active in (("E-1", False), ("L-1", True)):
            company.execute(
                "update core.users set is_active = %s where employee_number = %s",
                is_active,
                number,
            )
        after = company.plan("2")
        assert counts(after) == counts(plan)
    elif change == "E-4 joins":
        company.evidence("E-4", "1")
    elif change == "E-1 again":
        company.evidence("E-1", "1")
    else:
        company.execute("update core.users set is_active = false where employee_number = 'E-1'")
    with refused("ZR206"):
        company.approve("2", recertify_everyone=True, plan_digest=plan["plan_digest"])
    assert (
        company.value("select state from core.training_versions where label = '2'")
        == "pending_review"
    )
    assert company.value("select count(*) from core.assignments") == 0


@pytest.mark.rule(12)
def test_the_digest_is_over_who_and_not_over_how_many(company: Database) -> None:
    company.users("E-5")
    digests = set()
    for number in ("E-4", "E-5"):
        with company.undone():
            company.evidence(number, "1")
            digests.add(company.plan("2")["plan_digest"])
    assert len(digests) == 2


@pytest.mark.rule(3, 12)
def test_an_imported_version_in_force_is_planned_as_it_is_recertified(company: Database) -> None:
    company.training("Gowning")
    for label, state, since in (("1", "inactive", "9 days"), ("2", "active", "8 days")):
        version_id = company.value(
            "insert into core.training_versions (training_id, label, content_sha256, author_id,"
            " is_imported) select training_id, %s, sha256(''), %s, true from core.trainings"
            " where name = 'Gowning' returning version_id",
            label,
            company.user_id("A-1"),
        )
        company.execute(
            "update core.training_versions set state = %s, activated_at = now() - %s::interval,"
            " deactivated_at = %s where version_id = %s",
            state,
            since,
            datetime.now(UTC) if state == "inactive" else None,
            version_id,
        )
    company.evidence("E-4", "1", "Gowning")
    plan = company.plan("2", "Gowning")
    assert counts(plan) == counts(company.recertify("2", "Gowning"))
    assert plan["population"] == 1
