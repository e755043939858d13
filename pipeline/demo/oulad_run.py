"""``recert demo --oulad``: every presentation of every module, in calendar order."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline import api
from pipeline.demo import ground
from pipeline.demo.oulad_files import (
    ASSIGNMENT_COLUMNS,
    EVIDENCE_COLUMNS,
    USER_COLUMNS,
    Oulad,
    Presentation,
    read,
)
from pipeline.demo.story import Story
from pipeline.settings import Settings

_AUTHOR = "OU-AUTHOR"
_QUALITY_ADMIN = "OU-QA"
_STAFF = (
    (_AUTHOR, "Module author", "employee"),
    (_QUALITY_ADMIN, "Quality admin of the modules", "quality_admin"),
)
_SUBMITTED = "The module is presented anew"
_APPROVED = "The presentation begins and replaces the one before"


def run(settings: Settings, folder: Path) -> list[dict[str, Any]]:
    """Run the data set in ``folder``; returns one row a recertification campaign.

    The rows are what ``recertify`` returns. Safe to run again, also after it was killed: what is
    there stays as it is. Of a module only the active presentation can be recertified, so the
    campaigns of the earlier ones are told with zeros then. Raises
    :class:`~pipeline.errors.BadInput` when the files are not the data set, and
    :class:`~pipeline.errors.WrongState` when the database holds a real record.
    """
    story = Story(settings, is_output=False)
    with story.working("Reading the files ..."):
        data = read(folder)
    settings = replace(settings, dsn=settings.database_dsn(), actor=None)
    with story.working("Installing the schema ..."):
        ground.prepare(settings, lambda _: None)
    story.title("Open University Learning Analytics dataset (Kuzilek et al. 2017, CC BY 4.0)")
    story.step("People and modules")
    with story.working("Importing users and trainings ..."):
        imported = _import_people_and_modules(settings, data)
    for counts in imported:
        story.say(
            f"{counts['read']:,} {counts['kind']}: {counts['inserted']:,} new,"
            f" {counts['updated']:,} updated, {counts['skipped']:,} there already."
        )

    story.step(f"{len(data.presentations)} presentations; beside each, what was new")
    campaigns = list(_take_all(settings, story, data))

    if any(row["audit_seq"] is None for row in campaigns):
        story.say(
            "Of a module only the active presentation can be recertified; zeros stand for the"
            " earlier ones, as nothing was done for them."
        )

    story.step("The audit log")
    story.say(f"{ground.verified(settings)['rows_checked']:,} rows; every hash and link fits.")
    story.end()
    return campaigns


def _import_people_and_modules(settings: Settings, data: Oulad) -> list[dict[str, Any]]:
    mark = json.dumps({ground.MARK: "oulad"})
    users = ground.load_rows(
        settings,
        "users",
        "students.csv",
        (*USER_COLUMNS, "role"),
        [
            *((number, name, "", mark, role) for number, name, role in _STAFF),
            *((*student, "employee") for student in data.students),
        ],
    )
    trainings = ground.load_rows(
        settings,
        "trainings",
        "modules.csv",
        ("name", "category"),
        [(module, "Open University module") for module in data.modules],
        _QUALITY_ADMIN,
    )
    return [users, trainings]


def _take_all(settings: Settings, story: Story, data: Oulad) -> Iterator[dict[str, Any]]:
    """Take the presentations in order; give what each recertification came to."""
    begun: set[str] = set()
    for place, presentation in enumerate(data.presentations, start=1):
        name = f"{presentation.module} {presentation.label}"
        with story.working(f"{name} ({place} of {len(data.presentations)}) ..."):
            row, note = _decide(settings, presentation, presentation.module not in begun)
            begun.add(presentation.module)
            registered, passed = _import_records(settings, presentation)
        story.say(f"{name:<11}{note:<30}{registered:>5,} registrations {passed:>6,} results")
        if row is not None:
            yield row


def _decide(
    settings: Settings, presentation: Presentation, is_first: bool
) -> tuple[dict[str, Any] | None, str]:
    """Bring the version into force; what recertifying came to (None for a first), and a note."""
    module, label = presentation.module, presentation.label
    with ground.acting(settings, None) as connection:
        state = ground.version_state(connection, module, label)
    if state in {None, "draft"}:
        with ground.acting(settings, _AUTHOR) as connection:
            api.submit_version(
                connection,
                training=module,
                label=label,
                content=presentation.content,
                sources=[presentation.source],
                change_reason=_SUBMITTED,
            )
        state = "pending_review"
    with ground.acting(settings, _QUALITY_ADMIN) as connection:
        if state == "pending_review":
            row = api.approve_version(
                connection,
                training=module,
                label=label,
                change_reason=_APPROVED,
                recertify_everyone=not is_first,
            )
            if is_first:
                return None, "the first of its module"
            return row, _outcome(row)
        if is_first:
            return None, f"{state} already"
        if state == "active":
            row = api.recertify(connection, training=module, label=label, change_reason=_APPROVED)
            return row, f"active: {_outcome(row)}"
        row = ground.nothing_done(connection, module, label)
        return row, f"{state}: nothing to do"


def _outcome(row: dict[str, Any]) -> str:
    return f"{row['created']:,} of {row['population']:,} enrolled anew"


def _import_records(settings: Settings, presentation: Presentation) -> tuple[int, int]:
    """Import registrations, then results; how many of each were new."""
    name = f"{presentation.module}-{presentation.label}"
    inserted = []
    for kind, file, columns, rows in (
        ("assignments", "registrations", ASSIGNMENT_COLUMNS, presentation.registrations),
        ("evidence", "results", EVIDENCE_COLUMNS, presentation.results),
    ):
        counts = {"inserted": 0}
        if rows:
            counts = ground.load_rows(
                settings, kind, f"{name}-{file}.csv", columns, rows, _QUALITY_ADMIN
            )
        inserted.append(counts["inserted"])
    return inserted[0], inserted[1]
