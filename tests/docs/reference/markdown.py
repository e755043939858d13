"""What the generated pages have in common: text, tables and anchors in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: The first line of each page, which a reader does not see.
MADE = "<!-- made by python -m tests.docs.reference: edit what it is made from -->"


def text(words: str | None) -> str:
    """A text in one paragraph, its own marks shown as they are."""
    plain = " ".join((words or "").split())
    return "".join(
        part if place % 2 else re.sub(r"(?<!\w)_|[<*]", r"\\\g<0>", part)
        for place, part in enumerate(re.split(r"(`[^`]*`|\b\w+\._?\w+\(\)|--[\w-]+)", plain))
    )


def code(words: str) -> str:
    return f"`{words}`"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table; a bar within a cell is shown as one."""

    def line(cells: Iterable[str]) -> str:
        shown = (cell.replace("|", r"\|") for cell in cells)
        return f"| {' | '.join(shown)} |"

    names = list(head)
    return "\n".join([line(names), f"|{'---|' * len(names)}", *map(line, rows)])


def anchor(heading: str) -> str:
    """The name by which a heading is linked to, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def link(heading: str) -> str:
    """A link to the heading of the same page that has this as its code."""
    return f"[{code(heading)}](#{anchor(heading)})"


def first_sentence(words: str | None) -> str:
    """What comes before the first full stop, colon or semicolon that ends a thought."""
    plain = " ".join((words or "").split())
    return text(re.split(r"(?<=[.;:])\s", plain, maxsplit=1)[0].rstrip(";:."))


def page(*parts: str) -> str:
    return "\n\n".join([MADE, *(part for part in parts if part)]) + "\n"
