"""How values read on a page: times with their zone, numbers with separators, unseen escaped."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from pipeline.output import as_text, harmless

#: What the ranges of days of mart_compliance.overdue_aging are called.
BUCKETS = {
    "1_to_7": "1 to 7 days",
    "8_to_30": "8 to 30 days",
    "31_to_90": "31 to 90 days",
    "over_90": "over 90 days",
}

#: The statuses of mart_compliance.user_training_status, in the order in which they are shown.
STATUSES = ("compliant", "due", "in_grace", "overdue", "expired", "exempt", "not_required")

#: The outcomes of rule 10, in the order in which they are shown.
OUTCOMES = ("created", "already_enrolled", "already_current", "inactive", "exempt")


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
