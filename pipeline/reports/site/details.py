"""The pages of trainings, of recertifications, and of a department and a training."""

from __future__ import annotations

import shlex
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from pipeline.reports.site import charts, reading
from pipeline.reports.site.words import OUTCOMES, percent, share, word
from pipeline.reports.site.writing import Writer

if TYPE_CHECKING:
    import psycopg

    from pipeline.reports.standing import Standing

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

#: Days that the numbers below a curve have at most; the curve has all.
_LISTED = 60

_MEANINGS = {
    "created": "enrolled anew",
    "already_enrolled": "had the assignment already, by an import or because they came back",
    "already_current": "held current evidence on the new version",
    "inactive": "had left",
    "exempt": "had an exemption in force",
}


class Details:
    """Writes them, from what is read once for all of them."""

    def __init__(self, connection: Connection, standing: Standing, writer: Writer) -> None:
        self._connection = connection
        self._standing = standing
        self._writer = writer
        self._trainings = reading.rows(connection, "trainings")
        self._versions = reading.grouped(connection, "versions", "training_id")
        self._campaigns = reading.rows(connection, "recertifications")
        self._runs = reading.grouped(connection, "runs", "campaign_id")
        self._changes = reading.grouped(connection, "changes", "training_id")
        self._exposures = reading.grouped(connection, "exposures", "training_id")
        self._curves = reading.grouped(connection, "curves", "campaign_id")
        self._drawn: dict[int, Row] = {}

    def write_trainings(self) -> None:
        """Write a page for each training."""
        campaigns = defaultdict(list)
        for campaign in self._campaigns:
            campaigns[campaign["training_id"]].append(campaign)
        for training in self._trainings:
            key = training["training_id"]
            versions = self._versions[key]
            ever = [version for version in versions if version["activated_at"]]
            label = "Versions in force, from the first to the present one"
            self._writer.page(
                f"trainings/{key}.html",
                "training.html",
                training["training"],
                here="trainings.html",
                training=training,
                versions=versions,
                timeline=charts.timeline(ever, self._standing.as_of, label) if ever else "",
                timeline_label=label,
                curve=self._curve_of(key),
                campaigns=campaigns[key],
                changes=self._changes[key],
                exposures=self._exposures[key],
            )

    def write_recertifications(self, people: dict[int, Row], nobody: Row | None) -> None:
        """Write a page for each; ``people`` tells of the tables of those who have one."""
        from pipeline.reports.site.registers import OUTCOMES as TABLE

        names = Counter(campaign["campaign"] for campaign in self._campaigns)
        for campaign in self._campaigns:
            key = campaign["campaign_id"]
            parts = [f"{campaign[name]:,} {word(name)}" for name in OUTCOMES]
            told = f"{' + '.join(parts)} = {sum(campaign[name] for name in OUTCOMES):,}"
            self._writer.page(
                f"recertifications/{key}.html",
                "recertification.html",
                campaign["campaign"],
                here="recertifications.html",
                campaign=campaign,
                runs=self._runs[key],
                sum_told=told,
                meanings=_MEANINGS,
                curve=self._curve(key),
                # the register has no more than the name
                is_only=names[campaign["campaign"]] == 1,
                table=TABLE,
                told=people.get(key, nobody),
            )

    def write_cells(self, places: dict[tuple[str, int], int]) -> None:
        """Write a page for each department and training."""
        aging = defaultdict(list)
        for row in reading.rows(self._connection, "aging"):
            aging[row["department"], row["training_id"]].append(row)
        exposures = defaultdict(list)
        for rows in self._exposures.values():
            for row in rows:
                exposures[row["department"], row["training_id"]].append(row)
        for cell in reading.rows(self._connection, "matrix"):
            key = (cell["department"], cell["training_id"])
            self._writer.page(
                f"cells/{places[key]}.html",
                "cell.html",
                f"{cell['training']}, {cell['department']}",
                here="matrix.html",
                cell=cell,
                aging=aging[key],
                exposures=exposures[key],
                command=_command(cell),
                sql=_sql(cell),
            )

    def _curve_of(self, training_id: int) -> Row | None:
        """The curve of the newest recertification of a training, else of its newest campaign."""
        found = [
            (rows[0]["kind"] == "recertification", key)
            for key, rows in self._curves.items()
            if rows[0]["training_id"] == training_id
        ]
        return self._curve(max(found)[1]) if found else None

    def _curve(self, campaign_id: int) -> Row | None:
        days = self._curves.get(campaign_id)
        if not days:
            return None
        if campaign_id not in self._drawn:
            self._drawn[campaign_id] = self._draw(days)
        return self._drawn[campaign_id]

    def _draw(self, days: list[Row]) -> Row:
        completed, people = 0, days[0]["people"]
        for day in days:
            completed += day["completed"]
            day |= {"so_far": completed, "percent": percent(completed, people)}
        label = f"Completed, day by day: {completed:,} of {people:,} people at the build"
        return {
            **days[0],
            "completed": completed,
            "label": label,
            "chart": charts.completion(days, self._standing.as_of, label),
            "rows": [
                (day["day"], day["so_far"], share(day["percent"]))
                for day in reversed(days[-_LISTED:])
            ],
        }


def _conditions(cell: Row) -> list[tuple[str, str | None]]:
    # (none) stands for people without a department
    department = None if cell["department"] == "(none)" else cell["department"]
    return [("department", department), ("training", cell["training"])]


def _command(cell: Row) -> str:
    conditions = [
        part for name, value in _conditions(cell) for part in ("--where", f"{name}={value or ''}")
    ]
    command = ["recert", "report", "export", "user_training_status", *conditions]
    return shlex.join([*command, "--to", "people.csv"])


def _sql(cell: Row) -> str:
    from psycopg import sql

    conditions = [
        f"{name} is null" if value is None else f"{name} = {sql.Literal(value).as_string(None)}"
        for name, value in _conditions(cell)
    ]
    return (
        "select employee_number, full_name, compliance_status, due_at, overdue_since\n"
        f"from mart_compliance.user_training_status\nwhere {' and '.join(conditions)}\n"
        "    and is_active\norder by compliance_status, employee_number;"
    )
