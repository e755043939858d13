"""A company whose records an inspector looks at: half a year of it, told with a clock of its own.

What people did before is brought by files, what they did since by the functions, each at its
moment: so the same company, to the second, each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO

import pytest

from pipeline.importing import load_stream
from pipeline.reports import build as builds
from tests.company import Database
from tests.model.clock import set_clock, take_over

#: The moment that the marts tell of.
TODAY = "2026-06-01 06:00"

USERS = """\
employee_number,full_name,role,department,location,line,manager,is_active
Q-001,Ines Berger,quality_admin,Quality,Graz,,,
Q-002,Jonas Keller,quality_admin,Quality,Graz,,,
C-001,Maria Ortiz,corporate_admin,Quality,Linz,,,
H-001,Tomas Novak,hr_admin,People,Graz,,,
L-001,Sara Lindqvist,team_lead,Assembly,Graz,3,,
L-002,Piet de Vries,team_lead,Maintenance,Linz,,,
E-0001,Amir Haddad,,Assembly,Graz,3,L-001,
E-0002,Mei Tanaka,,Assembly,Graz,3,L-001,
E-0003,Paul Moreau,,Assembly,Graz,3,L-001,
E-0004,Olga Petrova,,Assembly,Graz,4,L-001,
E-0005,Luca Ferrari,,Assembly,Graz,3,L-001,
E-0006,Ewa Nowak,,Maintenance,Linz,3,L-002,
E-0007,John Okafor,,Maintenance,Linz,,L-002,
E-0008,Nadia Rahman,,Maintenance,Linz,4,L-002,
E-0009,Ivan Horvat,,Maintenance,Linz,3,L-002,
E-0010,Greta Holm,,Warehouse,Linz,,,
E-0011,Sami Aalto,,Warehouse,Linz,3,,
"""

TRAININGS = """\
name,category,initial_due_offset_days,overdue_grace_days,requires_signature,recertification_interval_days
Lockout/Tagout,Safety,14,7,true,
Cleanroom gowning,Production,14,0,false,365
Data integrity,Quality,30,14,true,
"""

VERSIONS = """\
training,label,state,author,content,sources,submitted_at,activated_at
Lockout/Tagout,1.0,active,Q-002,"Isolate, lock, tag, test.",SOP-017@B,2024-01-15,2024-02-01
Cleanroom gowning,5.0,active,L-001,"Hood, coverall, boots, gloves.",SOP-004@F,2025-02-20,2025-03-01
Data integrity,1.0,active,Q-002,"Record it when you do it.",SOP-031@A,2024-09-01,2024-10-01
"""

EVIDENCE = """\
employee_number,training,version,completed_at,score
E-0001,Lockout/Tagout,1.0,2024-02-12T08:30:00Z,90
E-0002,Lockout/Tagout,1.0,2024-02-12T08:30:00Z,85
E-0003,Lockout/Tagout,1.0,2024-02-13T10:00:00Z,78
E-0004,Lockout/Tagout,1.0,2024-02-13T10:00:00Z,95
E-0005,Lockout/Tagout,1.0,2024-05-02T07:15:00Z,88
E-0006,Lockout/Tagout,1.0,2024-05-02T07:15:00Z,91
E-0007,Lockout/Tagout,1.0,2024-05-03T13:00:00Z,70
E-0008,Lockout/Tagout,1.0,2025-01-20T09:00:00Z,82
E-0001,Cleanroom gowning,5.0,2025-06-20T12:00:00Z,100
E-0002,Cleanroom gowning,5.0,2025-07-15T12:00:00Z,92
E-0003,Cleanroom gowning,5.0,2025-08-20T12:00:00Z,96
E-0004,Cleanroom gowning,5.0,2025-04-10T12:00:00Z,90
E-0006,Cleanroom gowning,5.0,2025-06-25T12:00:00Z,
L-001,Data integrity,1.0,2024-10-07T09:00:00Z,
E-0001,Data integrity,1.0,2024-10-07T09:00:00Z,
E-0010,Data integrity,1.0,2024-10-08T09:00:00Z,
E-0011,Data integrity,1.0,2024-10-08T09:00:00Z,
"""

PAPER = """\
employee_number,training,version,completed_at,score
E-0009,Lockout/Tagout,1.0,2025-11-03T14:00:00Z,
"""


class Story:
    """What happens, one moment after the other."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def at(self, moment: str, actor: str | None = None) -> None:
        """It is this moment now (UTC), and this person acts."""
        set_clock(self.database, datetime.fromisoformat(moment).replace(tzinfo=UTC))
        self.database.act_as(actor)

    def load(self, kind: str, name: str, text: str) -> None:
        load_stream(self.database.connection, kind, name, BytesIO(text.encode()))

    def call(self, function: str, *arguments: object, **named: object) -> None:
        places = ["%s"] * len(arguments) + [f"p_{name} => %s" for name in named]
        self.database.execute(
            f"select api.{function}({', '.join(places)})", *arguments, *named.values()
        )

    def submit(self, training: str, label: str, content: str, source: str, reason: str) -> None:
        self.call("submit_version", training, label, content, [source], reason)


