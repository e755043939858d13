"""Recertifying everyone: who is enrolled, whose evidence is superseded, and that nobody is lost."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.company import REASON, Database, refused
from tests.functions.recertifying import OUTCOMES, counts


@pytest.mark.rule(6, 7, 8, 9)
def test_everyone_with_evidence_is_enrolled_and_superseded(company: Database) -> None:
    row = company.approve("2", recertify_everyone=True)

    assert row["activated"]
    assert not row["dry_run"]
    assert row["campaign"] == "Recertification: Lockout v2"
    assert (row["population"], row["created"], row["evidence_superseded"]) == (3, 3, 3)
    assert company.assigned("2") == dict.fromkeys(("E-1", "E-2", "E-3"), "not_started")
    assert set(company.statuses()) == {"E-1", "E-2", "E-3"}
    assert all(flags == [("1", "superseded")] for flags in company.statuses().values())
    campaign = company.row("select * from core.campaigns where kind = 'recertification'")
    superseded = company.rows(
        "select superseded_at from core.evidence where superseded_by_campaign_id = %s",
        campaign["campaign_id"],
    )
    assert len(superseded) == 3
    assert all(row["superseded_at"] for row in superseded)


@pytest.mark.rule(8)
def test_due_date_is_the_runs_moment_plus_the_offset_in_utc_days(company: Database) -> None:
    company.execute("set timezone = 'America/New_York'")
    row = company.approve("2", recertify_everyone=True)
    for assignment in company.rows(
        "select due_at, assigned_at, due_at - assigned_at = interval '336 hours' as is_exact"
        " from core.assignments"
    ):
        assert assignment["due_at"] - assignment["assigned_at"] == timedelta(days=14)
        assert assignment["is_exact"]
        assert assignment["due_at"] == row["due_at"]


@pytest.mark.rule(8, 16)
def test_a_day_has_24_hours_also_when_the_clocks_change(company: Database) -> None:
    company.execute("set timezone = 'America/New_York'")  # they changed on 8 March 2026
    for function in ("_days_later(%s, 30)", "_overdue_since(%s, 30, 'infinity')"):
        start = datetime(2026, 3, 1, 12, tzinfo=UTC)
        later = company.value(f"select core.{function}", start)
        assert (later - start).total_seconds() == 30 * 24 * 3600


@pytest.mark.rule(9)
def test_no_other_column_of_the_evidence_changes(company: Database) -> None:
    query = (
        "select user_id, evidence_id, version_id, completed_at, recorded_at, score,"
        " content_sha256, is_imported from core.evidence order by evidence_id"
    )
    before = company.rows(query)
    company.approve("2", recertify_everyone=True)
    assert company.rows(query) == before


@pytest.mark.rule(10)
def test_each_exclusion_is_listed_by_name_and_nobody_is_dropped(company: Database) -> None:
    company.users("E-5", "E-6")
    company.evidence("E-5", "1")
    company.approve("2")
    company.evidence("E-5", "2")  # already current
    company.execute("update core.users set is_active = false where employee_number = 'E-1'")
    company.act_as("Q-1")
    company.execute(
        "select api.grant_exemption('E-2', 'Lockout', 'Works from home', now() + interval '9 d')"
    )
    row = company.recertify("2")

    assert counts(row) == {
        "population": 4,
        "created": 1,
        "already_enrolled": 0,
        "already_current": 1,
        "inactive": 1,
        "exempt": 1,
        "evidence_superseded": 4,
    }
    assert company.assigned("2") == {"E-3": "not_started"}
    listed = {
        row["employee_number"]: row["outcome"]
        for row in company.rows(
            "select employee_number, outcome from core.recertification_exceptions"
            " join core.users using (user_id)"
        )
    }
    assert listed == {"E-5": "already_current", "E-1": "inactive", "E-2": "exempt"}
    told = company.rows("select outcome, reason from api.recertification_outcomes")
    assert len({row["reason"] for row in told if row["reason"]}) == len(told) == 4
    assert company.statuses()["E-5"] == [("1", "superseded"), ("2", "current")]


@pytest.mark.rule(10)
def test_the_outcomes_of_each_run_are_readable_by_name_and_reason(company: Database) -> None:
    company.user("L-1", is_active=False)
    company.evidence("L-1", "1")
    company.act_as("Q-1")
    company.execute(
        "select api.grant_exemption('E-2', 'Lockout', 'Works from home', now() + interval '9 d')"
    )
    first = company.approve("2", recertify_everyone=True)
    company.evidence("E-1", "1")
    company.evidence("E-4", "1")
    again = company.recertify("2")

    told = company.rows("select * from api.recertification_outcomes order by run_id, user_id")
    assert [
        (row["audit_seq"], row["employee_number"], row["full_name"], row["outcome"]) for row in told
    ] == [
        (first["audit_seq"], "E-1", "Person E-1", "created"),
        (first["audit_seq"], "E-2", "Person E-2", "exempt"),
        (first["audit_seq"], "E-3", "Person E-3", "created"),
        (first["audit_seq"], "L-1", "Person L-1", "inactive"),
        (again["audit_seq"], "E-1", "Person E-1", "already_enrolled"),
        (again["audit_seq"], "E-4", "Person E-4", "created"),
    ]
    assert {row["reason"] for row in told if row["outcome"] == "exempt"} == {"Works from home"}
    assert all(row["reason"] for row in told)
    assert {row["campaign"] for row in told} == {first["campaign"]}


@pytest.mark.one_server(
    "its statements are counted on the nodes: tests/install/test_distributed.py"
)
@pytest.mark.rule(6, 8, 9)
def test_a_run_is_two_statements_whatever_the_number_of_people(company: Database) -> None:
    company.execute("create table public.statements (what text)")
    company.execute("grant insert on public.statements to public")
    company.execute(
        "create function public.count_it() returns trigger language plpgsql as $$ begin"
        " insert into public.statements values (tg_op || ' ' || tg_table_name); return null;"
        " end $$"
    )
    for what in ("insert or update on core.assignments", "insert or update on core.evidence"):
        name = what.rsplit(".", 1)[1]
        company.execute(
            f"create trigger counted_{name} after {what}"
            " for each statement execute function public.count_it()"
        )
    assert company.approve("2", recertify_everyone=True)["created"] == 3
    counted = company.rows("select what, count(*) from public.statements group by 1 order by 1")
    # and none of rule 13, as the training had no campaign
    assert {row["what"]: row["count"] for row in counted} == {
        "INSERT assignments": 1,
        "UPDATE evidence": 1,
    }


@pytest.mark.one_server("its pages are the nodes'")
@pytest.mark.rule(9)
def test_the_flag_changes_on_the_page(company: Database) -> None:
    """Decision 0006: no update of a whole population touches an index."""
    company.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'N-' || n, 'Person' from generate_series(1, 3000) as n"
    )
    company.execute(
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select user_id, version_id, now() - interval '1 day', content_sha256"
        " from core.users, core.training_versions"
        " where employee_number like 'N-%%' and label = '1' order by user_id"
    )
    with company.connection.transaction():
        company.approve("2", recertify_everyone=True)
        updated = company.row(
            "select pg_stat_get_xact_tuples_updated('core.evidence'::regclass) as all_of_them,"
            " pg_stat_get_xact_tuples_hot_updated('core.evidence'::regclass) as on_the_page"
        )
    assert updated == {"all_of_them": 3003, "on_the_page": 3003}


@pytest.mark.rule(10)
def test_an_ended_exemption_excludes_nobody(company: Database) -> None:
    company.execute(
        "insert into core.exemptions (user_id, training_id, reason, granted_by, granted_at,"
        " valid_until) select %s, training_id, 'Works from home only', %s,"
        " now() - interval '9 days', now() - interval '1 second' from core.trainings",
        company.user_id("E-2"),
        company.user_id("Q-1"),
    )
    assert company.approve("2", recertify_everyone=True)["exempt"] == 0


@pytest.mark.rule(6)
def test_expired_evidence_is_in_the_population(company: Database) -> None:
    company.execute(
        "update core.evidence set recertification_status = 'expired' where user_id = %s",
        company.user_id("E-1"),
    )
    row = company.approve("2", recertify_everyone=True)
    assert (row["population"], row["evidence_superseded"]) == (3, 3)
    assert company.statuses()["E-1"] == [("1", "superseded")]


@pytest.mark.rule(6)
def test_earlier_means_activated_before_and_not_the_label(company: Database) -> None:
    company.submit("0.9")  # returns "2" to draft, and is activated after "1"
    row = company.approve("0.9", recertify_everyone=True)
    assert row["population"] == 3
    assert company.plan("0.9")["population"] == 0


@pytest.mark.rule(6)
def test_earlier_means_activated_before_and_not_recorded_before(company: Database) -> None:
    company.submit("4", author="Q-1")
    company.approve("4", approver="A-1", activate=False)
    company.approve("2")  # recorded before 4, in force before it
    company.act_as("A-1")
    company.execute("select api.activate_version('Lockout', '4', %s)", REASON)
    company.submit("5")
    company.approve("5")
    # 1, 2, 4, 5 came into force in this order; now one that was recorded first comes last
    assert company.plan("5")["population"] == 3
    company.imported_version("0", "draft")
    older = company.version_id("0")
    company.execute(
        "update core.training_versions set state = 'inactive',"
        " activated_at = now() - interval '9 years', deactivated_at = now() where version_id = %s",
        older,
    )
    assert older > company.version_id("5")
    company.evidence("E-4", "0", completed_at=datetime(2019, 1, 5, tzinfo=UTC))
    row = company.recertify("5")
    assert (row["population"], row["evidence_superseded"]) == (4, 4)
    # and what came into force after a version is no earlier one, whatever its number
    company.evidence("E-4", "5")
    assert company.value("select core._earlier_versions(%s)", older) == []


@pytest.mark.rule(6)
def test_evidence_of_other_trainings_is_left_alone(company: Database) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.evidence("E-4", "1", "Gowning")
    assert company.approve("2", recertify_everyone=True)["population"] == 3
    assert company.statuses("Gowning") == {"E-4": [("1", "current")]}


@pytest.mark.rule(11)
def test_a_second_run_does_nothing_and_says_so(company: Database) -> None:
    first = company.approve("2", recertify_everyone=True)
    before = company.rows("select * from core.assignments order by user_id")
    again = company.recertify("2")
    assert set(counts(again).values()) == {0}
    assert company.rows("select * from core.assignments order by user_id") == before
    assert company.value("select count(*) from core.campaigns where kind = 'recertification'") == 1
    assert again["audit_seq"] > first["audit_seq"]
    logged = json.loads(
        company.value("select payload from audit.log where seq = %s", again["audit_seq"])
    )
    assert (logged["action"], logged["created"], logged["population"]) == ("recertify", 0, 0)


@pytest.mark.rule(11)
def test_late_evidence_joins_the_same_campaign(company: Database) -> None:
    first = company.approve("2", recertify_everyone=True)
    company.evidence("E-4", "1")  # somebody new
    company.evidence("E-1", "1")  # one more record of somebody who is enrolled
    again = company.recertify("2")
    assert counts(again) == {
        "population": 2,
        "created": 1,
        "already_enrolled": 1,
        "already_current": 0,
        "inactive": 0,
        "exempt": 0,
        "evidence_superseded": 2,
    }
    assert again["campaign"] == first["campaign"]
    due = company.rows("select distinct due_at from core.assignments order by due_at")
    assert [row["due_at"] for row in due] == [first["due_at"], again["due_at"]]


@pytest.mark.rule(7)
def test_a_renamed_training_keeps_its_campaign(company: Database) -> None:
    first = company.approve("2", recertify_everyone=True)
    company.execute("update core.trainings set name = 'Lockout/Tagout'")
    company.evidence("E-4", "1", "Lockout/Tagout")
    again = company.recertify("2", "Lockout/Tagout")
    assert again["campaign"] == first["campaign"]
    assert again["created"] == 1


@pytest.mark.rule(7)
def test_versions_whose_names_read_alike_do_not_share_a_campaign(company: Database) -> None:
    company.training("Lockout v2")
    company.activate("1", "Lockout v2")
    company.evidence("E-4", "1", "Lockout v2")
    company.approve("2", recertify_everyone=True)  # Recertification: Lockout v2
    company.training("A")
    company.training("A v1")
    for training, label in (("A", "1 v1"), ("A v1", "1")):
        company.activate("0", training)
        company.evidence("E-4", "0", training)
        company.submit(label, training)
        company.approve(label, training, recertify_everyone=True)
    names = company.rows("select name, count(*) from core.campaigns group by name order by name")
    assert {"name": "Recertification: A v1 v1", "count": 2} in names


@pytest.mark.rule(6, 9, 11)
def test_three_versions_in_a_row_with_some_people_completing_each(company: Database) -> None:
    company.approve("2", recertify_everyone=True)
    company.evidence("E-1", "2")
    company.submit("3")
    third = company.approve("3", recertify_everyone=True)
    # E-2 and E-3 never completed 2: their evidence is superseded already, their assignment open
    assert (third["population"], third["created"]) == (1, 1)
    assert company.statuses() == {
        "E-1": [("1", "superseded"), ("2", "superseded")],
        "E-2": [("1", "superseded")],
        "E-3": [("1", "superseded")],
    }
    assert company.assigned("2")["E-2"] == "not_started"


@pytest.mark.rule(20)
def test_the_audit_row_holds_the_reason_and_all_counts(company: Database) -> None:
    row = company.approve("2", recertify_everyone=True)
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["change_reason"]) == (
        "recertify",
        "Q-1",
        REASON,
    )
    payload = json.loads(logged["payload"])
    for name in (*OUTCOMES, "population", "evidence_superseded", "plan_digest"):
        assert payload[name] == row[name]
    before = company.value("select action from audit.log where seq = %s", row["audit_seq"] - 1)
    assert before == "approve_version"


@pytest.mark.rule(4)
def test_only_an_active_version_is_recertified(company: Database) -> None:
    with refused("ZR204"):
        company.recertify("2")
    company.approve("2", activate=False)
    with refused("ZR204"):
        company.recertify("2")
    company.submit("3")
    company.approve("3")
    with refused("ZR204"):
        company.recertify("1")


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"), [("A-1", "ZR306"), ("E-1", "ZR304"), (None, "ZR304"), ("X", "ZR203")]
)
def test_who_may_not_recertify(company: Database, actor: str | None, sqlstate: str) -> None:
    company.approve("2")
    company.act_as(actor)
    with refused(sqlstate):
        company.execute("select api.recertify('Lockout', '2', %s)", REASON)


@pytest.mark.rule(6, 10)
def test_a_training_without_evidence_is_recertified_with_zeros(database: Database) -> None:
    database.deciders()
    database.training()
    database.submit("1")
    row = database.approve("1", recertify_everyone=True)
    assert set(counts(row).values()) == {0}
    assert database.value("select count(*) from core.assignments") == 0
