"""The results as a table and a chart: for the terminal, and in ``docs/performance.md``."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

DOCS = Path(__file__).parents[1] / "docs"
PAGE = DOCS / "performance.md"
CHART = DOCS / "performance.svg"

#: The page tells of so many people, and of medians of at least so many pairs.
USERS = 1_000_000
PAIRS = 5

_BETWEEN = re.compile(r"(?<=<!-- results -->\n).*?(?=<!-- end of results -->)", re.DOTALL)

_WIDTH, _ROW, _LEFT, _RIGHT = 760, 26, 180, 90
#: The bar of each figure stands in the middle; a quarter and four times of it at the sides.
_DECADES = math.log10(4)


def as_text(results: list[dict[str, Any]]) -> str:
    """One line a figure."""
    return "\n".join(
        f"{result['figure']:<20} {result['ratio']:>8.3f} of {_bar(result):<14}"
        f" {'holds' if result['holds'] else 'MISSES ITS BAR'}"
        for result in results
    )


def is_whole(results: dict[str, dict[str, Any]], names: list[str]) -> bool:
    """Whether they are what the page tells of."""
    return set(names) <= set(results) and all(
        result["users"] == USERS and result["pairs"] >= PAIRS for result in results.values()
    )


def _bar(result: dict[str, Any]) -> str:
    return f"at {'least' if result['is_least'] else 'most'} {result['bar']:g}"


def _table(results: list[dict[str, Any]]) -> str:
    rows = [
        "| figure | what is compared | median ratio | bar | lowest to highest | medians |",
        "|---|---|---:|---|---|---|",
    ]
    for result in results:
        ratio = f"{result['ratio']:g}"
        rows.append(
            f"| {result['figure']} | {result['means']} |"
            f" {ratio if result['holds'] else f'**{ratio}, missed**'} | {_bar(result)} |"
            f" {result['lowest']:g} to {result['highest']:g} |"
            f" {result['first']:g} and {result['second']:g} {result['unit']} |"
        )
    days = sorted(result["measured_on"] for result in results)
    revisions = ", ".join(dict.fromkeys(result["revision"] for result in results))
    processors = " or ".join(dict.fromkeys(str(result["processors"]) for result in results))
    rows += [
        "",
        f"Measured {_period(days)} with {processors} processors on PostgreSQL {_version(results)},"
        f" at {revisions}.",
    ]
    return "\n".join(rows)


def _period(days: list[str]) -> str:
    return f"on {days[0]}" if days[0] == days[-1] else f"from {days[0]} to {days[-1]}"


def _version(results: list[dict[str, Any]]) -> str:
    return ", ".join(dict.fromkeys(result["server_version"] for result in results))


def _chart(results: list[dict[str, Any]]) -> str:
    """How far from its bar each figure is, on a logarithmic scale: to the left of it is better."""
    height = _ROW * len(results) + 50
    plot = _WIDTH - _LEFT - _RIGHT
    middle = _LEFT + plot / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        ' font-family="sans-serif" font-size="12" role="img">',
        "<title>Each figure against its bar</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="white"/>',
    ]
    for place, result in enumerate(results):
        top = 10 + place * _ROW
        share = result["ratio"] / result["bar"]
        distance = math.log10(share if not result["is_least"] else 1 / share) / _DECADES
        end = middle + max(-1.0, min(1.0, distance)) * plot / 2
        colour = "#2a7f62" if result["holds"] else "#c0392b"
        x, width = min(middle, end), max(1.0, abs(end - middle))
        parts += [
            f'<text x="{_LEFT - 8}" y="{top + 15}" text-anchor="end">'
            f"{escape(result['figure'])}</text>",
            f'<rect x="{x:.1f}" y="{top + 3}" width="{width:.1f}" height="{_ROW - 8}"'
            f' fill="{colour}"/>',
            f'<text x="{_WIDTH - _RIGHT + 8}" y="{top + 15}">{result["ratio"]:.4g}'
            f" ({'≥' if result['is_least'] else '≤'} {result['bar']:g})</text>",
        ]
    bottom = 10 + len(results) * _ROW
    parts.append(
        f'<line x1="{middle}" y1="6" x2="{middle}" y2="{bottom + 4}" stroke="black"/>'
        f'<text x="{middle}" y="{bottom + 20}" text-anchor="middle">its bar</text>'
        f'<text x="{_LEFT}" y="{bottom + 20}" fill="#2a7f62">four times better, or more</text>'
        f'<text x="{_WIDTH - _RIGHT}" y="{bottom + 20}" text-anchor="end" fill="#c0392b">'
        "four times worse, or more</text></svg>"
    )
    return "\n".join(parts) + "\n"


def write(results: list[dict[str, Any]]) -> None:
    """Put the table into the page and draw the chart beside it."""
    CHART.write_text(_chart(results), encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    told = f"\n![Each figure against its bar](performance.svg)\n\n{_table(results)}\n\n"
    PAGE.write_text(_BETWEEN.sub(lambda _: told, page), encoding="utf-8")
