"""The company of tests/docs with people and trainings of hostile names besides."""

from __future__ import annotations

import csv
from io import StringIO

from pipeline.reports import build as builds
from tests.company import Database
from tests.docs import inspected
from tests.docs.inspected import Story, up_to_june, up_to_march
from tests.model.clock import take_over

#: A word that is longer than any screen is wide.
LONG = "Wolfeschlegelsteinhausen" * 8 + "bergerdorff"[:8]

#: The same from right to left.
LONG_FROM_RIGHT = "مستودعات" * 25

#: What a browser, a path or a reader could take for more than a name.
HOSTILE = [
    "<script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "&lt;i&gt; &amp; </td></table> & Co",
    'O\'Brien "Q" \\ .. / %2e%2e',
    "مرحبا بالعالم",
    "invoice\u202egnp.exe",
    "{{ 7 * 7 }} {% endblock %}",
    "=cmd|' /C calc'!A0",
    LONG,
    LONG_FROM_RIGHT,
]

#: Whose record it is, as the command is told.
COMPANY = "<b>Example</b> & Söhne"

#: The last one differs from another name in nothing but case.
DEPARTMENTS = ["<b>R&D</b>", "=A1", "r&d / \u202eQ", "ASSEMBLY", LONG]

TRAININGS = [
    "</script><script>window.hacked = 1</script>",
    "../../etc/passwd",
    'a\\b "c"?#d=e&f',
    LONG,
]


def _csv(rows: list[list[str]]) -> str:
    text = StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _hostile(company: Database) -> None:
    story = Story(company)
    story.at("2026-02-26 08:00", "H-001")
    people = [
        [f"X-{place}", name, DEPARTMENTS[place % len(DEPARTMENTS)], "<u>Graz</u>"]
        for place, name in enumerate(HOSTILE)
    ]
    head = ["employee_number", "full_name", "department", "location"]
    story.load("users", "<b>hostile</b>.csv", _csv([head, *people]))
    story.load("trainings", "trainings.csv", _csv([["name"], *([name] for name in TRAININGS)]))
    version = [[name, "<1>", "active", "Q-002", "x", "SOP-017@C", "2024-01-15", "2024-02-01"]
               for name in TRAININGS]  # fmt: skip
    head = ["training", "label", "state", "author", "content", "sources", "submitted_at",
            "activated_at"]  # fmt: skip
    story.load("versions", "versions.csv", _csv([head, *version]))
    evidence = [
        [f"X-{place}", name, "<1>", "2024-03-01", "80"]
        for name in TRAININGS
        for place in range(len(HOSTILE))
    ]
    head = ["employee_number", "training", "version", "completed_at", "score"]
    story.load("evidence", "evidence.csv", _csv([head, *evidence]))
    story.at("2026-02-26 09:00", "Q-002")
    for name in TRAININGS[:1]:
        story.submit(name, '<2> "b"', "y", "SOP-017@C", '<script>window.hacked = 1</script> "why"')
    story.submit(LONG, LONG, "y", "SOP-017@C", LONG)
    story.at("2026-02-26 10:00", "Q-001")
    for name in TRAININGS[:1]:
        story.call("approve_version", name, '<2> "b"', "<img src=x onerror=window.hacked=1> so",
                   recertify_everyone=True)  # fmt: skip
    story.at("2026-02-26 11:00", "X-0")
    story.call("complete_training", TRAININGS[0], 90, "click_to_confirm")


def _decided_otherwise(company: Database) -> None:
    """A run that finds nobody, a decision not to recertify, and a new name for a training."""
    story = Story(company)
    story.at("2026-05-31 16:00", "Q-001")
    story.call("recertify", "Lockout/Tagout", "2.1", "Looking for paper records once more")
    story.call("decline_recertification", "Cleanroom gowning", "5.0", "It says the same as before")
    story.at("2026-05-31 17:00")
    company.execute("update core.trainings set name = 'Gowning' where name = 'Cleanroom gowning'")
    story.at(inspected.TODAY)


def tell(company: Database) -> None:
    """Half a year of it, with marts of the end."""
    take_over(company)
    up_to_march(company)
    _hostile(company)
    up_to_june(company)
    _decided_otherwise(company)
    with inspected.building_at(inspected.TODAY):
        builds.build(company.dsn)
