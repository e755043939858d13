"""The rows of each mart for a small company that has one of everything."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import yaml

from pipeline.reports.build import BuildResult, build
from pipeline.sources import dbt_project_folder
from tests.company import REASON, Database
from tests.dbt.company_of_all import ACTIONS, CAMPAIGN, INTERVAL, tell

UNIT_TESTS = sum(
    len(yaml.safe_load(file.read_text()).get("unit_tests", []))
    for file in (dbt_project_folder() / "models").rglob("*.yml")
)


@pytest.fixture(scope="module")
def company(shared: Database) -> Database:
    """It, shared by all tests."""
    tell(shared)
    return shared


@pytest.fixture(scope="module")
def built(company: Database) -> BuildResult:
    """The first build, from nothing."""
    return build(company.dsn, "Q-1")


@pytest.fixture
def marts(company: Database, built: BuildResult) -> Database:
    return company


def status(marts: Database, number: str, training: str = "Lockout") -> dict[str, Any]:
    return marts.row(
        "select * from mart_compliance.user_training_status"
        " where employee_number = %s and training = %s",
        number,
        training,
    )


def test_contracts_are_what_is_built(marts: Database) -> None:
    contracts = {
        model["name"]: [
            (
                column["name"],
                column["data_type"].replace(", ", ","),
                {"type": "not_null"} in column.get("constraints", []),
            )
            for column in model["columns"]
        ]
        for file in sorted((dbt_project_folder() / "models" / "marts").rglob("*.yml"))
        for model in yaml.safe_load(file.read_text()).get("models", [])
        if "constraints" in model  # a table
    }
    built: dict[str, list[tuple[str, str, bool]]] = {}
    for row in marts.rows(
        "select relname, attname, attnotnull,"
        " replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz')"
        " as type from pg_attribute join pg_class as c on c.oid = attrelid"
        " where relnamespace in ('mart_compliance'::regnamespace, 'mart_audit'::regnamespace)"
        " and relkind = 'r' and attnum > 0 and not attisdropped order by relname, attnum"
    ):
        built.setdefault(row["relname"], []).append(
            (row["attname"], row["type"], row["attnotnull"])
        )
    assert built == contracts
    assert {"user_training_status", "recertification_campaigns", "evidence_register"} <= set(built)
    left = marts.rows("select from pg_tables where tablename like '%%\\_\\_next'")
    assert not left


def test_statuses_of_the_company(marts: Database) -> None:
    found = {
        (row["employee_number"], row["training"]): row["compliance_status"]
        for row in marts.rows("select * from mart_compliance.user_training_status")
    }
    assert found == {
        ("E-1", "Lockout"): "due",
        ("E-2", "Lockout"): "in_grace",
        ("E-3", "Lockout"): "overdue",
        ("E-4", "Lockout"): "compliant",
        ("E-5", "Lockout"): "not_required",
        ("E-6", "Lockout"): "exempt",
        ("E-10", "Lockout"): "compliant",
        ("E-7", "Hygiene"): "compliant",
        ("E-8", "Hygiene"): "expired",
        ("E-9", "Hygiene"): "not_required",
        ("E-11", "Hygiene"): "compliant",
    }


@pytest.mark.rule(16)
def test_overdue_is_past_due_date_and_grace_without_waiting_for_the_scan(marts: Database) -> None:
    assert marts.value("select count(*) from core.assignments where overdue_since is not null") == 0
    overdue, in_grace = status(marts, "E-3"), status(marts, "E-2")
    as_of = marts.value("select as_of from intermediate.int_as_of")
    assert overdue["overdue_since"] == overdue["overdue_at"]
    assert overdue["overdue_at"] - overdue["due_at"] == timedelta(days=2)
    assert overdue["overdue_since"] < as_of
    assert in_grace["overdue_since"] is None
    assert in_grace["due_at"] < as_of < in_grace["overdue_at"]


def test_the_records_behind_a_status_are_told(marts: Database) -> None:
    overdue = status(marts, "E-3")
    assert (overdue["campaign"], overdue["assignment_status"]) == (CAMPAIGN, "not_started")
    assert (overdue["active_version"], overdue["evidence_version"]) == ("2", "1")
    assert overdue["recertification_status"] == "superseded"
    assert overdue["evidence_completed_at"] == datetime(2026, 1, 5, tzinfo=UTC)
    assert (overdue["department"], overdue["location"]) == ("Line", "Turku")
    completed = status(marts, "E-10")
    assert (completed["campaign"], completed["assignment_status"]) == (CAMPAIGN, "completed")
    assert (completed["evidence_version"], completed["recertification_status"]) == ("2", "current")
    earlier = status(marts, "E-7", "Hygiene")
    assert (earlier["evidence_version"], earlier["active_version"]) == ("1", "2")
    assert earlier["campaign_id"] is None


def test_of_several_open_assignments_the_first_due_is_shown(marts: Database) -> None:
    row = status(marts, "E-1")
    assert (row["campaign"], row["assignment_status"]) == ("Sooner", "in_progress")


def test_nothing_is_required_of_people_who_have_left(marts: Database) -> None:
    row = status(marts, "E-5")
    assert not row["is_active"]
    assert row["campaign"] == "Gone"
    assert row["overdue_since"] is not None


@pytest.mark.rule(7, 10)
def test_a_campaign_has_everybody_of_its_runs_and_their_outcomes(marts: Database) -> None:
    row = marts.row("select * from mart_compliance.recertification_campaigns")
    runs = marts.rows("select * from core.recertification_runs order by run_at")
    expected = {
        "campaign": CAMPAIGN,
        "training": "Lockout",
        "version": "2",
        "runs": 2,
        "state": "whole",
        "scope": None,
        "run_by": "Q-1",
        "change_reason": REASON,
        "first_run_at": runs[0]["run_at"],
        "last_run_at": runs[1]["run_at"],
        "due_at": runs[0]["due_at"],
        "population": 7,
        "created": 4,
        "already_enrolled": 0,
        "already_current": 1,
        "inactive": 1,
        "exempt": 1,
        "evidence_superseded": 7,
        "assigned": 4,
        "completed": 1,
        "open": 3,
        "left_open": 0,
        "cancelled": 0,
        "overdue": 1,
        "percent_completed": 25,
        "approved_by": "Q-1",
        "approved_by_name": "Person Q-1",
        "approval_reason": REASON,
        "median_days_to_complete": 0,
        "p90_days_to_complete": 0,
    }
    assert {name: row[name] for name in expected} == expected
    assert row["approved_at"] < row["first_run_at"] < row["first_completed_at"]
    assert row["first_completed_at"] == row["last_completed_at"]
    assert len(row) == len(expected) + 5  # and the keys


def counts(marts: Database, mart: str, *columns: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """The rows of a mart of counts without zeros: what they are of, and what is counted."""
    return {
        tuple(row[column] for column in columns): (
            {
                name: row[name]
                for name in ("compliant", "due", "in_grace", "overdue", "expired", "exempt")
                if row[name]
            },
            row["not_required"],
            row["required"],
            float(row["percent_compliant"]),
        )
        for row in marts.rows(f"select * from mart_compliance.{mart}")
    }


LOCKOUT = ({"compliant": 2, "due": 1, "in_grace": 1, "overdue": 1, "exempt": 1}, 0, 5, 40.0)
HYGIENE = ({"compliant": 2, "expired": 1}, 1, 3, 66.67)
BOTH = (
    {"compliant": 4, "due": 1, "in_grace": 1, "overdue": 1, "expired": 1, "exempt": 1},
    1,
    8,
    50.0,
)


def test_compliance_is_counted_by_department_site_and_training(marts: Database) -> None:
    assert counts(marts, "compliance_by_department", "department") == {("Line",): BOTH}
    assert counts(marts, "compliance_by_location", "location") == {("Turku",): BOTH}
    assert counts(marts, "compliance_by_training", "training") == {
        ("Lockout",): LOCKOUT,
        ("Hygiene",): HYGIENE,
    }
    assert counts(marts, "compliance_matrix", "department", "training") == {
        ("Line", "Lockout"): LOCKOUT,
        ("Line", "Hygiene"): HYGIENE,
    }


def test_the_day_is_counted(marts: Database) -> None:
    as_of = marts.value("select as_of from intermediate.int_as_of")
    assert counts(marts, "compliance_daily", "day", "training") == {
        (as_of.astimezone(UTC).date(), "Lockout"): LOCKOUT,
        (as_of.astimezone(UTC).date(), "Hygiene"): HYGIENE,
    }


def test_people_trainings_and_versions_are_dimensions(marts: Database) -> None:
    people = marts.rows("select * from mart_compliance.dim_user")
    assert len(people) == marts.value("select count(*) from core.users") == 13
    assert {row["department"] for row in people} == {"Line"}
    assert [row["employee_number"] for row in people if not row["is_active"]] == ["E-5"]
    trainings = {
        row["training"]: row for row in marts.rows("select * from mart_compliance.dim_training")
    }
    assert trainings.keys() == {"Lockout", "Hygiene"}
    assert trainings["Lockout"]["overdue_grace_days"] == 2
    assert trainings["Hygiene"]["recertification_interval_days"] == INTERVAL
    for row in trainings.values():
        assert (row["active_version"], row["versions"]) == ("2", 2)
    version = marts.row(
        "select * from mart_compliance.dim_training_version"
        " where training = 'Lockout' and version = '2'"
    )
    assert (version["author"], version["approved_by"], version["state"]) == ("A-1", "Q-1", "active")
    assert (version["change_reason"], version["sources"]) == (REASON, "SOP-017@C")
    assert version["content_sha256"] == hashlib.sha256(b"# Lockout 2").hexdigest()


@pytest.mark.rule(16)
def test_every_assignment_is_a_fact(marts: Database) -> None:
    facts = marts.rows(
        "select f.*, u.employee_number from mart_compliance.fct_assignment as f"
        " join mart_compliance.dim_user as u using (user_id)"
    )
    assert len(facts) == marts.value("select count(*) from core.assignments") == 7
    standings = {(row["employee_number"], row["campaign"]): row["standing"] for row in facts}
    assert standings == {
        ("E-1", CAMPAIGN): "due",
        ("E-1", "Sooner"): "due",
        ("E-2", CAMPAIGN): "in_grace",
        ("E-3", CAMPAIGN): "overdue",
        ("E-5", "Gone"): "overdue",
        ("E-9", "Called off"): "cancelled",
        ("E-10", CAMPAIGN): "completed",
    }
    assert {row["kind"] for row in facts} == {"manual", "recertification"}
    (completed,) = (row for row in facts if row["status"] == "completed")
    assert completed["days_to_complete"] == 0


def test_who_was_exposed_untrained(marts: Database) -> None:
    rows = marts.rows("select * from mart_compliance.untrained_exposure")
    assert {
        (row["training"], row["version"]): (row["people"], row["people_still_exposed"])
        for row in rows
    } == {("Lockout", "2"): (5, 4), ("Hygiene", "1"): (2, 0), ("Hygiene", "2"): (3, 3)}
    assert all(0 <= row["longest_days"] < 1 for row in rows)


def test_for_how_long_people_are_overdue(marts: Database) -> None:
    row = marts.row("select * from mart_compliance.overdue_aging")
    assert (row["department"], row["training"], row["bucket"]) == ("Line", "Lockout", "1_to_7")
    assert row["people"] == 1
    assert row["oldest_overdue_since"] == status(marts, "E-3")["overdue_since"]


@pytest.mark.rule(17)
def test_what_expires_is_foretold(marts: Database) -> None:
    expires_at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=INTERVAL)
    found = {
        (row["employee_number"], row["version"], row["expires_at"], row["within_days"])
        for row in marts.rows("select * from mart_compliance.expiring_evidence")
    }
    assert found == {("E-7", "1", expires_at, 30), ("E-11", "2", expires_at, 30)}
    forecast = marts.row("select * from mart_compliance.recertification_forecast")
    assert (forecast["kind"], forecast["training"]) == ("expiry", "Hygiene")
    assert (forecast["month"], forecast["people"]) == (expires_at.date().replace(day=1), 2)


@pytest.mark.rule(9, 19)
def test_the_register_has_all_evidence_the_superseded_too(marts: Database) -> None:
    register = marts.rows("select * from mart_audit.evidence_register order by evidence_id")
    evidence = marts.rows("select * from core.evidence order by evidence_id")
    same = ("user_id", "completed_at", "recorded_at", "score", "superseded_at", "is_imported")
    assert len(register) == len(evidence) == 12
    for shown, kept in zip(register, evidence, strict=True):
        assert all(shown[name] == kept[name] for name in same)
        assert shown["recertification_status"] == kept["recertification_status"]
        assert shown["content_sha256"] == kept["content_sha256"].hex()
        is_superseded = kept["recertification_status"] == "superseded"
        assert shown["superseded_by_campaign"] == (CAMPAIGN if is_superseded else None)
    assert sum(row["superseded_at"] is not None for row in register) == 7


def test_the_register_has_signatures(marts: Database) -> None:
    (signed,) = marts.rows("select * from mart_audit.evidence_register where is_signed")
    assert signed["employee_number"] == "E-11"
    assert signed["signature_manifestation"] == "I have understood"
    assert signed["signature_method"] == "drawn"
    assert signed["signed_at"] is not None


@pytest.mark.rule(20)
def test_the_trail_is_the_log_and_can_be_verified(marts: Database) -> None:
    trail = marts.rows("select * from mart_audit.audit_trail order by seq")
    assert [row["seq"] for row in trail] == list(range(1, len(trail) + 1))
    assert len(trail) == marts.value("select count(*) from audit.log") - 1  # the build's own row
    so_far = bytes(32)
    for row in trail:
        so_far = hashlib.sha256(so_far + row["payload"].encode()).digest()
        assert row["hash"] == so_far.hex()


@pytest.mark.rule(21)
def test_every_action_is_a_sentence(marts: Database) -> None:
    trail = marts.rows("select * from mart_audit.audit_trail")
    assert {row["action"] for row in trail} == set(ACTIONS)
    assert all(row["sentence"].startswith(f"{row['actor']} (Person ") for row in trail)
    assert all(row["actor_name"] == f"Person {row['actor']}" for row in trail)


def test_sentences_name_people_versions_and_counts(marts: Database) -> None:
    sentences = [
        row["sentence"] for row in marts.rows("select sentence from mart_audit.audit_trail")
    ]
    for expected in (
        'A-1 (Person A-1) submitted "Lockout" 2 for review',
        'Q-1 (Person Q-1) approved "Lockout" 2 and made it the active version',
        'Q-1 (Person Q-1) recertified everyone for "Lockout" 2: 7 people, 4 re-enrolled,'
        " 7 evidence records superseded",
    ):
        assert expected in sentences
    (exempted,) = (text for text in sentences if "exempted E-6 (Person E-6)" in text)
    assert '"Lockout"' in exempted


@pytest.mark.rule(20, 21)
def test_a_build_is_on_the_record(marts: Database, built: BuildResult) -> None:
    row = marts.row("select * from audit.log where seq = %s", built.audit_seq)
    assert (row["action"], row["actor"]) == ("report_build", "Q-1")
    assert (row["entity_type"], row["entity_id"]) == ("build", built.build_id)
    payload = json.loads(row["payload"])
    assert payload["models"] == built.models > len(built.marts)
    assert payload["tests_passed"] == built.tests_passed > 50
    assert payload["marts"] == built.marts
    assert built.marts["mart_compliance.user_training_status"] == 11


def test_a_second_build_shows_what_happened_since(marts: Database, built: BuildResult) -> None:
    marts.evidence("E-9", "2", "Hygiene")
    again = build(marts.dsn, "Q-1", unit_tests=True)
    assert again.build_id != built.build_id
    assert again.models == built.models
    assert again.tests_passed == built.tests_passed + UNIT_TESTS
    assert status(marts, "E-9", "Hygiene")["compliance_status"] == "compliant"
    assert marts.row("select * from mart_audit.audit_trail where seq = %s", built.audit_seq)[
        "sentence"
    ].startswith(f"Q-1 (Person Q-1) built the marts: {built.models} models")


@pytest.mark.rule(14)
def test_whoever_leaves_with_something_open_is_waited_for_no_more(marts: Database) -> None:
    query = (
        "select assigned, completed, open, left_open, cancelled, overdue, percent_completed::float"
        " from mart_compliance.recertification_campaigns where campaign = %s"
    )
    select = ["+recertification_campaigns"]
    change = "update core.users set is_active = %s where employee_number = 'E-3'"
    marts.execute(change, False)
    try:
        build(marts.dsn, select=select)  # and its tests pass
        assert marts.row(query, CAMPAIGN) == {
            "assigned": 4,
            "completed": 1,
            "open": 2,
            "left_open": 1,
            "cancelled": 0,
            "overdue": 0,
            "percent_completed": 33.33,
        }
    finally:
        marts.execute(change, True)
        build(marts.dsn, select=select)
