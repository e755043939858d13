"""A company in which every action of ``actions.py`` has something to do, and others to meet."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from pipeline.importing import load_stream
from tests.company import REASON, Database


def fill(database: Database) -> None:
    """People, and a training a situation: each says below what is to be done with it."""
    database.deciders()
    database.user("A-2", "quality_admin")
    database.user("Q-2", "corporate_admin")
    database.user("H-1", "hr_admin")
    manager = database.user("M-1", "team_lead")
    for number in ("E-1", "E-2", "E-3", "E-4"):
        database.user(number, manager_id=manager)
    database.user("E-5", department="Line 5")
    database.user("E-6")
    database.user("E-8")
    database.user("E-9")

    _lockout(database)
    _forklift(database)
    _gowning(database)
    _fire(database)
    _noise(database)
    _smoke(database)
    database.act_as("H-1")
    database.execute("select * from api.write_reminders()")
    database.act_as(None)


def _lockout(database: Database) -> None:
    """Version 2 is in force and undecided, 3 approved; 4 and 5, of another author, are pending."""
    database.training(initial_due_offset_days=14)
    database.activate("1")
    _paper(database, *(f"{number},Lockout,1,2026-01-05" for number in ("E-1", "E-2", "E-4", "E-9")))
    database.activate("2")
    _paper(database, "E-3,Lockout,2,2026-01-05")
    database.submit("3")
    database.approve("3", activate=False)
    database.submit("4")
    database.submit("5", author="A-2")
    _campaign(database, "Lockout", "Now", ["E-1", "E-2", "E-6"], days=3)
    # overdue since yesterday, and no scan has seen it
    _campaign(database, "Lockout", "Then", ["E-1", "E-4"], days=1)
    database.execute(
        "update core.assignments as a set due_at = now() - interval '1 day'"
        " from core.campaigns as c where a.campaign_id = c.campaign_id and c.name = 'Then'"
    )
    database.execute("update core.users set is_active = false where employee_number = 'E-9'")


def _forklift(database: Database) -> None:
    """What E-1 and E-2 hold has expired, and no scan has seen it; E-3's lasts."""
    database.training("Forklift", recertification_interval_days=30, initial_due_offset_days=14)
    database.activate("1", "Forklift")
    database.activate("2", "Forklift")
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    _paper(
        database,
        "E-1,Forklift,1,2020-01-05",
        "E-1,Forklift,2,2020-01-05",
        "E-2,Forklift,1,2020-01-05",
        "E-2,Forklift,2,2020-01-05",
        f"E-3,Forklift,2,{yesterday}",
    )


def _gowning(database: Database) -> None:
    """A rule gives them to Line 5, nobody has recomputed, and Ladder has only a pending version."""
    gowning = database.training("Gowning", initial_due_offset_days=40)
    database.activate("1", "Gowning")
    ladder = database.training("Ladder")
    database.submit("1", "Ladder")
    database.execute(
        "insert into core.assignment_rules (name, training_ids, department)"
        " values ('Line 5', %s, %s)",
        [gowning, ladder],
        ["Line 5"],
    )


def _fire(database: Database) -> None:
    """Recertified when E-9 had left and E-8 was exempt: both are missed when that ends."""
    database.training("Fire", initial_due_offset_days=10)
    database.activate("1", "Fire")
    _paper(database, *(f"{number},Fire,1,2026-01-05" for number in ("E-1", "E-8", "E-9")))
    database.act_as("Q-1")
    database.execute(
        "select api.grant_exemption('E-8', 'Fire', %s, now() + interval '9 days')", REASON
    )
    database.submit("2", "Fire")
    database.approve("2", "Fire", recertify_everyone=True)


def _noise(database: Database) -> None:
    """Version 2 is to be recertified by the daily job of today; version 3 is pending."""
    database.training("Noise", initial_due_offset_days=10)
    database.activate("1", "Noise")
    _paper(database, "E-1,Noise,1,2026-01-05")
    database.activate("2", "Noise")
    database.recertify("2", "Noise", effective_on=(datetime.now(UTC) + timedelta(days=3)).date())
    with database.unguarded("core.scheduled_recertifications"):
        database.execute("update core.scheduled_recertifications set effective_on = '2026-01-01'")
    database.submit("3", "Noise")


def _smoke(database: Database) -> None:
    """Version 2 is being recertified in two batches, of which none is enrolled yet."""
    database.training("Smoke", initial_due_offset_days=10)
    database.activate("1", "Smoke")
    # of another block of 64, and so of another batch
    database.execute("select setval('core.users_user_id_seq', 128)")
    database.user("E-7")
    _paper(database, *(f"{number},Smoke,1,2026-01-05" for number in ("E-1", "E-2", "E-7", "E-9")))
    database.activate("2", "Smoke")
    database.recertify("2", "Smoke", batch_size=1)


def _paper(database: Database, *rows: str) -> None:
    """Evidence as files of paper records bring it."""
    text = "\n".join(["employee_number,training,version,completed_at", *rows])
    database.act_as("H-1")
    load_stream(database.connection, "evidence", "paper.csv", io.BytesIO(text.encode()))


def _campaign(
    database: Database, training: str, name: str, numbers: list[str], *, days: int
) -> None:
    database.act_as("H-1")
    database.execute(
        "select api.create_campaign(%s, %s, %s, %s, p_employee_numbers => %s)",
        training,
        name,
        datetime.now(UTC) + timedelta(days=days),
        REASON,
        numbers,
    )
