"""Reminders: when, of what, to whom and with a copy to whom, and each at most once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.company import Database
from tests.functions.days import (
    ZONES,
    come_back,
    complete,
    days_ago,
    exempt,
    leave,
    pass_days,
)
from tests.functions.reminding import DAY, assign, campaign, fill, remind, reminded
from tests.sessions import together

HOUR = timedelta(hours=1)


def of_lockout(company: Database) -> list[tuple[str, str]]:
    return [(number, kind) for number, _, kind, _ in reminded(company)]


# -- when -----------------------------------------------------------------------------------


def test_each_reminder_comes_once_on_its_day(company: Database) -> None:
    assign(company, "E-1", 40 * DAY)
    found = {}
    for day in range(45):
        if written := remind(company):
            found[day] = written
        assert remind(company) == {}
        pass_days(company, 1)
    assert found == {
        10: {"due_in_30_days": 1},
        26: {"due_in_14_days": 1},
        33: {"due_in_7_days": 1},
        39: {"due_in_1_day": 1},
        41: {"overdue": 1},
    }


@pytest.mark.parametrize(
    ("until_due", "kind"),
    [
        (31 * DAY, None),
        (30 * DAY + HOUR, None),
        (30 * DAY, "due_in_30_days"),
        (14 * DAY + HOUR, "due_in_30_days"),
        (14 * DAY, "due_in_14_days"),
        (7 * DAY + HOUR, "due_in_14_days"),
        (7 * DAY, "due_in_7_days"),
        (DAY + HOUR, "due_in_7_days"),
        (DAY, "due_in_1_day"),
        (HOUR, "due_in_1_day"),
        (-HOUR, "overdue"),
        (-400 * DAY, "overdue"),
    ],
)
def test_only_the_nearest_kind(company: Database, until_due: timedelta, kind: str | None) -> None:
    assign(company, "E-1", until_due)
    assert remind(company) == ({kind: 1} if kind else {})
    assert of_lockout(company) == ([("E-1", kind)] if kind else [])


@pytest.mark.parametrize("zone", ZONES)
def test_days_have_24_hours_in_every_zone(company: Database, zone: str) -> None:
    """Due dates lie close together around each threshold, wherever the run finds it."""
    company.execute(f"set local timezone = '{zone}'")
    company.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'N-' || n, 'Person' from generate_series(1, 400) as n"
    )
    company.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select u.user_id, c.campaign_id, clock_timestamp()"
        " + (array[1, 7, 14, 30])[1 + mod(substr(u.employee_number, 3)::int, 4)]"
        " * interval '24 hours'"
        " + (substr(u.employee_number, 3)::int - 100) * interval '4 milliseconds', now()"
        " from core.users as u, core.campaigns as c"
        " where u.employee_number like 'N-%' and c.name = 'Of Lockout'"
    )
    written_at = company.value("select written_at from api.write_reminders()")
    judged = company.rows(
        "select n.kind, extract(epoch from a.due_at - %s) as seconds from core.assignments as a"
        " left join core.notifications as n using (user_id, campaign_id)",
        written_at,
    )
    assert len(judged) == 400
    for row in judged:
        kinds = ((1, "due_in_1_day"), (7, "due_in_7_days"), (14, "due_in_14_days"))
        kind = next(
            (
                kind
                for days, kind in (*kinds, (30, "due_in_30_days"))
                if row["seconds"] <= days * 86_400
            ),
            None,
        )
        assert row["kind"] == kind


def test_who_was_not_reminded_for_weeks_is_reminded_once(company: Database) -> None:
    assign(company, "E-1", 29 * DAY)
    assert remind(company) == {"due_in_30_days": 1}
    pass_days(company, 26)
    assert remind(company) == {"due_in_7_days": 1}
    assert remind(company) == {}


@pytest.mark.rule(16)
def test_within_the_grace_nobody_is_reminded(company: Database) -> None:
    company.execute("update core.trainings set overdue_grace_days = 5")
    assign(company, "E-1", -4 * DAY - HOUR)
    assert remind(company) == {}
    pass_days(company, 1)
    assert remind(company) == {"overdue": 1}


@pytest.mark.rule(16)
def test_overdue_is_what_the_scan_has_found(company: Database) -> None:
    assign(company, "E-1", -4 * DAY)
    row = company.row("select * from api.write_reminders()")
    assert sum(value for name, value in row.items() if name != "written_at") == 0
    assert remind(company) == {"overdue": 1}
    # when it was due is of no use to whoever reads the list of a mailbox
    (row,) = company.rows("select subject, due_at from api.notifications")
    assert f"{row['due_at']:%Y-%m-%d}" not in row["subject"]


@pytest.mark.rule(16)
def test_overdue_a_second_time_reminds_no_second_time(company: Database) -> None:
    assign(company, "E-1", -4 * DAY)
    assert remind(company) == {"overdue": 1}
    company.execute("update core.trainings set overdue_grace_days = 30")
    assert remind(company) == {}
    pass_days(company, 40)
    assert remind(company) == {}
    assert len(reminded(company)) == 1


# -- of what --------------------------------------------------------------------------------


@pytest.mark.parametrize("until_due", [20 * DAY, -DAY])
def test_what_is_completed_or_cancelled_reminds_nobody(
    company: Database, until_due: timedelta
) -> None:
    for number, status in (("E-1", "completed"), ("E-2", "cancelled"), ("E-3", "in_progress")):
        assign(company, number, until_due, status=status)
    assert sum(remind(company).values()) == 1
    assert [number for number, *_ in reminded(company)] == ["E-3"]


@pytest.mark.rule(13)
def test_who_completes_it_hears_no_more(company: Database) -> None:
    for number in ("E-1", "E-2"):
        assign(company, number, 8 * DAY)
    assert remind(company) == {"due_in_14_days": 2}
    complete(company, "E-1")
    pass_days(company, 20)
    assert remind(company) == {"overdue": 1}
    assert reminded(company)[-1][0] == "E-2"


@pytest.mark.rule(13)
def test_of_several_open_ones_of_a_training_the_one_due_first_reminds(company: Database) -> None:
    for name, days in (("Third", 12), ("First", 2), ("Second", 6)):
        campaign(company, name)
        assign(company, "E-1", days * DAY, name)
    assign(company, "E-1", 3 * DAY, "Of Gowning")
    assert remind(company) == {"due_in_7_days": 2}
    pass_days(company, 1)
    assert remind(company) == {"due_in_1_day": 1}
    pass_days(company, 20)
    assert remind(company) == {"overdue": 2}
    assert {name for _, name, _, _ in reminded(company)} == {"First", "Of Gowning"}


def test_of_two_due_at_the_same_moment_one_reminds(company: Database) -> None:
    campaign(company, "Other")
    for name in ("Of Lockout", "Other"):
        assign(company, "E-1", 2 * DAY, name)
    company.execute(
        "update core.assignments set due_at = (select min(due_at) from core.assignments)"
    )
    assert remind(company) == {"due_in_7_days": 1}
    assert remind(company) == {}


def test_when_the_one_due_first_is_cancelled_the_next_reminds(company: Database) -> None:
    campaign(company, "Other")
    assign(company, "E-1", 2 * DAY)
    assign(company, "E-1", 3 * DAY, "Other")
    assert remind(company) == {"due_in_7_days": 1}
    company.execute(
        "update core.assignments set status = 'cancelled' where due_at = ("
        "select min(due_at) from core.assignments)"
    )
    assert remind(company) == {"due_in_7_days": 1}
    assert [name for _, name, _, _ in reminded(company)] == ["Of Lockout", "Other"]


# -- to whom --------------------------------------------------------------------------------


def test_an_active_manager_is_copied_on_overdue_only(company: Database) -> None:
    company.user("M-2", "team_lead", is_active=False)
    for number, manager in (("E-2", "M-2"), ("E-3", None)):
        company.execute(
            "update core.users set manager_id = (select user_id from core.users"
            " where employee_number = %s) where employee_number = %s",
            manager,
            number,
        )
    for number in ("E-1", "E-2", "E-3"):
        assign(company, number, HOUR)
    assert remind(company) == {"due_in_1_day": 3}
    assert {copied for *_, copied in reminded(company)} == {None}
    pass_days(company, 1)
    assert remind(company) == {"overdue": 3}
    assert [
        (number, copied) for number, _, kind, copied in reminded(company) if kind == "overdue"
    ] == [
        ("E-1", "M-1"),
        ("E-2", None),
        ("E-3", None),
    ]


def test_a_manager_of_later_is_not_copied_afterwards(company: Database) -> None:
    assign(company, "E-1", -DAY)
    remind(company)
    company.user("M-2", "team_lead")
    company.execute(
        "update core.users set manager_id = %s where employee_number = 'E-1'",
        company.user_id("M-2"),
    )
    assert remind(company) == {}
    assert reminded(company) == [("E-1", "Of Lockout", "overdue", "M-1")]


@pytest.mark.rule(14)
@pytest.mark.parametrize("until_due", [20 * DAY, -DAY])
def test_who_is_away_is_reminded_on_return(company: Database, until_due: timedelta) -> None:
    assign(company, "E-1", until_due)
    leave(company, "E-1")
    assert remind(company) == {}
    come_back(company, "E-1")
    assert sum(remind(company).values()) == 1


@pytest.mark.parametrize("until_due", [20 * DAY, -DAY])
def test_who_is_exempt_is_reminded_of_other_trainings_only(
    company: Database, until_due: timedelta
) -> None:
    for name in ("Of Lockout", "Of Gowning"):
        assign(company, "E-1", until_due, name)
    exempt(company, "E-1", days=5)
    assert sum(remind(company).values()) == 1
    assert [name for _, name, _, _ in reminded(company)] == ["Of Gowning"]
    pass_days(company, 5)
    remind(company)
    assert "Of Lockout" in [name for _, name, _, _ in reminded(company)]


@pytest.mark.rule(17)
def test_who_was_enrolled_by_the_expiry_scan_is_reminded_like_everybody(
    company: Database,
) -> None:
    company.execute(
        "update core.trainings set recertification_interval_days = 365,"
        " initial_due_offset_days = 14 where name = 'Lockout'"
    )
    company.evidence("E-1", "1", completed_at=days_ago(400))
    company.execute("select api.scan_expiry()")
    assert remind(company) == {"due_in_14_days": 1}


# -- the run --------------------------------------------------------------------------------


def test_a_run_without_anybody_to_remind_writes_nothing(company: Database) -> None:
    before = company.snapshot()
    assert company.value("select written_at is not null from api.write_reminders()")
    assert company.snapshot() == before


@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [("E-1", "ZR304"), ("M-1", "ZR304"), ("E-3", "ZR305"), ("N-1", "ZR203")],
)
def test_who_may_not(company: Database, actor: str, sqlstate: str) -> None:
    assign(company, "E-1", DAY)
    leave(company, "E-3")
    company.act_as(actor)
    before = company.snapshot()
    company.refuses(sqlstate, "select api.write_reminders()")
    assert company.snapshot() == before


@pytest.mark.parametrize("actor", [None, "H-1", "Q-1"])
def test_who_may(company: Database, actor: str | None) -> None:
    assign(company, "E-1", DAY)
    company.act_as(actor)
    assert company.value("select due_in_1_day from api.write_reminders()") == 1


def test_two_runs_at_one_moment_write_each_reminder_once(database: Database) -> None:
    fill(database)
    database.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'N-' || n, 'Person' from generate_series(1, 500) as n"
    )
    database.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select user_id, campaign_id, now() + interval '20 days', now()"
        " from core.users, core.campaigns where employee_number like 'N-%' order by 1 desc"
    )

    def run() -> int:
        with Database.connect(database.dsn) as session:
            return int(session.value("select due_in_30_days from api.write_reminders()"))

    assert sum(together(run, run)) == 1000
    assert len(reminded(database)) == 1000
