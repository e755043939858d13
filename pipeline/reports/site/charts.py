"""The charts: drawn to SVG when the site is built, in the colours of the page that shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from markupsafe import Markup

Row = dict[str, Any]

_WIDTH = 640

_TAG = re.compile(r"<[^>]+>")

#: Names of parts that would be read out one by one: the label of the whole says what it shows.
_NOT_SHOWN = re.compile(
    r' (?:xmlns(?::\w+)?|version|class|role|aria-[a-z]+|pointer-events)="[^"]*"'
)

_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": "transparent"},
    "axis": {
        "labelColor": "var(--ink)",
        "titleColor": "var(--ink)",
        "gridColor": "var(--line)",
        "domainColor": "var(--muted)",
        "tickColor": "var(--muted)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "padding": {"left": 16, "right": 70, "top": 8, "bottom": 8},
    "text": {"color": "var(--ink)", "fontSize": 12},
}


def _at(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _time(title: str | None = None) -> Any:
    import altair as alt

    return alt.X(
        "at:T",
        scale=alt.Scale(type="utc"),
        title=title,
        axis=alt.Axis(tickCount=6, labelOverlap=True, format="%-d %b %Y"),
    )


def _chart(values: list[dict[str, Any]]) -> Any:
    import altair as alt

    # Data has no types in Altair itself
    return alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call]


def _drawn(chart: Any, label: str) -> Markup:
    """The chart as SVG to be set into a page; ``label`` says what it shows."""
    import vl_convert

    specification = chart.to_dict(validate=False)
    specification["config"] = _CONFIG
    svg = vl_convert.vegalite_to_svg(specification)
    svg = _TAG.sub(lambda tag: _NOT_SHOWN.sub("", tag[0]), svg)
    opening = Markup('<svg class="chart" role="img" aria-label="{}"').format(label)
    return Markup(svg.replace("<svg", opening, 1))  # noqa: S704  # drawn from numbers and dates


def trend(days: Sequence[Row], label: str) -> Markup:
    """The share of compliant, day by day."""
    import altair as alt

    values: list[dict[str, Any]] = [
        {"at": _at(row["day"]), "percent": float(row["percent_compliant"])}
        for row in days
        if row["percent_compliant"] is not None
    ]
    lowest = min((value["percent"] for value in values), default=0)
    chart = _chart(values).encode(
        x=_time(),
        y=alt.Y(
            "percent:Q",
            title="% compliant",
            scale=alt.Scale(domain=[max(0, 10 * int(lowest / 10) - 10), 100]),
        ),
    )
    line = chart.mark_line(color="var(--blue)", strokeWidth=2, interpolate="step-after")
    points = chart.mark_point(color="var(--blue)", filled=True, size=60 if len(values) < 60 else 0)
    return _drawn((line + points).properties(width=410, height=170), label)


def aging(buckets: Sequence[tuple[str, int]], label: str) -> Markup:
    """How many people are overdue for how long."""
    import altair as alt

    values = [{"range": name, "people": people} for name, people in buckets]
    chart = _chart(values).encode(
        y=alt.Y("range:N", sort=None, title=None),
        x=alt.X(
            "people:Q", title="people and trainings", axis=alt.Axis(tickMinStep=1, tickCount=5)
        ),
    )
    bars = chart.mark_bar(color="var(--red)", height=18)
    numbers = chart.mark_text(align="left", dx=5).encode(text=alt.Text("people:Q", format=","))
    return _drawn((bars + numbers).properties(width=330, height=130), label)


def completion(days: Sequence[Row], as_of: datetime, label: str) -> Markup:
    """The share of those assigned who completed, day by day, against due date and grace."""
    import altair as alt

    values = [
        {"at": _at(row["day"] + timedelta(days=1)), "percent": float(row["percent"])}
        for row in days
    ]
    due, overdue = days[0]["due_at"], days[0]["overdue_at"]
    now = as_of.astimezone(UTC)
    marks = [{"at": due.isoformat(), "what": "first due", "dash": "due", "height": 104}]
    if overdue > due:
        marks.append(
            {"at": overdue.isoformat(), "what": "last overdue", "dash": "overdue", "height": 112}
        )
    marks.append({"at": now.isoformat(), "what": "build", "dash": "build", "height": 120})
    domain = alt.Scale(domain=[0, 124])
    curve = (
        _chart(values)
        .mark_area(
            color="var(--blue)",
            fillOpacity=0.18,
            line={"color": "var(--blue)", "strokeWidth": 2},
            interpolate="step-after",
        )
        .encode(
            x=_time(),
            y=alt.Y(
                "percent:Q",
                title="% completed",
                scale=domain,
                axis=alt.Axis(values=[0, 25, 50, 75, 100]),
            ),
        )
    )
    lines = _chart(marks).encode(x=_time(), y=alt.Y("height:Q", scale=domain))
    colours = alt.Scale(
        domain=["due", "overdue", "build"], range=["var(--orange)", "var(--red)", "var(--muted)"]
    )
    rules = lines.mark_rule(strokeWidth=1.5).encode(
        y=alt.value(0),
        y2=alt.value(180),
        color=alt.Color("dash:N", scale=colours, legend=None),
        strokeDash=alt.StrokeDash(
            "dash:N",
            scale=alt.Scale(domain=["due", "overdue", "build"], range=[[6, 3], [2, 2], [1, 0]]),
            legend=None,
        ),
    )
    names = lines.mark_text(align="left", dx=4).encode(text="what:N")
    return _drawn((curve + rules + names).properties(width=_WIDTH, height=180), label)


def timeline(versions: Sequence[Row], as_of: datetime, label: str) -> Markup:
    """When each version was in force."""
    import altair as alt

    values = [
        {
            # the place keeps labels apart that read alike
            "place": place,
            "from": row["activated_at"].astimezone(UTC).isoformat(),
            "to": (row["deactivated_at"] or as_of).astimezone(UTC).isoformat(),
            "state": "in force" if row["deactivated_at"] is None else "earlier",
        }
        for place, row in enumerate(versions)
    ]
    labels = {place: _short(row["version"]) for place, row in enumerate(versions)}
    names = [labels[place] for place in range(len(versions))]
    chart = (
        _chart(values)
        .mark_bar(height=14)
        .encode(
            x=alt.X(
                "from:T",
                scale=alt.Scale(type="utc"),
                title=None,
                axis=alt.Axis(tickCount=7, labelOverlap=True, format="%b %Y"),
            ),
            x2="to:T",
            y=alt.Y(
                "place:O",
                title=None,
                axis=alt.Axis(labelExpr=_label_expression(names)),
            ),
            color=alt.Color(
                "state:N",
                scale=alt.Scale(
                    domain=["in force", "earlier"], range=["var(--blue)", "var(--muted)"]
                ),
                legend=None,
            ),
        )
    )
    return _drawn(chart.properties(width=_WIDTH, height=max(30, 26 * len(versions))), label)


def _short(text: str) -> str:
    return text if len(text) <= 18 else f"{text[:17]}…"


def _label_expression(names: Sequence[str]) -> str:
    """A Vega expression for the names of places, which holds them as texts and nothing else."""
    import json

    return f"{json.dumps(list(names))}[datum.value]"
