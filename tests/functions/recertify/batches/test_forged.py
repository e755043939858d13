"""A run in batches that was written behind the functions does not pass."""

from __future__ import annotations

import pytest

from tests.company import Database, moved
from tests.functions.recertify.batches.running import (
    begun,
    by_the_owner,
    enrol,
    is_sound,
)


@pytest.mark.rule(10, 20)
def test_a_batch_that_only_says_it_is_done_does_not_pass(company: Database) -> None:
    """Whoever owns the tables fills in what api.enrol_recertification_batch would have."""
    run = begun(company)
    enrol(company, run, 1)
    by_the_owner(
        company,
        "update core.recertification_batches set enrolled_at = now(), population = 0,"
        " created = 0, already_enrolled = 0, already_current = 0, inactive = 0, exempt = 0,"
        " evidence_superseded = 0, plan_blocks = '', evidence_digest = sha256(''), audit_seq = 1"
        " where enrolled_at is null",
    )
    assert not is_sound(company)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.rule(9, 10)
def test_evidence_that_no_batch_superseded_does_not_pass(company: Database) -> None:
    """Somebody flags it behind the guards: the batches tell of less than there was."""
    run = begun(company)
    expected = company.value("select evidence_to_supersede from core.recertification_runs")
    assert expected == company.plan("2")["evidence_superseded"]
    with company.unguarded("core.evidence"):
        company.execute(
            "update core.evidence set recertification_status = 'superseded', superseded_at = now(),"
            " superseded_by_campaign_id = (select max(campaign_id) from core.campaigns)"
            " where user_id = (select user_id from core.users where employee_number = 'E-290')"
        )
    enrol(company, run)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])
    # and whoever makes the number fit has the log against them
    fitting = "update core.recertification_runs set evidence_to_supersede = evidence_superseded"
    company.refuses("ZR301", fitting)
    with company.unguarded("core.recertification_runs"):
        company.execute(fitting)
    assert not is_sound(company)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.rule(10, 20)
def test_a_run_that_only_says_it_is_whole_does_not_pass(company: Database) -> None:
    """Whoever owns the tables ends it as if the first batch had been all."""
    run = begun(company)
    enrol(company, run, 1)
    by_the_owner(
        company,
        "select core._end_run("
        "row(r.*)::core.recertification_runs,"
        " v.version_id, b.plan_blocks, sha256(b.evidence_digest), '{}', '{}')"
        " from core.recertification_runs as r"
        " join core.recertification_batches as b on r.run_id = b.run_id and b.batch_number = 1"
        " join core.campaigns as v on r.campaign_id = v.campaign_id",
    )
    assert not is_sound(company)


@pytest.mark.rule(20)
def test_a_row_of_the_log_that_is_of_no_batch_does_not_pass(company: Database) -> None:
    run = begun(company)
    company.execute(
        "select audit._append(row('assign', 'campaign', campaign_id::text, 'It never was',"
        " jsonb_build_object('run_id', run_id, 'batch', 2, 'created', 9999))::audit.entry)"
        " from core.recertification_runs"
    )
    assert not is_sound(company)
    enrol(company, run)
    company.refuses("ZR402", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.rule(10)
def test_a_run_that_nobody_goes_on_with_is_found(company: Database) -> None:
    run = begun(company)
    with company.unguarded("core.recertification_runs"):
        company.execute(f"update core.recertification_runs set {moved('run_at', '-25 hours')}")
    found = "select * from ops._miscounted_recertifications() as n where n like '%enrolling since%'"
    assert len(company.rows(found)) == 1
    enrol(company, run, 1)
    assert company.rows(found) == []


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    "change",
    [
        "update core.recertification_runs set evidence_id_to = evidence_id_to - 1",
        "update core.recertification_batches set user_id_to = user_id_to - 64"
        " where batch_number = 1; update core.recertification_batches"
        " set user_id_from = user_id_from - 64 where batch_number = 2",
    ],
    ids=["evidence_id_to", "ranges"],
)
def test_what_the_log_tells_of_a_run_is_compared(company: Database, change: str) -> None:
    run = begun(company)
    enrol(company, run, 2)
    assert is_sound(company)
    with company.unguarded("core.recertification_runs", "core.recertification_batches"):
        company.execute(change)
    assert not is_sound(company)


@pytest.mark.rule(20)
def test_a_run_that_only_says_it_is_enrolling_does_not_pass(company: Database) -> None:
    company.recertify("2")
    company.execute(
        "insert into core.recertification_runs (campaign_id, run_at, run_by, change_reason, due_at,"
        " population, created, already_enrolled, already_current, inactive, exempt,"
        " evidence_superseded, is_enrolling, begun_audit_seq)"
        " select campaign_id, clock_timestamp(), run_by, change_reason, due_at, 0, 0, 0, 0, 0, 0,"
        " 0, true, audit_seq from core.recertification_runs"
    )
    assert not is_sound(company)
