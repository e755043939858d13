"""The tables of the site: which columns each has, and how its rows are written for the browser.

A page that opens from disk may not fetch anything, so the rows of a table are a script that hands
them over. They are kept by column, each value once, sorted, and the rows as places in that list:
small to read, and in order before the browser sorts anything.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from pipeline.output import harmless
from pipeline.reports.site.words import SHARES, percent

#: A column with at most so many different values is filtered by choosing one of them.
CHOSEN = 60


@dataclass(frozen=True)
class Column:
    """A column of a table.

    ``kind`` is text, number, time, status (a term, shown with its glyph), long (text that may have
    many lines), id (a number that is copied, not compared) or hash. ``link`` names the kind of
    page that a value leads to, ``key`` the column of the query that has the number of that page.
    ``counts`` are the statuses of people that a number counts: it leads to them.
    """

    name: str
    kind: str = "text"
    title: str = ""
    link: str = ""
    key: str = ""
    counts: tuple[str, ...] = ()

    @property
    def heading(self) -> str:
        """What stands above it."""
        return self.title or self.name.replace("_", " ")


@dataclass(frozen=True)
class Table:
    """A page with a table: its rows are those of the query ``tables_<name>``.

    ``mart`` has all of them, ``order`` is the column that it is first sorted by, descending where
    it begins with a minus. ``identified_by`` are the columns that say whom its numbers count.
    ``is_per_person`` tells that it grows with the number of people, and is
    not written for a company of very many.
    """

    name: str
    title: str
    intro: str
    mart: str
    columns: tuple[Column, ...]
    order: str
    is_per_person: bool = False
    identified_by: tuple[str, ...] = ()


def person(name: str = "employee_number", title: str = "person") -> Column:
    """A column with a person's number, which leads to their page."""
    return Column(name, title=title, link="people", key="user_id")


def training() -> Column:
    """A column with a training, which leads to its page."""
    return Column("training", link="trainings", key="training_id")


def counted(*statuses: str, name: str = "") -> Column:
    """A column with the number of those who have one of these statuses."""
    return Column(name or statuses[0], "number", counts=statuses)


_REQUIRED = counted("compliant", "due", "in_grace", "overdue", "expired", name="required")

_COUNTS = (
    _REQUIRED,
    *(counted(name) for name in ("compliant", "due", "in_grace", "overdue", "expired", "exempt")),
)


def _columns(*given: Column | str) -> tuple[Column, ...]:
    """Columns as they are told below: a name, or a name and a kind behind a colon."""
    columns = []
    for column in given:
        if isinstance(column, str):
            name, _, kind = column.partition(":")
            columns.append(Column(name, kind or "text"))
        else:
            columns.append(column)
    return tuple(columns)


