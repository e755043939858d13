"""What differs between a version and the one it takes the place of, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True)
class Change:
    """A paragraph, objective or source: ``change`` is same, removed or added."""

    change: str
    text: str


def paragraphs(content: str) -> list[str]:
    """The paragraphs of a Markdown text: what stands between blank lines, its indent included."""
    found: list[list[str]] = [[]]
    for line in content.replace("\r\n", "\n").split("\n"):
        if line.strip(" \t"):
            found[-1].append(line)
        else:
            found.append([])
    return ["\n".join(lines).rstrip() for lines in found if lines]


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """How one list becomes the other, in order: what is removed stands before what is added."""
    found: list[Change] = []
    for _, start, end, new_start, new_end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if before[start:end] == after[new_start:new_end]:
            found += [Change("same", text) for text in before[start:end]]
        else:
            found += [Change("removed", text) for text in before[start:end]]
            found += [Change("added", text) for text in after[new_start:new_end]]
    return found


def compared(row: dict[str, Any]) -> dict[str, list[Change]]:
    """The parts of what ``api.compare_versions`` returns, each with its changes."""
    return {
        "content": changes(paragraphs(row["base_content"] or ""), paragraphs(row["content"])),
        "objectives": changes(row["base_objectives"] or [], row["objectives"]),
        "sources": changes(row["base_sources"] or [], row["sources"]),
    }
