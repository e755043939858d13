"""How values read on a page: times with their zone, numbers with separators, unseen escaped."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pipeline.output import as_text, harmless

#: What the ranges of days of mart_compliance.overdue_aging are called.
BUCKETS = {
    "1_to_7": "1 to 7 days",
    "8_to_30": "8 to 30 days",
    "31_to_90": "31 to 90 days",
    "over_90": "over 90 days",
}

#: The statuses of those of whom a training is required.
REQUIRED = ("compliant", "due", "in_grace", "overdue", "expired")

#: The statuses of mart_compliance.user_training_status, in the order in which they are shown.
STATUSES = (*REQUIRED, "exempt", "not_required")

#: The outcomes of rule 10, in the order in which they are shown.
OUTCOMES = ("created", "already_enrolled", "already_current", "inactive", "exempt")

#: Where the steps of the heat map begin, in percent; below the first there is one more.
HEAT_STEPS = (50, 70, 80, 90, 95, 99, 100)


def percent(part: int, whole: int) -> Decimal | None:
    """A part of a whole in percent, for what the marts have no percentage of; None of nobody.

    By their rule: rounded to two decimals, but never up to 100 nor down to 0. It is 100 only when
    all are, and 0 only when none is.
    """
    if not whole:
        return None
    if part <= 0 or part >= whole:
        return Decimal(0 if part <= 0 else 100)
    share = (Decimal(100 * part) / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return min(max(share, Decimal("0.01")), Decimal("99.99"))


def heat(percent: Decimal | None) -> int:
    """Which step of the heat map a percentage has, from 0."""
    return sum(1 for step in HEAT_STEPS if percent is not None and percent >= step)


def share(percent: Decimal | None) -> str:
    """A percentage as it is shown, without zeros that say nothing."""
    if percent is None:
        return "none"
    text = f"{percent:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def word(value: str) -> str:
    """A term of the record as people read it: in_grace is in grace."""
    return BUCKETS.get(value) or harmless(value).replace("_", " ")


def moment(value: datetime) -> str:
    """A time in UTC, to the second; the zone is named beside it."""
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def text(value: Any) -> str:
    """A value as it is shown, times with their zone."""
    # with all decimals that the mart has
    return f"{value:,}" if isinstance(value, Decimal | float) else as_text(value)
