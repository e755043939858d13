"""A recertification in batches comes to what one transaction comes to, and is whole at its end."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.recertify.batches.running import (
    COUNTS,
    begun,
    ended,
    enrol,
    is_sound,
    outcomes,
)
from tests.functions.recertify.test_evidence_digest import digest


@pytest.mark.rule(6, 8, 9, 10, 12)
@pytest.mark.parametrize("size", [1, 100, 1_000_000])
def test_batches_come_to_what_one_transaction_comes_to(
    server: EmbeddedServer, company: Database, template_of: str, size: int
) -> None:
    plan = company.plan("2")
    with copied(server, template_of) as dsn, Database.connect(dsn) as other:
        whole = other.recertify("2")
        left_out = outcomes(other)
        flags, assigned = other.statuses(), other.assigned("2")
    run = begun(company, size)
    assert run["batches"] == {1: 5, 100: 3, 1_000_000: 1}[size]
    assert [run[name] for name in COUNTS] == [0] * len(COUNTS)
    enrol(company, run)
    row = ended(company, run)
    assert row["plan_digest"] == plan["plan_digest"] == whole["plan_digest"]
    assert [row[name] for name in COUNTS] == [whole[name] for name in COUNTS]
    assert all(row[name] for name in COUNTS if name != "already_enrolled")
    assert (row["due_at"], row["run_id"], row["batches"]) == (run["due_at"], None, None)
    assert outcomes(company) == left_out
    assert (company.statuses(), company.assigned("2")) == (flags, assigned)
    assert company.value("select count(distinct (due_at, assigned_at)) from core.assignments") == 1
    assert is_sound(company)


@pytest.mark.rule(20)
def test_the_log_tells_of_beginning_batches_and_end(company: Database) -> None:
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    logged = company.rows(
        "select seq, action, entity_type, entity_id, change_reason, payload from audit.log"
        " where seq >= %s order by seq",
        run["audit_seq"],
    )
    assert [entry["action"] for entry in logged] == [
        "recertify",
        *["assign"] * run["batches"],
        "recertify",
    ]
    assert len({(entry["entity_id"], entry["change_reason"]) for entry in logged}) == 1
    first, *batches, last = (json.loads(entry["payload"]) for entry in logged)
    assert [first[name] for name in COUNTS] == [0] * len(COUNTS)
    assert [last[name] for name in COUNTS] == [row[name] for name in COUNTS]
    assert [sum(batch[name] for batch in batches) for name in COUNTS] == [
        row[name] for name in COUNTS
    ]
    assert (logged[-1]["seq"], last["plan_digest"]) == (row["audit_seq"], row["plan_digest"])
    assert (first["is_enrolling"], last["is_enrolling"]) == (True, False)
    assert first["evidence_to_supersede"] == row["evidence_superseded"]


@pytest.mark.rule(20)
def test_after_each_batch_the_record_is_sound(company: Database) -> None:
    run = begun(company)
    for number in range(1, run["batches"] + 1):
        enrol(company, run, number)
        assert is_sound(company), number
        campaign = company.row("select * from api.campaigns where kind = 'recertification'")
        assert campaign["state"] == "enrolling"
    ended(company, run)
    assert company.value("select distinct state from api.campaigns") == "whole"


@pytest.mark.rule(9, 20)
def test_the_digest_of_the_evidence_is_that_of_its_batches(company: Database) -> None:
    """As the comments of core._evidence_digest and core._evidence_digests tell it."""
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    batches = [
        digest(
            company.rows(
                "select e.* from core.evidence as e, core.recertification_batches as b"
                " where e.superseded_at = %s and b.batch_number = %s"
                " and coalesce(e.user_id >= b.user_id_from, true)"
                " and coalesce(e.user_id <= b.user_id_to, true)",
                run["due_at"] - timedelta(days=14),
                number,
            )
        )
        for number in range(1, run["batches"] + 1)
    ]
    whole = hashlib.sha256(b"".join(bytes.fromhex(batch) for batch in batches)).hexdigest()
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    assert json.loads(payload)["evidence_digest"] == whole
    assert is_sound(company)
    with company.unguarded("core.evidence"):
        company.execute(
            "update core.evidence set score = 1 where evidence_id ="
            " (select max(evidence_id) from core.evidence where superseded_at is not null)"
        )
    assert "evidence_digests" in company.failed_checks()


@pytest.mark.rule(11)
def test_a_batch_that_is_done_stays_as_it_is(company: Database) -> None:
    run = begun(company)
    enrol(company, run, 1)
    before = company.snapshot()
    again = company.row("select * from api.enrol_recertification_batch(%s, 1)", run["run_id"])
    assert again["is_new"] is False
    assert company.snapshot() == before
    enrol(company, run)
    row = ended(company, run)
    before = company.snapshot()
    assert ended(company, run) == row
    assert company.snapshot() == before


@pytest.mark.rule(11)
def test_it_ends_when_everybody_is_enrolled(company: Database) -> None:
    run = begun(company)
    enrol(company, run, *range(1, run["batches"]))
    company.refuses("ZR214", "select api.end_recertification(%s)", run["run_id"])
    company.refuses("ZR210", "select api.end_recertification(%s)", 999_999)
    company.refuses("ZR210", "select api.enrol_recertification_batch(%s, 1)", 999_999)
    company.refuses("ZR210", "select api.enrol_recertification_batch(%s, 99)", run["run_id"])
    company.refuses("ZR210", "select api.claim_recertification(%s)", 999_999)
    enrol(company, run, run["batches"])
    ended(company, run)
    company.refuses("ZR209", "select api.claim_recertification(%s)", run["run_id"])


@pytest.mark.rule(10)
def test_everybody_left_out_may_join_in_batches(company: Database) -> None:
    company.recertify("2")
    company.act_as("Q-1")
    company.execute("update core.users set is_active = true where not is_active")
    plan = company.plan("2")
    run = begun(company, 1)
    enrol(company, run)
    row = ended(company, run)
    assert [row[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert row["plan_digest"] == plan["plan_digest"]
    assert row["created"] > 0
    assert is_sound(company)


@pytest.mark.rule(12)
def test_a_plan_and_a_scope_hold_for_batches(company: Database) -> None:
    company.execute("update core.users set department = 'Line 4' where user_id % 3 = 0")
    for part in ("departments", "locations"):
        company.execute("update core.users set location = 'Line 4' where user_id % 3 = 0")
        company.act_as("Q-1")
        company.refuses(
            "ZR102",
            "select api.recertify('Lockout', '2', 'Paper records of May', p_batch_size => 9,"
            f" p_{part} => array['Line 4'])",
        )
    plan = company.row(
        "select * from api.preview_recertification('Lockout', '2', p_from_versions => array['1'])"
    )
    other = company.plan("2")
    company.refuses(
        "ZR206",
        "select api.recertify('Lockout', '2', 'Paper records of May', p_batch_size => 9,"
        " p_plan_digest => %s)",
        plan["plan_digest"],
    )
    assert plan["plan_digest"] != other["plan_digest"]
    run = begun(company, from_versions=["1"], plan_digest=plan["plan_digest"])
    enrol(company, run)
    row = ended(company, run)
    assert [row[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert (row["scope"], row["plan_digest"]) == ({"from_versions": ["1"]}, plan["plan_digest"])
    assert is_sound(company)


@pytest.mark.rule(9, 12)
@pytest.mark.parametrize("version", ["1", "2"])
def test_a_scope_takes_all_that_its_people_hold(company: Database, version: str) -> None:
    """Evidence on the version between, recorded later than any on the one before."""
    company.activate("3")
    company.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select u.user_id, v.version_id, now(), v.content_sha256"
        " from core.users as u, core.training_versions as v"
        " where v.label = '2' and u.user_id % 7 = 0 and employee_number like 'E-%'"
    )
    plan = company.row(
        "select * from api.preview_recertification('Lockout', '3', p_from_versions => %s)",
        [version],
    )
    run = company.recertify(
        "3", batch_size=9, from_versions=[version], plan_digest=plan["plan_digest"]
    )
    assert run["batches"] > 1
    enrol(company, run)
    row = ended(company, run)
    assert [row[name] for name in COUNTS] == [plan[name] for name in COUNTS]
    assert row["plan_digest"] == plan["plan_digest"]
    assert company.value(
        "select evidence_to_supersede = evidence_superseded from core.recertification_runs"
        " where run_id = %s",
        run["run_id"],
    )


@pytest.mark.rule(1)
def test_the_author_goes_on_with_nothing(company: Database) -> None:
    run = begun(company)
    company.act_as("A-1")
    company.refuses("ZR306", "select api.claim_recertification(%s)", run["run_id"])
    company.refuses("ZR306", "select api.enrol_recertification_batch(%s, 1)", run["run_id"])
    company.act_as("Q-1")
    enrol(company, run)
    company.act_as("A-1")
    company.refuses("ZR306", "select api.end_recertification(%s)", run["run_id"])


@pytest.mark.rule(10)
def test_nobody_to_recertify_is_one_batch_of_nobody(company: Database) -> None:
    company.recertify("2")
    company.act_as("Q-1")
    run = begun(company)
    enrol(company, run)
    row = ended(company, run)
    assert row["population"] == 0
    assert is_sound(company)


@pytest.mark.rule(12)
@pytest.mark.parametrize(
    "arguments",
    [
        "p_batch_size => 0",
        "p_batch_size => -1",
        "p_batch_size => 9, p_effective_on => current_date + 9",
    ],
)
def test_a_batch_has_people_and_a_moment(company: Database, arguments: str) -> None:
    company.act_as("Q-1")
    company.refuses(
        "ZR102", f"select api.recertify('Lockout', '2', 'Paper records of May', {arguments})"
    )
