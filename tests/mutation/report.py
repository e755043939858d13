"""Writes what came of the mutants: ``docs/mutants.md``, and the list, ``docs/mutants.csv``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"

#: What each kind of mutant switches off.
KINDS = {
    "trigger": "a trigger",
    "trigger event": "one event, or one column, of a trigger",
    "trigger condition": "the `when` of a trigger",
    "enable always": "that a trigger fires for replicas, too",
    "event trigger": "an event trigger",
    "policy": "a policy",
    "row security": "the row security of a table",
    "revoke": "a `revoke`",
    "check": "a check constraint",
    "check term": "one term of a check constraint",
    "unique": "a unique constraint",
    "primary key": "a primary key",
    "foreign key": "a foreign key",
    "exclusion": "an exclusion constraint",
    "not null": "a `not null`",
    "unique index": "a unique index",
    "guard": "a call of `core._require_...`",
    "lock": "a lock: `for update`, `for share`, `core._lock_...`, an advisory lock",
    "raise": "a refusal: `raise exception`",
    "call": "any other `perform`",
    "if": "a block: its condition is never true",
    "always": "a condition of a block: it is always true",
    "case": "an arm of a `case`, such as a check of an import",
    "condition": "one term of an `and` or `or`",
    "where": "a `where` or `having` clause",
    "filter": "a `filter` clause",
    "join": "the condition of a join",
    "comparison": "a limit: `>` becomes `>=`, `<` becomes `<=`, and back",
    "conflict": "an `on conflict do nothing`",
    "handler": "the catching of an error",
    "statement": "a statement of another kind",
}

_OUTCOMES = (
    *("killed", "hung", "equivalent", "survived", "undecided", "invalid", "broken"),
    "not tried",
)


@dataclass(frozen=True)
class Line:
    """A mutant and what came of it; ``told`` is the test that failed, or the reason."""

    kind: str
    path: str
    line: int
    shown: str
    outcome: str
    told: str
    identity: str
    digest: str


def results(folder: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """The latest result of each mutant by identity and digest.

    What the list in ``docs/`` says holds until a run in this folder says something else, so that a
    fresh clone goes on where the last list was written.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in _former():
        if row["result"] in ("killed", "hung", "survived", "undecided"):
            found[row["identity"], row["digest"]] = {
                "identity": row["identity"],
                "digest": row["digest"],
                "path": row["path"],
                "outcome": row["result"],
                "by": row["by"],
            }
    for result in read_lines(folder / "results.jsonl"):
        found[result["identity"], result["digest"]] = result
    return found


def _former() -> list[dict[str, str]]:
    file = DOCS / "mutants.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def read_lines(file: Path) -> Iterator[dict[str, Any]]:
    """The documents of a file of JSON lines; none when there is no file."""
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def lines(folder: Path, equivalent: dict[str, str]) -> list[Line]:
    """Every mutant of the last list, with its latest result."""
    latest = results(folder)
    found = []
    for mutant in json.loads((folder / "mutants.json").read_text(encoding="utf-8")):
        result = latest.get((mutant["identity"], mutant["digest"]), {})
        outcome, told = result.get("outcome", "not tried"), result.get("by", "")
        if outcome == "survived" and result.get("tests", 0) < result.get("of", 1):
            outcome = "undecided"
        if mutant["identity"] in equivalent:
            outcome, told = "equivalent", equivalent[mutant["identity"]]
        elif outcome == "invalid":
            told = result["how"]
        found.append(
            Line(
                kind=mutant["kind"],
                path=mutant["path"],
                line=mutant["line"],
                shown=mutant["shown"],
                outcome=outcome,
                told=told,
                identity=mutant["identity"],
                digest=mutant["digest"],
            )
        )
    return found


def write(found: list[Line]) -> None:
    """Write both files, and the count into the page on reliability."""
    (DOCS / "mutants.md").write_text(_page(found), encoding="utf-8")
    (DOCS / "mutants.csv").write_text(_list(found), encoding="utf-8")
    reliability = DOCS / "reliability.md"
    text = reliability.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^\d+ mutants: .*$", lambda _: _counted(found), text)
    reliability.write_text(text, encoding="utf-8")


def _list(found: list[Line]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["kind", "path", "line", "switched_off", "result", "by", "identity", "digest"])
    for row in found:
        told = [row.outcome, row.told, row.identity, row.digest]
        writer.writerow([row.kind, row.path, row.line or "", row.shown[:120], *told])
    return out.getvalue()


def _page(found: list[Line]) -> str:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found:
        counts[row.kind][row.outcome] += 1
    reasons: dict[str, list[Line]] = defaultdict(list)
    for row in found:
        if row.outcome == "equivalent":
            reasons[row.told].append(row)
    parts = [
        "# Mutants",
        "Written by `python -m tests.mutation --report`. Each guard, check, lock and condition of"
        " `sql/` is switched off, one at a time, and the tests are run against it until one fails."
        " Tests that compare the SQL itself, its documentation or the installed schema do not"
        " count. The list is [mutants.csv](mutants.csv).",
        _counted(found),
        _table(
            ["kind", "switched off", "mutants", *_OUTCOMES],
            [
                [kind, KINDS[kind], sum(counts[kind].values())]
                + [counts[kind][name] for name in _OUTCOMES]
                for kind in KINDS
                if counts[kind]
            ],
        ),
        "An invalid one cannot be made: PostgreSQL refuses what is left of the statement. With a"
        " hung one a test waits for ever. One that survived was noticed by none of the tests that"
        " have to do with it, and an undecided one by none of the likeliest, which is all that a"
        " run with `--budget` gives it.",
    ]
    if reasons:
        parts += [
            "## What no test can tell",
            "Reviewed one by one; the file is `tests/mutation/equivalent.toml`.",
            *(
                f"**{len(rows)}**: {reason}\n\n" + "\n".join(_told(row) for row in rows)
                for reason, rows in sorted(reasons.items())
            ),
        ]
    return "\n\n".join(parts) + "\n"


def _counted(found: list[Line]) -> str:
    total = Counter(row.outcome for row in found)
    counts = ", ".join(f"{total[name]} {name}" for name in _OUTCOMES if total[name])
    return f"{len(found)} mutants: {counts}."


def _told(row: Line) -> str:
    place = f"{row.path}:{row.line}" if row.line else row.path
    return f"- {place}, {row.kind}: `{row.shown[:100]}`"


def _table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
