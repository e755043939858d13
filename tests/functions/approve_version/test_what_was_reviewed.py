"""What is approved is what was planned and reviewed, by the role that was asked."""

from __future__ import annotations

import pytest

from tests.company import REASON, Database


@pytest.mark.rule(12)
@pytest.mark.parametrize("part", ["content", "source", "objective"])
def test_a_plan_is_of_what_the_version_said_then(company: Database, part: str) -> None:
    digest = company.plan("2")["plan_digest"]
    # rule 5 returns version 2 to draft, and its author submits it again with something else in it
    company.submit("3")
    company.act_as("A-1")
    company.execute(
        "select api.submit_version('Lockout', '2', %s, %s, %s, %s)",
        "Skip the lockout." if part == "content" else "# Lockout 2",
        ["SOP-099@A"] if part == "source" else ["SOP-017@C"],
        REASON,
        ["Be quick"] if part == "objective" else [],
    )
    company.act_as("Q-1")
    company.refuses(
        "ZR206",
        "select api.approve_version('Lockout', '2', %s, true, true, %s)",
        REASON,
        digest,
    )
    assert company.state("2") == "pending_review"


@pytest.mark.rule(1)
def test_a_version_is_decided_on_by_the_role_that_was_asked(company: Database) -> None:
    company.user("C-1", "corporate_admin")
    for label in ("4", "5"):
        company.act_as("A-1")
        company.execute(
            "select api.submit_version('Lockout', %s, '# 4', array['SOP-1'], %s,"
            " p_addressed_to => 'corporate_admin')",
            label,
            REASON,
        )
        company.act_as("Q-1")
        for function in ("approve_version", "reject_version"):
            company.refuses("ZR304", f"select api.{function}('Lockout', %s, %s)", label, REASON)
        company.act_as("C-1")
        company.execute("select api.approve_version('Lockout', %s, %s)", label, REASON)
        assert company.state(label) == "active"


@pytest.mark.rule(1)
def test_whoever_was_not_asked_is_told_so_first(company: Database) -> None:
    company.user("C-1", "corporate_admin")
    company.act_as("A-1")
    task_id = company.row(
        "select * from api.submit_version('Lockout', '4', '# 4', array['SOP-1'], %s,"
        " p_addressed_to => 'corporate_admin')",
        REASON,
    )["review_task_id"]
    resolve = "select api.resolve_review_task(%s, %s, %s)"
    company.act_as("Q-1")
    company.refuses("ZR304", resolve, task_id, "decline", REASON)
    company.act_as("C-1")
    company.refuses("ZR102", resolve, task_id, "decline", REASON)
    company.execute(resolve, task_id, "reject", REASON)
    company.refuses("ZR209", resolve, task_id, "reject", REASON)
    company.act_as("Q-1")
    company.refuses("ZR304", resolve, task_id, "reject", REASON)


@pytest.mark.rule(1, 5)
def test_whom_other_reviews_are_addressed_to_does_not_matter(company: Database) -> None:
    def submit(training: str, addressed_to: str) -> None:
        company.act_as("A-1")
        company.execute(
            "select api.submit_version(%s, '4', '# 4', array['SOP-1'], %s, p_addressed_to => %s)",
            training,
            REASON,
            addressed_to,
        )

    company.training("Gowning")
    submit("Gowning", "corporate_admin")
    submit("Lockout", "corporate_admin")
    company.submit("5")  # rule 5 ends the review of version 4
    submit("Lockout", "quality_admin")
    company.act_as("Q-1")
    company.execute("select api.reject_version('Lockout', '4', %s)", REASON)
    assert company.state("4") == "rejected"
