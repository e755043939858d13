"""The registers tell what was recorded, and a build that goes on leaves what a full one would."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from pipeline.reports.build import build
from tests.company import REASON, Database
from tests.functions.imports.loading import load

#: Builds tell of themselves, and controls count their rows of the audit log; how long somebody has
#: been exposed changes by the minute.
NOT_COMPARED = ("builds", "control_checks", "untrained_exposure")


def contents(company: Database) -> dict[str, list[str]]:
    """Every row of every mart, as text."""
    marts = company.rows(
        "select format('%%s.%%s', schemaname, tablename) as name from pg_tables"
        " where schemaname in ('mart_audit', 'mart_compliance') and tablename <> all(%s)",
        list(NOT_COMPARED),
    )
    return {
        mart["name"]: [
            row["row"]
            for row in company.rows(
                f"select m::text as row from {mart['name']} as m order by m::text"
            )
        ]
        for mart in marts
    }


@pytest.fixture(scope="module")
def company(shared: Database) -> Database:
    shared.deciders()
    shared.users("E-1", "E-2", "E-3", "E-4")
    shared.training(overdue_grace_days=2)
    shared.activate("1")
    load(
        shared,
        "evidence",
        "employee_number,training,version,completed_at",
        *((number, "Lockout", "1", "2026-01-05") for number in ("E-1", "E-2", "E-3")),
    )
    shared.submit("2")
    shared.act_as("Q-1")
    shared.execute("select api.reject_version('Lockout', '2', %s)", REASON)
    build(shared.dsn)
    return shared


@pytest.fixture(scope="module")
def stored(company: Database) -> list[dict[str, Any]]:
    """What the first build tells of everybody, before anything else happens."""
    return company.rows(
        "select * from mart_compliance.user_training_status order by user_id, training_id"
    )


@pytest.fixture(scope="module")
def gone_on(company: Database, stored: object) -> Database:
    """A build that went on from the first one, after a bit of everything."""
    company.submit("3")
    company.act_as(None)
    load(
        company,
        "users",
        "employee_number,full_name,role,is_active",
        ("E-2", "Married", "employee", "false"),
    )
    load(
        company,
        "users",
        "employee_number,full_name,department,location",
        ("E-3", "Person E-3", "Assembly", "Turku"),
    )
    company.act_as("E-1")
    company.execute("select api.complete_training('Lockout', 90, 'drawn')")
    company.approve("3", recertify_everyone=True)
    company.act_as("E-3")
    company.execute("select api.complete_training('Lockout', 80)")
    company.act_as(None)
    load(
        company,
        "trainings",
        "name,initial_due_offset_days,overdue_grace_days,requires_signature",
        ("Lockout", "30", "5", "true"),
    )
    load(
        company,
        "completions",
        "employee_number,training,score,signature_method",
        ("E-4", "Lockout", "70", "click_to_confirm"),
    )
    company.act_as("Q-1")
    company.execute(
        "select api.grant_exemption('E-4', 'Lockout', %s, now() + interval '1 day')", REASON
    )
    # a run that finds nobody
    company.execute("select api.recertify('Lockout', '3', 'Looking once more')")
    company.act_as(None)
    company.execute("select api.upsert_user('Q-1', p_full_name => 'Renamed', p_role => 'employee')")
    company.execute("update core.trainings set name = 'LOTO'")
    build(company.dsn)
    return company


@pytest.mark.one_server("every build is a full one on a cluster")
def test_a_build_that_goes_on_leaves_what_a_full_one_would(gone_on: Database) -> None:
    before = contents(gone_on)
    assert not gone_on.value("select is_full from mart_audit.builds where build_number = 2")
    # what the full build does not write is seen to be gone
    gone_on.execute("update mart_audit.evidence_register set full_name = 'Somebody else'")
    built = build(gone_on.dsn, full_refresh=True)
    assert built.is_full
    after = contents(gone_on)
    assert len(before) > 20
    assert before.keys() == after.keys()
    for mart, rows in before.items():
        # the builds themselves are on the log
        assert [row for row in rows if row not in after[mart]] == [], mart
        added = [row for row in after[mart] if row not in rows]
        assert all("report_build" in row for row in added), mart


@pytest.mark.rule(9)
def test_before_a_recertification_everybody_stands_as_was_stored_then(
    gone_on: Database, stored: list[dict[str, Any]]
) -> None:
    moment = gone_on.value("select as_of from mart_audit.builds where build_number = 1")
    query = "select * from api.compliance_as_of(%s) order by user_id, training_id"
    assert len(stored) == 3
    assert gone_on.rows(query, moment) == stored
    # since then people left, moved and were recertified
    now = gone_on.rows(query, gone_on.value("select now()"))
    assert {row["recertification_status"] for row in stored} == {"current"}
    assert {row["department"] for row in stored} == {None}
    assert {(row["employee_number"], row["department"]) for row in now} == {
        ("E-1", None),
        ("E-2", None),
        ("E-3", "Assembly"),
        ("E-4", None),
    }
    assert {row["recertification_status"] for row in now} == {"superseded", "current"}


def trail(company: Database, **entry: Any) -> list[dict[str, Any]]:
    conditions = " and ".join(f"{name} = %s" for name in entry)
    return company.rows(
        f"select * from mart_audit.audit_trail where {conditions} order by seq", *entry.values()
    )


def test_the_trail_has_the_names_of_the_time(gone_on: Database) -> None:
    assert {row["actor_name"] for row in trail(gone_on, actor="Q-1")} == {"Person Q-1"}
    (married,) = trail(gone_on, action="update_user", entity_id=str(gone_on.user_id("E-2")))
    assert married["sentence"].endswith("changed the record of E-2 (Married)")
    (renamed,) = trail(gone_on, action="update_user", entity_id=str(gone_on.user_id("Q-1")))
    assert renamed["sentence"].endswith("changed the record of Q-1 (Renamed)")


def test_the_trail_tells_what_changed(gone_on: Database) -> None:
    (married,) = trail(gone_on, action="update_user", entity_id=str(gone_on.user_id("E-2")))
    assert married["before"] == '{"full_name": "Person E-2", "is_active": true}'
    assert married["after"] == '{"full_name": "Married", "is_active": false}'
    (training,) = (row for row in trail(gone_on, action="import") if row["before"] is not None)
    assert '"kind": "trainings"' in training["payload"]
    assert training["before"] == (
        '{"Lockout": {"overdue_grace_days": 2, "requires_signature": false}}'
    )
    assert training["after"] == '{"Lockout": {"overdue_grace_days": 5, "requires_signature": true}}'


@pytest.mark.rule(20)
def test_a_training_is_found_whatever_its_name_was(gone_on: Database) -> None:
    changes = gone_on.rows(
        "select c.* from mart_audit.training_changes as c"
        " join mart_compliance.dim_training using (training_id)"
        " where training = 'LOTO' order by seq"
    )
    assert [row["action"] for row in changes] == [
        *("submit_version", "approve_version"),
        *("submit_version", "reject_version"),
        *("submit_version", "approve_version", "recertify"),
        *("import", "recertify"),
    ]
    (settings,) = (row for row in changes if row["action"] == "import")
    assert settings["before"] == '{"overdue_grace_days": 2, "requires_signature": false}'
    assert settings["after"] == '{"overdue_grace_days": 5, "requires_signature": true}'
    training_id = changes[0]["training_id"]
    done = trail(gone_on, action="complete_training")
    assert {row["training_id"] for row in done} == {training_id}
    assert len(done) == 3


@pytest.mark.rule(10)
def test_every_run_is_listed_also_one_that_found_nobody(gone_on: Database) -> None:
    first, again = gone_on.rows("select * from mart_audit.recertification_runs order by run_id")
    assert (first["training"], first["version"], first["run_by"]) == ("LOTO", "3", "Q-1")
    assert (first["population"], first["created"], first["inactive"]) == (3, 2, 1)
    assert (again["population"], again["evidence_superseded"]) == (0, 0)
    assert (again["change_reason"], again["scope"]) == ("Looking once more", None)
    assert again["due_at"] - again["run_at"] == timedelta(days=30)
    for run in (first, again):
        assert trail(gone_on, seq=run["audit_seq"])[0]["action"] == "recertify"


def test_every_exemption_is_listed(gone_on: Database) -> None:
    (row,) = gone_on.rows("select * from mart_audit.exemption_register")
    assert (row["employee_number"], row["training"], row["reason"]) == ("E-4", "LOTO", REASON)
    assert (row["granted_by"], row["granted_by_name"]) == ("Q-1", "Renamed")


@pytest.mark.rule(1, 2, 3)
def test_decisions_are_listed_with_both_people(gone_on: Database) -> None:
    rows = gone_on.rows("select * from mart_audit.approval_register order by version")
    assert [(row["version"], row["decision"], row["state"]) for row in rows] == [
        ("1", "approved", "inactive"),
        ("2", "rejected", "rejected"),
        ("3", "approved", "active"),
    ]
    for row in rows:
        assert (row["author"], row["decided_by"]) == ("A-1", "Q-1")
        assert (row["author_role"], row["decided_by_role"]) == ("quality_admin", "quality_admin")
        assert (row["sources"], row["reason"]) == ("SOP-017@C", REASON)
        assert row["days_waited"] == Decimal("0.00")
        assert (row["activated_at"] is None) == (row["decision"] == "rejected")


@pytest.mark.rule(10)
def test_the_ledger_names_everybody(gone_on: Database) -> None:
    rows = gone_on.rows("select * from mart_audit.recertification_ledger order by employee_number")
    assert [(row["employee_number"], row["outcome"], row["assignment_status"]) for row in rows] == [
        ("E-1", "created", "not_started"),
        ("E-2", "inactive", None),
        ("E-3", "created", "completed"),
    ]
    assert rows[0]["due_at"] - rows[0]["run_at"] == timedelta(days=30)
    assert {(row["run_by"], row["change_reason"]) for row in rows} == {("Q-1", REASON)}


@pytest.mark.rule(9)
def test_the_chain_has_a_persons_evidence_in_order(gone_on: Database) -> None:
    rows = gone_on.rows(
        "select * from mart_audit.supersession_chain where employee_number = 'E-3'"
        " order by position"
    )
    assert [(row["position"], row["version"], row["status"]) for row in rows] == [
        (1, "1", "superseded"),
        (2, "3", "current"),
    ]
    assert rows[0]["next_evidence_id"] == rows[1]["evidence_id"]
    assert rows[0]["superseded_by_campaign"] == "Recertification: Lockout v3"
    assert rows[1]["next_evidence_id"] is None


@pytest.mark.rule(19)
def test_signatures_are_listed_word_for_word(gone_on: Database) -> None:
    signatures = gone_on.rows("select * from core.signatures order by signature_id")
    rows = gone_on.rows("select * from mart_audit.signature_register order by signature_id")
    assert [row["manifestation"] for row in rows] == [row["manifestation"] for row in signatures]
    assert [(row["employee_number"], row["method"], row["file_name"]) for row in rows] == [
        ("E-1", "drawn", None),
        ("E-4", "click_to_confirm", "completions.csv"),
    ]
    assert [row["is_by_import"] for row in rows] == [False, True]


@pytest.mark.rule(20)
def test_every_load_is_listed(gone_on: Database) -> None:
    rows = gone_on.rows("select * from mart_audit.import_register order by import_id")
    assert [(row["kind"], row["imported_by"], row["inserted"], row["updated"]) for row in rows] == [
        ("evidence", "Q-1", 3, 0),
        ("users", "system", 0, 1),
        ("users", "system", 0, 1),
        ("trainings", "system", 0, 1),
        ("completions", "system", 1, 0),
    ]