TABLES = (
    Table(
        "status",
        "Status of people",
        "Who is compliant with what, at the moment of the build: a row for each person and "
        "training for which there is an obligation or evidence.",
        "mart_compliance.user_training_status",
        _columns(
            person(), "full_name", "department", "location",
            Column("is_active", title="active"), training(), "compliance_status:status",
            "active_version", "evidence_version", "evidence_completed_at:time",
            Column("recertification_status", "status", "evidence flag"), "campaign",
            "assignment_status:status", "due_at:time", "overdue_since:time",
            Column("bucket", "status", "overdue for"),
        ),
        "employee_number",
        is_per_person=True,
    ),
    Table(
        "people",
        "People",
        "Everybody, also those who have left. The numbers count the trainings of each person.",
        "mart_compliance.dim_user",
        _columns(
            person(), "full_name", "role:status", Column("is_active", title="active"),
            "department", "location", "line", "manager", counted("compliant"),
            counted("due", "in_grace", name="open"), counted("overdue"), counted("expired"),
        ),
        "employee_number",
        is_per_person=True,
        identified_by=("employee_number",),
    ),
    Table(
        "evidence",
        "Evidence register",
        "All evidence, the superseded and expired too: a row for each record. Nothing is ever "
        "deleted from it.",
        "mart_audit.evidence_register",
        _columns(
            "evidence_id:id", person(), "full_name", training(), "version", "completed_at:time",
            "recorded_at:time", "score:number",
            Column("recertification_status", "status", "flag"), "superseded_at:time",
            "superseded_by_campaign", Column("is_imported", title="imported"),
            Column("is_signed", title="signed"), "content_sha256:hash",
        ),
        "-evidence_id",
        is_per_person=True,
    ),
    Table(
        "assignments",
        "Assignments",
        "Who was assigned what, and what became of it: a row for each assignment of every "
        "campaign.",
        "mart_compliance.fct_assignment",
        _columns(
            person(), "full_name", "department", Column("is_active", title="active"), training(),
            "version",
            Column("campaign", link="recertifications", key="recertification_id"),
            "kind:status", "standing:status", "status:status", "assigned_at:time",
            "started_at:time", "due_at:time", "overdue_since:time", "completed_at:time",
            "days_to_complete:number", Column("is_imported", title="imported"),
        ),
        "-assigned_at",
        is_per_person=True,
    ),
    Table(
        "signatures",
        "Signatures",
        "Every electronic signature with the text that was shown and signed, word for word.",
        "mart_audit.signature_register",
        _columns(
            "signature_id:id", "signed_at:time", person(), "full_name", training(), "version",
            "evidence_id:id", "completed_at:time", "method:status", "manifestation:long",
            "client_addr", Column("is_by_import", title="by import"), "file_name",
        ),
        "-signed_at",
        is_per_person=True,
    ),
    Table(
        "exemptions",
        "Exemptions",
        "Who need not take what, until when, and who said so and why; the ended ones too.",
        "mart_audit.exemption_register",
        _columns(
            "exemption_id:id", person(), "full_name", training(),
            Column("holds", title="in force"), "granted_at:time", "valid_until:time",
            "granted_by", "granted_by_name", "reason:long",
        ),
        "-granted_at",
        is_per_person=True,
    ),
    Table(
        "expiring",
        "Expiring evidence",
        "Evidence that expires within 90 days of the build, or waits for the next scan.",
        "mart_compliance.expiring_evidence",
        _columns(
            person(), "full_name", "department", "location", training(), "version",
            "completed_at:time", "expires_at:time", "within_days:number",
            Column("is_leading", title="status stands on it"),
        ),
        "expires_at",
        is_per_person=True,
    ),
    Table(
        "trainings",
        "Trainings",
        "What must be learnt, and how compliant people are with it. A name leads to versions, "
        "decisions and exposure.",
        "mart_compliance.compliance_by_training",
        _columns(
            training(), "category", "active_version", "active_since:time",
            Column("percent_compliant", "number", "% compliant"), *_COUNTS, "versions:number",
            Column("versions_pending_review", "number", "pending review"),
            Column("requires_signature", title="signature"),
        ),
        "training",
        identified_by=("training",),
    ),
    Table(
        "recertifications",
        "Recertifications",
        "Each recertification: who decided it and why, and how far it is. A name leads to what "
        "was done with each person.",
        "mart_compliance.recertification_campaigns",
        _columns(
            Column("campaign", link="recertifications", key="campaign_id"), training(), "version",
            "run_by", "change_reason:long", "first_run_at:time", "due_at:time", "state:status",
            "runs:number", "population:number", "assigned:number", "completed:number",
            "open:number", "overdue:number",
            Column("percent_completed", "number", "% completed"), "evidence_superseded:number",
        ),
        "-first_run_at",
    ),
    Table(
        "cells",
        "Departments and trainings",
        "The compliance matrix as a table: a row for each department and training that concerns "
        "somebody there. People who have left are not counted.",
        "mart_compliance.compliance_matrix",
        _columns(
            "department", training(), Column("percent_compliant", "number", "% compliant"),
            *_COUNTS, counted("not_required"),
        ),
        "department",
        identified_by=("department", "training"),
    ),
    Table(
        "exposure",
        "Exposure",
        "For how long people were without evidence on a version in force that concerned them, "
        "by version and department.",
        "mart_compliance.untrained_exposure",
        _columns(
            training(), "version", "department", "activated_at:time", "deactivated_at:time",
            "people:number", "person_days:number", "people_still_exposed:number",
            "longest_days:number",
        ),
        "-person_days",
    ),
    Table(
        "approvals",
        "Approvals",
        "Every approval and rejection of a version: who decided, whose it is, and why. Versions "
        "that a history import brought into force are here, too: nobody approved them here.",
        "mart_audit.approval_register",
        _columns(
            training(), "version", "decision:status", "state:status", "author", "author_name",
            "decided_by", "decided_by_name",
            Column("decided_by_role", "status", "their role then"), "reason:long",
            "sources:long", "submitted_at:time", "decided_at:time", "days_waited:number",
            "activated_at:time", "deactivated_at:time", Column("is_imported", title="imported"),
        ),
        "-decided_at",
    ),
    Table(
        "audit",
        "Audit trail",
        "Who did what, when and why: a row for each row of the audit log. Each hash is made of "
        "the one before and the payload; the export of the log has both, for verifying.",
        "mart_audit.audit_trail",
        _columns(
            "seq:id", "occurred_at:time", "actor", "actor_name", "action:status", "entity_type",
            "entity_id", training(), "sentence:long", "change_reason:long", "before:long",
            "after:long", "db_role", "client_addr", "hash:hash",
        ),
        "-seq",
    ),
    Table(
        "controls",
        "Controls",
        "What has to be true of the record, and what came of looking at all of it in this build.",
        "mart_audit.control_checks",
        _columns(
            "result:status", "name", "severity", "shows:long", "checked:number", "failed:number",
            "accepted:number", "accepted_until", "failed_ids:long", "note:long", "owner", "rule",
            "control_id",
        ),
        "result",
    ),
    Table(
        "imports",
        "Imports",
        "Every load of a file: which, by whom, and what came of it.",
        "mart_audit.import_register",
        _columns(
            "import_id:id", "imported_at:time", "kind", "file_name", "imported_by",
            "imported_by_name", "rows_read:number", "inserted:number", "updated:number",
            "skipped:number", "rejected:number", Column("is_partial", title="partial"),
            "audit_seq:id", "file_sha256:hash",
        ),
        "-import_id",
    ),
)  # fmt: skip

