"""The overview and the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.reports.site import charts, reading, words
from pipeline.reports.site.registers import TABLES
from pipeline.reports.site.writing import Writer

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

_MEANINGS = {
    "due": "still have time",
    "in_grace": "past the due date, within the grace",
    "overdue": "past due date and grace",
    "expired": "evidence no longer holds",
    "exempt": "not required while the exemption holds",
}


def write_overview(connection: Connection, writer: Writer) -> None:
    """Write the first page and the matrix."""
    totals = _with_share(reading.row(connection, "totals"))
    days = [_with_share(day) for day in reading.rows(connection, "trend")]
    campaigns = reading.rows(connection, "recertifications")
    buckets = dict.fromkeys(words.BUCKETS, 0)
    for row in reading.rows(connection, "aging"):
        buckets[row["bucket"]] += row["people"]
    aging = [(bucket, people) for bucket, people in buckets.items() if people]
    named = [(words.word(bucket), people) for bucket, people in aging]
    label = _trend_told(days)
    writer.page(
        "index.html",
        "index.html",
        "Overview",
        totals=totals,
        meanings=_MEANINGS,
        trend=bool(days),
        trend_chart=charts.trend(days, label) if days else "",
        trend_label=label,
        trend_rows=[
            (
                day["day"],
                words.share(day["percent_compliant"]),
                day["compliant"],
                day["required"],
                day["overdue"],
            )
            for day in reversed(days)
        ],
        aging=aging,
        aging_chart=charts.aging(named, _aging_told(named)) if aging else "",
        controls=results(connection),
        running=[row for row in campaigns if row["open"] or row["state"] == "enrolling"],
        recertifications=len(campaigns),
        forecast=reading.rows(connection, "forecast"),
        tables=[table for table in TABLES if writer.is_small or not table.is_per_person],
    )
    cells = reading.rows(connection, "matrix")
    writer.page(
        "matrix.html",
        "matrix.html",
        "Compliance matrix",
        totals=totals,
        departments=reading.rows(connection, "departments"),
        trainings=[row for row in reading.rows(connection, "trainings") if _concerns(row)],
        cells={(cell["department"], cell["training_id"]): cell for cell in cells},
    )


def results(connection: Connection) -> list[dict[str, Any]]:
    """How many controls came out how, none of a kind too; empty where there is no control."""
    found = {row["result"]: row["controls"] for row in reading.rows(connection, "controls")}
    if not found:
        return []
    return [
        {"result": result, "controls": found.get(result, 0)}
        for result in ("pass", "fail", "not_applicable")
    ]


def _with_share(sums: dict[str, Any]) -> dict[str, Any]:
    """Counts of everybody, with the percentage of them, which no mart has."""
    return sums | {"percent_compliant": words.percent(sums["compliant"], sums["required"])}


def _concerns(training: dict[str, Any]) -> bool:
    return any(training[status] for status in words.STATUSES)


def _trend_told(days: list[dict[str, Any]]) -> str:
    told = [day for day in days if day["percent_compliant"] is not None]
    if not told:
        return "Share compliant by day"
    first, last = told[0], told[-1]
    return (
        f"Share compliant by day: {words.share(first['percent_compliant'])} % on {first['day']},"
        f" {words.share(last['percent_compliant'])} % on {last['day']}"
    )


def _aging_told(aging: list[tuple[str, int]]) -> str:
    return "Overdue: " + ", ".join(f"{people:,} for {bucket}" for bucket, people in aging)
