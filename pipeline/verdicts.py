"""What a check found, as the error that it is when something does not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.errors import CheckFailed


def require_intact(verdict: Mapping[str, Any]) -> None:
    """Raise :class:`CheckFailed` when a verification found a row that does not fit."""
    if not verdict["is_intact"]:
        raise CheckFailed(
            "The audit log does not verify",
            sqlstate="ZR401",
            detail=f"row {verdict['first_bad_seq']}: {verdict['problem']}",
            hint="Keep it as it is, and compare it with a backup or an exported log.",
        )


def require_sound(findings: Iterable[Mapping[str, Any]]) -> None:
    """Raise :class:`CheckFailed` when a check of ``api.check_invariants`` failed."""
    failed = [finding["check"] for finding in findings if finding["status"] == "fail"]
    if failed:
        raise CheckFailed(
            "The record, or what guards it, is not as it must be",
            sqlstate="ZR402",
            detail=", ".join(failed),
            hint="Keep the database as it is, and follow the remedy of each check: docs/checks.md.",
        )