#: The people of one recertification: a table on its page, not a page of its own.
OUTCOMES = Table(
    "outcomes",
    "What became of everybody",
    "",
    "mart_audit.recertification_ledger",
    _columns(
        person(), "full_name", "department", "location", Column("is_active", title="active"),
        "outcome:status", "runs:number", "first_run_at:time",
        Column("standing", "status", "assignment"), "assigned_at:time", "due_at:time",
        "completed_at:time",
    ),
    "employee_number",
    is_per_person=True,
)  # fmt: skip


def _plain(value: Any) -> Any:
    """A value as the browser gets it: times as seconds since 1970, numbers as numbers."""
    match value:
        case bool():
            return "yes" if value else "no"
        case datetime():
            return int(value.astimezone(UTC).timestamp())
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case int() | float():
            return value
        case _:
            return harmless(str(value))


class Encoded:
    """A table on its way to the browser: columns of places in a sorted list of values."""

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self.table = table
        self.rows = 0
        self._places = [
            tuple(names.index(name) for name in SHARES.get(column.name, (column.name,)))
            for column in table.columns
        ]
        self._keys = [names.index(c.key) if c.key else None for c in table.columns]
        self._codes = [array("i") for _ in table.columns]
        self._values: list[dict[tuple[Any, int | None], int]] = [{} for _ in table.columns]

    def add(self, row: Sequence[Any]) -> None:
        """Take a row of the query."""
        self.rows += 1
        for at, places in enumerate(self._places):
            told, key = [row[place] for place in places], self._keys[at]
            value = percent(*told) if len(told) > 1 else told[0]
            if value is None:
                self._codes[at].append(-1)
                continue
            values = self._values[at]
            # two campaigns may have one name: each leads to its own page
            pair = (value, row[key] if key is not None else None)
            self._codes[at].append(values.setdefault(pair, len(values)))

    @property
    def blank(self) -> list[str]:
        """Headings of the columns without a value in any row: they are not shown."""
        columns = zip(self.table.columns, self._values, strict=True)
        return [column.heading for column, values in columns if not values]

    def script(self, pages: dict[str, set[int] | None], *, leads: bool) -> str:
        """The script that hands the rows over.

        ``pages`` has the numbers of the pages of each kind that are written, None for all;
        ``leads`` tells that there are rows of people for numbers to lead to.
        """
        columns = [
            self._column(at, pages, leads=leads) for at, values in enumerate(self._values) if values
        ]
        order = self.table.order
        document = {
            "name": self.table.name,
            "rows": self.rows,
            "order": order.removeprefix("-"),
            "descending": order.startswith("-"),
            "identified": list(self.table.identified_by),
            "columns": columns,
        }
        text = json.dumps(document, separators=(",", ":"), sort_keys=True)
        return f"recertTable({text});\n"

    def _column(self, at: int, pages: dict[str, set[int] | None], *, leads: bool) -> dict[str, Any]:
        column, values = self.table.columns[at], self._values[at]
        written = pages.get(column.link)
        # what differs only in what is not shown is one value for whoever looks at it
        shown = {
            code: (_plain(value), page if page and (written is None or page in written) else 0)
            for (value, page), code in values.items()
        }
        ordered = sorted(set(shown.values()), key=lambda told: (*_sorting(told[0]), told[1]))
        new = {told: place for place, told in enumerate(ordered)}
        moved = {code: new[told] for code, told in shown.items()}
        moved[-1] = -1
        told: dict[str, Any] = {
            "name": column.name,
            "title": column.heading,
            "kind": column.kind,
            "values": [value for value, _ in ordered],
            "codes": [moved[code] for code in self._codes[at]],
            "chosen": len(ordered) <= CHOSEN and column.kind in ("text", "status"),
        }
        if column.counts and leads:
            told["counts"] = column.counts
        links = [page for _, page in ordered]
        if any(links):
            told |= {"link": column.link, "links": links}
        return told


def _sorting(value: Any) -> tuple[Any, ...]:
    """Numbers by size, texts as people look for them: E-9 before E-10, a before B."""
    if isinstance(value, str):
        return (1, value.casefold(), value)
    return (0, value)


def encoded(
    table: Table, names: Sequence[str], rows: Iterable[Sequence[Any]], most: int
) -> Encoded:
    """At most so many rows of a query."""
    taken = Encoded(table, names)
    for row in rows:
        if taken.rows == most:
            break
        taken.add(row)
    return taken
