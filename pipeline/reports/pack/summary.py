"""Sets the summary of a pack: a PDF/A, from one template and the rows of the registers."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pipeline.output import as_json, as_text, harmless
from pipeline.reports.pack.manifest import Entry
from pipeline.reports.pack.registers import REGISTERS, Register
from pipeline.reports.pack.scope import Resolved

Row = dict[str, Any]

NAME = "summary.pdf"

_TEMPLATE = Path(__file__).parent / "summary.typ"

#: The registers of which the template lists rows.
_LISTED = (
    "approval_register",
    "training_changes",
    "compliance_by_training",
    "recertification_campaigns",
    "recertification_runs",
    "exceptions",
    "control_checks",
    "signature_register",
)

#: A document that shows one character a page, to see for which of them the fonts have a letter.
_PROBE = """\
#set page(width: 40pt, height: 40pt, margin: 0pt)
#for letter in json("letters.json") { page(letter) }
"""

#: Characters of a text that are shown.
_LONGEST = 2_000

#: No character at all: what a font shows instead of those that it lacks.
_NOTHING = "\U0010fffd"

_GLYPH = re.compile(rb'href="#(g[0-9A-F]+)"')


def write_summary(
    folder: Path,
    resolved: Resolved,
    told: Mapping[str, Any],
    registers: Mapping[str, Register],
    verdict: Mapping[str, Any],
    entries: Iterable[Entry],
) -> None:
    """Write ``folder``/summary.pdf, as PDF/A-2a; the same arguments give the same bytes.

    Characters for which its fonts have no letter are given by their number in Unicode.
    """
    import typst

    data = {
        "company": told["company"] and harmless(told["company"]),
        "scope": _as_shown(resolved.scope.as_object()),
        "as_of": as_text(resolved.as_of),
        "date": list(resolved.as_of.astimezone(UTC).timetuple()[:6]),
        "is_past": resolved.is_past,
        "database": harmless(told["database"]),
        "chain_head": told["chain_head"],
        "head_occurred_at": resolved.head_occurred_at,
        "under_way": [
            {**_as_texts(row), "began_at": _as_moment(row["began_at"])} for row in told["under_way"]
        ],
        "marts": {**told["marts"], "as_of": _as_moment(told["marts"]["as_of"])},
        "written_by": told["written_by"],
        "verdict": dict(verdict),
        "registers": {
            name: {
                "title": REGISTERS[name],
                "rows": register.rows,
                "first": [_as_texts(row) for row in register.first if name in _LISTED],
            }
            for name, register in registers.items()
        },
        "files": [entry.as_object() for entry in entries],
    }
    text = json.dumps(as_json(data), ensure_ascii=False)
    with tempfile.TemporaryDirectory(dir=folder.parent) as name:
        work = Path(name)
        shutil.copyfile(_TEMPLATE, work / _TEMPLATE.name)
        (work / "data.json").write_text(_shown(text, _lacking(text, work)), encoding="utf-8")
        try:
            pdf = _set(work)
        except typst.TypstError:
            # a letter that stands alone, and not beside another one
            (work / "data.json").write_text(
                _shown(text, {letter for letter in text if ord(letter) > 0xFF}), encoding="utf-8"
            )
            pdf = _set(work)
    (folder / NAME).write_bytes(pdf)


def _as_moment(moment: str) -> str:
    """A moment of JSON as people read it."""
    return as_text(datetime.fromisoformat(moment))


def _set(work: Path) -> bytes:
    import typst

    pdf: bytes = typst.compile(
        work / _TEMPLATE.name,
        root=work,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=["a-2a"],
    )
    return pdf


def _as_shown(scope: Row) -> Row:
    return {name: value and _cut(harmless(str(value))) for name, value in scope.items()}


def _cut(text: str) -> str:
    """A text that a page has room for; PDF/A itself takes none that is very long."""
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]} ... (cut: {len(text):,} characters, the register has all)"


def _as_texts(row: Row) -> dict[str, str]:
    return {
        # the foot of each page says that times are UTC
        name: f"{value.astimezone(UTC):%Y-%m-%d %H:%M}"
        if isinstance(value, datetime)
        else _cut(harmless(as_text(value, name)))
        for name, value in row.items()
    }


def _lacking(text: str, work: Path) -> set[str]:
    """The characters of a text for which the fonts have no letter."""
    import typst

    letters = sorted({letter for letter in text if ord(letter) > 0xFF})
    if not letters:
        return set()
    (work / "probe.typ").write_text(_PROBE, encoding="utf-8")
    (work / "letters.json").write_text(json.dumps([_NOTHING, *letters]), encoding="utf-8")
    pages: Any = typst.compile(
        work / "probe.typ", root=work, format="svg", ignore_system_fonts=True
    )
    nothing, *shown = [set(_GLYPH.findall(page)) for page in pages]
    return {
        letter
        for letter, glyphs in zip(letters, shown, strict=True)
        if not glyphs or glyphs & nothing
    }


def _shown(text: str, lacking: set[str]) -> str:
    """The text with the numbers of the characters that cannot be shown."""
    return text.translate({ord(letter): f"[U+{ord(letter):04X}]" for letter in lacking})
