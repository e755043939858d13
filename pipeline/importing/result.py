"""What an import did, and the error when rows kept it from doing anything."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.errors import BadInput


def _on_one_line(value: str) -> str:
    return value.replace("\r", "\\r").replace("\n", "\\n")


@dataclass(frozen=True)
class Reject:
    """A reason why a row is not loaded; a row may have several.

    ``line`` is the line of the file on which the row starts, in Parquet the number of the row.
    ``column`` is None where the row as a whole is wrong. ``value`` is cut to 200 characters.
    """

    line: int
    column: str | None
    reason: str
    value: str | None

    def __str__(self) -> str:
        value = "" if self.value is None else f': "{_on_one_line(self.value[:60])}"'
        return f"line {self.line}: {self.column or 'the row'} {self.reason}{value}"


@dataclass(frozen=True)
class ImportResult:
    """What became of the rows of a file: ``read`` is the sum of the other four counts.

    ``audit_seq`` is the import's row of the audit log, None when nothing was loaded. ``rejects``
    are the first reasons; all of them go to the file that the caller named.
    """

    kind: str
    file: str
    read: int
    inserted: int
    updated: int
    skipped: int
    rejected: int
    audit_seq: int | None
    rejects: list[Reject] = field(default_factory=list)

    def rest(self) -> list[str]:
        """A line that says how many rejected rows ``rejects`` does not name; none if it has all."""
        more = self.rejected - len({reject.line for reject in self.rejects})
        return [f"and {more:,} more rows"] if more > 0 else []


class RowsRejected(BadInput):
    """Rows of a file cannot be loaded, so nothing was. ``result`` has their number and reasons."""

    def __init__(self, result: ImportResult, hint: str) -> None:
        rows = "1 row" if result.rejected == 1 else f"{result.rejected:,} rows"
        super().__init__(
            f"{rows} of {result.file} cannot be loaded, so nothing was",
            sqlstate="ZR104",
            detail="\n".join([*map(str, result.rejects), *result.rest()]),
            hint=hint,
        )
        self.result = result
