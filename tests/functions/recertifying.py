"""What a plan and a run count."""

from __future__ import annotations

OUTCOMES = ("created", "already_enrolled", "already_current", "inactive", "exempt")


def counts(row: dict[str, object]) -> dict[str, object]:
    """All counts of a plan or a run by name."""
    return {name: row[name] for name in (*OUTCOMES, "population", "evidence_superseded")}