def up_to_march(company: Database) -> None:
    """History, a new version, whom it concerned, and how they went about it until 27 February."""
    story = Story(company)
    story.at("2026-01-05 07:00")
    for kind, text in (("users", USERS), ("trainings", TRAININGS), ("versions", VERSIONS)):
        story.load(kind, f"{kind}.csv", text)
    story.at("2026-01-05 08:00", "H-001")
    story.load("evidence", "training-records-2025.csv", EVIDENCE)
    story.at("2026-01-08 08:00", "H-001")
    story.load(
        "users",
        "leavers-january.csv",
        "employee_number,full_name,is_active\nE-0007,John Okafor,false\n",
    )

    story.at("2026-01-12 09:00", "Q-002")
    text = "Isolate, lock, tag, test. One lock a person."
    story.submit("Lockout/Tagout", "2.0", text, "SOP-017@B", "One lock for each person")
    story.at("2026-01-14 15:00", "Q-001")
    story.call("reject_version", "Lockout/Tagout", "2.0", "It cites an old revision of SOP-017")
    story.at("2026-01-19 09:00", "Q-002")
    story.submit("Lockout/Tagout", "2.1", text, "SOP-017@C", "One lock for each person")
    story.at("2026-01-26 10:00", "Q-001")
    story.call(
        "grant_exemption",
        "E-0006",
        "Lockout/Tagout",
        "On parental leave until autumn",
        "2026-10-01",
    )
    story.at("2026-02-02 10:00", "Q-001")
    story.call(
        "approve_version",
        "Lockout/Tagout",
        "2.1",
        "One lock for each person, SOP-017@C",
        recertify_everyone=True,
    )

    story.at("2026-02-05 09:30", "E-0001")
    story.call("complete_training", "Lockout/Tagout", 96, "click_to_confirm")
    story.at("2026-02-10 14:10", "E-0002")
    story.call("complete_training", "Lockout/Tagout", 88, "re_authenticated")
    story.at("2026-02-20 08:00", "E-0003")
    story.call("start_assignment", "Lockout/Tagout")
    story.at("2026-02-24 04:00")
    story.call("scan_overdue")


def up_to_june(company: Database) -> None:
    """Late ones, a leaver, paper records, and two more decisions."""
    story = Story(company)
    story.at("2026-03-05 11:20", "E-0003")
    story.call("complete_training", "Lockout/Tagout", 81, "click_to_confirm")
    story.at("2026-03-10 08:00", "H-001")
    story.load("evidence", "paper-records-maintenance.csv", PAPER)
    story.at("2026-03-12 09:00", "Q-001")
    story.call("recertify", "Lockout/Tagout", "2.1", "Paper records of Maintenance turned up")
    story.at("2026-03-20 13:00", "E-0008")
    story.call("complete_training", "Lockout/Tagout", 79, "click_to_confirm")
    story.at("2026-04-01 08:00", "H-001")
    story.call("upsert_user", "E-0005", is_active=False)
    story.call("upsert_user", "E-0001", department="Maintenance", manager="L-002")
    story.at("2026-04-02 09:00", "L-001")
    story.submit(
        "Data integrity",
        "2.0",
        "Record it when you do it, and sign it.",
        "SOP-031@B",
        "Signatures are part of the record",
    )
    story.at("2026-04-11 04:00")
    story.call("scan_expiry")
    story.call("scan_overdue")
    story.at("2026-04-20 10:00", "E-0004")
    story.call("complete_training", "Cleanroom gowning", 94)
    story.at("2026-05-13 10:00", "Q-001")
    story.call(
        "create_campaign",
        "Lockout/Tagout",
        "Warehouse starts on line 3",
        "2026-05-27",
        "The warehouse takes over the loading of line 3",
        departments=["Warehouse"],
    )
    story.at("2026-05-20 16:00", "C-001")
    story.call(
        "approve_version",
        "Data integrity",
        "2.0",
        "Signatures are part of the record",
        recertify_everyone=True,
    )
    story.at("2026-05-26 09:00", "L-001")
    story.call("complete_training", "Data integrity", None, "drawn")
    story.at("2026-05-31 04:00")
    story.call("scan_overdue")
    story.at("2026-05-31 15:00", "H-001")
    story.load("trainings", "trainings-may.csv", "name,overdue_grace_days\nLockout/Tagout,10\n")
    story.at(TODAY)


@contextmanager
def building_at(moment: str) -> Iterator[None]:
    """A build tells of the moment of the server's clock; here of this one."""
    snapshot = builds._snapshot

    @contextmanager
    def at_that_moment(dsn: str, run_id: str) -> Iterator[dict[str, str]]:
        with snapshot(dsn, run_id) as variables:
            yield variables | {"RECERT_BUILD_AS_OF": f"{moment}:00+00"}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(builds, "_snapshot", at_that_moment)
        yield


def live(company: Database) -> None:
    """All of it, with marts of the end, and days counted from 27 February on."""
    take_over(company)
    up_to_march(company)
    Story(company).at("2026-02-27 06:00")
    # from here on the trend goes; all marts at this moment would take as long again
    with building_at("2026-02-27 06:00"):
        builds.build(company.dsn, select=["+compliance_daily"])
    up_to_june(company)
    with building_at(TODAY):
        builds.build(company.dsn)
