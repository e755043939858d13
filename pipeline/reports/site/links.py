"""Where a number leads: to the rows behind it, by the filters that its page is opened with."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote_plus

from pipeline.output import harmless
from pipeline.reports.site.words import REQUIRED

Row = dict[str, Any]

_OPEN = ("due", "in_grace", "overdue")


def _fragment(filters: list[tuple[str, str]]) -> str:
    # as the table shows the value, which is what it compares
    return "&".join(f"{name}={quote_plus(harmless(value))}" for name, value in filters)


class Links:
    """The links of a page, in a company whose people are written out (``is_small``) or not.

    ``root`` leads from the page to the top of the site. ``cut`` are the names of the tables that do
    not have all rows. A method returns an empty text where the rows are not written, or not all.
    """

    def __init__(
        self, root: str, *, is_small: bool, cells: dict[tuple[str, int], int], cut: set[str]
    ) -> None:
        self.root = root
        self._is_small = is_small
        self._cells = cells
        self._cut = cut

    @property
    def has_people(self) -> bool:
        """Whether a number of people leads to them, not to counts that add up to it."""
        return self._is_small and "status" not in self._cut

    def _to(self, table: str, filters: list[tuple[str, str]]) -> str:
        """To rows of a table on its page."""
        return "" if table in self._cut else f"{self.root}{table}.html#{_fragment(filters)}"

    def status(
        self,
        *,
        status: str | None = None,
        training: str | None = None,
        department: str | None = None,
        bucket: str | None = None,
        active: bool = False,
    ) -> str:
        """To people with this status, or overdue for so long."""
        return self._status([status] if status else [], training, department, bucket, active=active)

    def required(self, *, training: str | None = None, department: str | None = None) -> str:
        """To everybody who counts as required."""
        return self._status(REQUIRED, training, department, None, active=True)

    def _status(
        self,
        statuses: list[str] | tuple[str, ...],
        training: str | None,
        department: str | None,
        bucket: str | None,
        *,
        active: bool,
    ) -> str:
        filters = [("compliance_status", status) for status in statuses]
        if not self.has_people and bucket is not None:
            return ""
        if not self.has_people:
            # the counts of departments that add up to the number
            named = {"training": training, "department": department}
            wanted = [(name, f"={value}") for name, value in named.items() if value is not None]
            # all that is required is in every row
            wanted += [(name, ">0") for name in statuses if len(statuses) == 1]
            return self._to("cells", wanted)
        if training is not None:
            filters.append(("training", f"={training}"))
        if department is not None:
            filters.append(("department", f"={department}"))
        if bucket is not None:
            filters.append(("bucket", bucket))
        if active:
            filters.append(("is_active", "yes"))
        return self._to("status", filters)

    def cell(self, cell: Row) -> str:
        """From a cell of the matrix to its people or its counts, or to its page."""
        key = (cell["department"], cell["training_id"])
        if not self._is_small:
            return f"{self.root}cells/{self._cells[key]}.html"
        return self.required(training=cell["training"], department=cell["department"])

    def controls(self, result: str) -> str:
        """To the controls that came out so."""
        return self._to("controls", [("result", result)])

    def outcome(self, campaign: Row, *, prefix: str = "", **filters: str) -> str:
        """To the people of a recertification, on its page; ``prefix`` leads from elsewhere."""
        named = [("is_active" if name == "active" else name, v) for name, v in filters.items()]
        return self._of(campaign, prefix, named)

    def open_of(self, campaign: Row, *, active: str = "yes", prefix: str = "") -> str:
        """To the people who still have to complete it, or who left before they had."""
        filters = [("standing", standing) for standing in _OPEN] + [("is_active", active)]
        return self._of(campaign, prefix, filters)

    def _of(self, campaign: Row, prefix: str, filters: list[tuple[str, str]]) -> str:
        page = f"{campaign['campaign_id']}.html"
        if not self._is_small or f"recertifications/{campaign['campaign_id']}" in self._cut:
            return ""
        return f"{prefix}{page if prefix else ''}#{_fragment(filters)}"

    def superseded(self, campaign: Row) -> str:
        """To the evidence that a recertification superseded."""
        if not self._is_small:
            return ""
        return self._to("evidence", [("superseded_by_campaign", f"={campaign['campaign']}")])

    def audit(self, training: str) -> str:
        """To the rows of the audit trail that are about a training."""
        return f"{self.root}audit.html#{_fragment([('training', f'={training}')])}"

    def approvals(self, training: str) -> str:
        """To the decisions on the versions of a training."""
        return f"{self.root}approvals.html#{_fragment([('training', f'={training}')])}"
