"""The registers of a pack: a query each, written as CSV and as a sheet in one pass."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.reports.files.columns import Values, streamed_rows
from pipeline.reports.files.text_files import passing_csv
from pipeline.reports.files.workbook import MOST_ROWS, Workbook
from pipeline.reports.pack.scope import Resolved

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: In the order in which a reader needs them, and what each is.
REGISTERS = {
    "approval_register": "Decisions on versions: who wrote, who decided, when and why",
    "training_changes": "What was decided and changed of each training, in the order of the log",
    "compliance_by_training": "How many stand how with each training",
    "recertification_campaigns": "Recertifications: what was decided, and what became of it",
    "recertification_runs": "Each run of a recertification: who decided it, why, for whom",
    "recertification_ledger": "Each run of a recertification and each person it concerned",
    "exceptions": "People left out, exemptions, and controls that fail or are accepted",
    "control_checks": "The controls as the build found them",
    "user_training_status": "Who stands how with what",
    "evidence_register": "Evidence, with its flag and its signature",
    "signature_register": "Electronic signatures, with the text that was signed",
    "import_register": "Files that were loaded, with their digests",
    "audit_trail": "The audit log in sentences",
}

#: Those that say whether there is anything in a scope; of one training without those of all.
_OF_RECORDS = (
    "approval_register",
    "training_changes",
    "recertification_runs",
    "evidence_register",
    "signature_register",
)
_OF_ALL = ("import_register", "audit_trail")

#: Rows of each that the summary shows.
SHOWN = 200

_FOLDER = Path(__file__).parent / "registers"


@dataclass
class Register:
    """A register as it was written: how many rows, those of its sheet, and the first of them."""

    name: str
    rows: int = 0
    in_sheet: int = 0
    first: list[dict[str, Any]] = field(default_factory=list)


def query_of(name: str, *, is_past: bool) -> str:
    """The query of a register; how people stood at an earlier moment has one of its own."""
    own = _FOLDER / f"{name}_as_of.sql"
    file = own if is_past and own.exists() else _FOLDER / f"{name}.sql"
    return file.read_text(encoding="utf-8")


def write_register(
    connection: Connection,
    name: str,
    resolved: Resolved,
    folder: Path,
    book: Workbook,
    tell: Callable[[int], object],
) -> Register:
    """Write ``folder``/<name>.csv and the sheet of this name; what was written.

    A sheet that has no room for all rows has the first ones, the CSV all.
    """
    register = Register(name)
    query = query_of(name, is_past=resolved.is_past)
    with (
        (folder / f"{name}.csv").open("xb") as stream,
        streamed_rows(connection, query, resolved.arguments(), tell) as (columns, rows),
    ):
        names = [column.name for column in columns]

        def kept(rows: Iterator[Values]) -> Generator[Values, None, None]:
            for row in rows:
                if len(register.first) < SHOWN:
                    register.first.append(dict(zip(names, row, strict=True)))
                register.rows += 1
                yield row

        # closed before their stream is, whatever happens
        with (
            closing(passing_csv(stream, columns, rows)) as written,
            closing(kept(written)) as passing,
        ):
            register.in_sheet = book.sheet(name, columns, islice(passing, MOST_ROWS))
            for _ in passing:
                pass
    return register


def is_empty(registers: dict[str, Register], resolved: Resolved) -> bool:
    """Whether no record is in the scope."""
    asked = _OF_RECORDS if resolved.training_id is not None else (*_OF_RECORDS, *_OF_ALL)
    exempt = any(row["kind"] == "exemption" for row in registers["exceptions"].first)
    return not exempt and not any(registers[name].rows for name in asked)
