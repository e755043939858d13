"""Doing a stored recertification on its day: as decided, once, and for whoever is there by then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, refused
from tests.functions.recertifying import counts
from tests.functions.scoping import (
    add_up,
    come,
    complete,
    exempt,
    in_the_list,
    logged,
    outcomes,
    planned,
    run_stored,
    set_active,
    several_places,
    store,
)
from tests.sessions import together

EVERYONE = {"E-1", "E-2", "E-3", "E-4", "E-5"}
RUN = "select api.run_scheduled_recertification(%s)"
LINE_4: dict[str, Any] = {"departments": ["Line 4"]}


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """Version 3 is in force and not decided about; Q-2 may decide, too."""
    with several_places(server, template) as database:
        database.user("Q-2", "corporate_admin")
        for role in ("team_lead", "hr_admin", "auditor"):
            database.user(role, role)
        database.approve("3")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """What a test does is undone, after a look at whether all its runs add up."""
    with shared.undone():
        yield shared
        add_up(shared)


@pytest.mark.rule(6, 8, 9, 10, 20)
@pytest.mark.parametrize(
    ("scope", "people"),
    [
        pytest.param({}, EVERYONE, id="everyone"),
        pytest.param(LINE_4, {"E-1", "E-2"}, id="department"),
        pytest.param({"from_versions": ["2"]}, {"E-3", "E-4"}, id="version"),
        pytest.param({"departments": ["Office"]}, set(), id="nobody"),
    ],
)
def test_it_is_done_as_decided_by_scheduled_work(
    company: Database, scope: dict[str, Any], people: set[str]
) -> None:
    stored = store(company, "3", **scope)
    come(company, stored)
    assert in_the_list(company, stored)["is_due"]
    company.act_as(None)
    run = run_stored(company, stored)
    assert outcomes(company, run) == dict.fromkeys(people, "created")
    assert company.assigned("3") == dict.fromkeys(people, "not_started")
    assert (run["activated"], run["dry_run"], run["scope"]) == (False, False, scope or None)
    assert run["scheduled_recertification_id"] == stored["scheduled_recertification_id"]
    assert run["campaign"] == "Recertification: Lockout v3"

    row = company.row("select * from core.recertification_runs")
    # due from the day it was done, not from the decision
    assert (row["due_at"] - row["run_at"]).days == 14
    assert (row["run_by"], row["change_reason"], row["scope"]) == (
        company.user_id("Q-1"),
        REASON,
        scope or None,
    )
    payload = logged(company, run)
    assert (payload["action"], payload["actor"], payload["change_reason"]) == (
        *("recertify", "system"),
        REASON,
    )
    listed = in_the_list(company, stored)
    assert (payload["decided_by"], payload["effective_on"], payload["scope"]) == (
        "Q-1",
        listed["effective_on"].isoformat(),
        scope or None,
    )
    assert payload["scheduled_recertification_id"] == stored["scheduled_recertification_id"]
    assert (listed["state"], listed["is_due"], listed["run_id"]) == ("done", False, row["run_id"])
    assert (listed["ended_by"], listed["ended_at"]) == (None, row["run_at"])


@pytest.mark.parametrize("days", [1, 3650])
def test_it_is_not_done_before_its_day(company: Database, days: int) -> None:
    stored = store(company, "3", days)
    before = company.snapshot()
    for actor in ("Q-1", None):
        company.act_as(actor)
        company.refuses("ZR209", RUN, stored["scheduled_recertification_id"])
    assert company.snapshot() == before


@pytest.mark.rule(11)
def test_it_is_done_once(company: Database) -> None:
    stored = store(company, "3")
    come(company, stored)
    run_stored(company, stored)
    company.evidence("E-6", "1")
    before = company.snapshot()
    company.refuses("ZR209", RUN, stored["scheduled_recertification_id"])
    cancel = "select api.cancel_recertification(%s, %s)"
    company.refuses("ZR209", cancel, stored["scheduled_recertification_id"], REASON)
    assert company.snapshot() == before


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        ("E-1", "ZR304"),
        ("team_lead", "ZR304"),
        ("auditor", "ZR304"),
        ("N-1", "ZR203"),
        ("hr_admin", None),
        ("Q-2", None),
        # the decision is somebody else's, who is not the author
        ("A-1", None),
    ],
)
def test_who_may_do_it(company: Database, actor: str, sqlstate: str | None) -> None:
    stored = store(company, "3")
    come(company, stored)
    company.act_as(actor)
    if sqlstate is not None:
        company.refuses(sqlstate, RUN, stored["scheduled_recertification_id"])
        return
    payload = logged(company, run_stored(company, stored))
    assert (payload["actor"], payload["decided_by"]) == (actor, "Q-1")
    assert in_the_list(company, stored)["ended_by"] == actor


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    "change", ["is_active = false", "role = 'employee'"], ids=["left", "lost the role"]
)
def test_a_decision_outlives_who_made_it(company: Database, change: str) -> None:
    stored = store(company, "3")
    come(company, stored)
    company.execute(f"update core.users set {change} where employee_number = 'Q-1'")
    company.act_as(None)
    run = run_stored(company, stored)
    assert run["created"] == len(EVERYONE)
    assert logged(company, run)["decided_by"] == "Q-1"


@pytest.mark.rule(1)
def test_whoever_may_decide_takes_back_what_somebody_decided_who_left(company: Database) -> None:
    stored = store(company, "3")
    set_active(company, "Q-1", is_active=False)
    company.act_as("Q-2")
    number = stored["scheduled_recertification_id"]
    company.execute("select api.cancel_recertification(%s, %s)", number, REASON)
    assert in_the_list(company, stored)["ended_by"] == "Q-2"


@pytest.mark.rule(6, 10)
def test_the_population_is_that_of_the_day(company: Database) -> None:
    stored = store(company, "3", **LINE_4)
    for number, department in (("E-2", "Line 5"), ("E-5", "Line 4"), ("E-6", "Line 4")):
        company.execute(
            "update core.users set department = %s where employee_number = %s", department, number
        )
    company.evidence("E-6", "1")
    set_active(company, "E-5", is_active=False)
    come(company, stored)
    run = run_stored(company, stored)
    assert outcomes(company, run) == {"E-1": "created", "E-5": "inactive", "E-6": "created"}
    assert company.statuses()["E-2"] == [("1", "current"), ("1", "current")]


@pytest.mark.rule(10, 20)
def test_the_decision_tells_what_it_would_do_that_day(company: Database) -> None:
    company.execute("update core.users set is_active = false where employee_number = 'E-1'")
    payload = logged(company, store(company, "3"))
    plan = planned(company, "3")
    assert payload["planned"] == counts(plan)
    assert (plan["inactive"], plan["created"]) == (1, len(EVERYONE) - 1)
    assert {name: payload[name] for name in counts(plan)} == dict.fromkeys(counts(plan), 0)


@pytest.mark.rule(6)
def test_a_department_that_is_no_more_by_then_is_told_and_waits(company: Database) -> None:
    """A run that finds nobody would look like success."""
    stored = store(company, "3", **LINE_4)
    company.execute("update core.users set department = 'Line 7' where department = 'Line 4'")
    come(company, stored)
    company.refuses("ZR102", RUN, stored["scheduled_recertification_id"])
    assert in_the_list(company, stored)["state"] == "planned"


@pytest.mark.rule(7, 10, 11)
def test_what_was_done_meanwhile_is_not_done_again(company: Database) -> None:
    stored = store(company, "3")
    some = company.recertify("3", **LINE_4)
    complete(company, "E-3")
    complete(company, "E-1")
    company.evidence("E-1", "1")
    exempt(company, "E-4")
    come(company, stored)
    company.execute("update core.trainings set name = 'Lockout/Tagout' where name = 'Lockout'")
    company.act_as(None)
    run = run_stored(company, stored)
    assert outcomes(company, run) == {
        "E-1": "already_current",
        "E-3": "already_current",
        "E-4": "exempt",
        "E-5": "created",
    }
    assert run["campaign"] == some["campaign"]
    assert set(company.assigned("3", "Lockout/Tagout")) == {"E-1", "E-2", "E-5"}


@pytest.mark.rule(4, 15)
@pytest.mark.parametrize("recertify_everyone", [False, True], ids=["undecided", "recertified"])
def test_a_newer_version_supersedes_what_is_stored(
    company: Database, recertify_everyone: bool
) -> None:
    stored = [store(company, "3"), store(company, "3", 8, **LINE_4)]
    cancelled = store(company, "3", 9)
    number = cancelled["scheduled_recertification_id"]
    company.execute("select api.cancel_recertification(%s, %s)", number, REASON)
    come(company, stored[0])
    company.training("Welding")
    company.activate("1", "Welding")
    elsewhere = company.recertify("1", "Welding", effective_on=stored[1]["effective_on"])

    company.submit("4")
    approved = company.approve("4", recertify_everyone=recertify_everyone)
    for row in stored:
        listed = in_the_list(company, row)
        assert (listed["state"], listed["ended_by"], listed["is_due"], listed["run_id"]) == (
            *("superseded", "Q-1"),
            *(False, None),
        )
        company.refuses("ZR209", RUN, row["scheduled_recertification_id"])
    assert in_the_list(company, cancelled)["state"] == "cancelled"
    assert in_the_list(company, elsewhere)["state"] == "planned"
    seq = approved["audit_seq"] - (1 if recertify_everyone else 0)
    payload = logged(company, {"audit_seq": seq})
    assert payload["action"] == "approve_version"
    assert sorted(payload["scheduled_recertifications_superseded"]) == [
        row["scheduled_recertification_id"] for row in stored
    ]
    # superseded is no answer: whether to recertify is asked anew
    asked = company.rows(
        "select v.label from core.review_tasks as r"
        " join core.training_versions as v using (version_id)"
        " where r.task_type = 'recert_decision' and r.resolution is null"
    )
    assert asked == ([] if recertify_everyone else [{"label": "4"}])
    assert company.assigned("3") == {}


@pytest.mark.rule(4)
def test_a_newer_version_that_is_only_approved_supersedes_nothing(company: Database) -> None:
    stored = store(company, "3")
    company.submit("4")
    company.approve("4", activate=False)
    assert in_the_list(company, stored)["state"] == "planned"
    come(company, stored)
    assert run_stored(company, stored)["created"] == len(EVERYONE)


@pytest.mark.rule(11)
def test_of_two_at_once_one_does_it(server: EmbeddedServer, template: str) -> None:
    with several_places(server, template) as company:
        company.approve("3")
        stored = store(company, "3")
        come(company, stored)
        number = stored["scheduled_recertification_id"]

        def do_it() -> str:
            with Database.connect(company.dsn) as database:
                try:
                    database.execute(RUN, number)
                except Exception as error:  # noqa: BLE001  its code is what is looked at
                    return str(getattr(error, "sqlstate", error))
            return "done"

        assert sorted(together(do_it, do_it)) == ["ZR209", "done"]
        assert company.value("select count(*) from core.recertification_runs") == 1
        add_up(company)


@pytest.mark.rule(20)
def test_without_its_audit_row_nothing_is_done(company: Database) -> None:
    stored = store(company, "3")
    come(company, stored)
    before = company.snapshot()
    company.execute(
        "create function public.refuse() returns trigger language plpgsql as"
        " $$ begin raise exception using errcode = '53100'; end $$"
    )
    company.execute(
        "create trigger refuse before insert on audit.log execute function public.refuse()"
    )
    for call in (RUN, f"select api.cancel_recertification(%s, '{REASON}')"):
        with refused("53100"), company.connection.transaction():
            company.execute(call, stored["scheduled_recertification_id"])
    assert company.snapshot() == before


@pytest.mark.rule(20)
@pytest.mark.parametrize("actor", [None, "Q-1", "Q-2"])
def test_whoever_carries_it_out_the_log_fits_the_record(
    company: Database, actor: str | None
) -> None:
    stored = store(company, "3")
    come(company, stored)
    company.act_as(actor)
    run_stored(company, stored)
    company.act_as(None)
    checks = company.rows("select * from api.check_invariants(true)")
    (row,) = [row for row in checks if row["check"] == "records_are_as_logged"]
    assert (row["status"], row["rows"]) == ("pass", 0), row["remedy"]
