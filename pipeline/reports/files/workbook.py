"""Rows as a workbook (XLSX): a sheet a table, with real dates, filters and a header that stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from math import isfinite
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline.delivering import hidden_folder
from pipeline.errors import BadInput
from pipeline.output import as_json
from pipeline.reports.files.columns import Column, Values

if TYPE_CHECKING:
    from xlsxwriter import Workbook as XlsxWorkbook
    from xlsxwriter.worksheet import Worksheet

#: What a sheet has room for: rows below the header, and characters of a cell.
MOST_ROWS = 1_048_575
MOST_CHARACTERS = 32_767

#: An integer that a spreadsheet, which knows only binary floating point, shows as it is.
_EXACT = 10**15

#: Rows whose texts decide how wide a column is, and how wide it may get, in characters.
_LOOKED_AT = 200
_NARROWEST, _WIDEST = 8, 60

#: The first day that Excel knows without a fault in its calendar.
_FIRST_DAY = date(1900, 3, 1)


class Workbook:
    """A workbook that is being written; sheets are written one after the other."""

    def __init__(self, workbook: XlsxWorkbook) -> None:
        self._workbook = workbook
        self._header = workbook.add_format(
            {"bold": True, "bottom": 1, "bg_color": "#E8EDF2", "valign": "top"}
        )
        top = {"valign": "top"}
        self._formats = {
            "text": workbook.add_format(top),
            "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss", **top}),
            "date": workbook.add_format({"num_format": "yyyy-mm-dd", **top}),
            "integer": workbook.add_format({"num_format": "0", **top}),
            "decimal": workbook.add_format({"num_format": "0.00", **top}),
            "bold": workbook.add_format({"bold": True, **top}),
        }

    def notes(self, name: str) -> Callable[[Iterable[tuple[str, str]]], None]:
        """A sheet in this place, and what writes names and values, both texts, to it later."""
        sheet = self._workbook.add_worksheet(name)
        sheet.set_column(0, 0, 28)
        sheet.set_column(1, 1, 100)

        def write(lines: Iterable[tuple[str, str]]) -> None:
            for place, (label, value) in enumerate(lines):
                sheet.write_string(place, 0, label, self._formats["bold"])
                sheet.write_string(place, 1, _fitting(value), self._formats["text"])

        return write

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Values]) -> int:
        """Write a table; how many rows. Raises :class:`BadInput` when a sheet has no room for it.

        Times are those of UTC. A text longer than a cell's room ends with a note of how long it is.
        """
        sheet = self._workbook.add_worksheet(name[:31])
        left = iter(rows)
        first = list(islice(left, _LOOKED_AT))
        for place, column in enumerate(columns):
            sheet.set_column(place, place, _width(column, [row[place] for row in first]))
            sheet.write_string(0, place, column.name, self._header)
        sheet.freeze_panes(1, 0)
        number = 0
        for number, row in enumerate(chain(first, left), start=1):
            if number > MOST_ROWS:
                raise BadInput(
                    "A sheet of a workbook has no room for so many rows.",
                    sqlstate="ZR102",
                    detail=f"{name}: more than {MOST_ROWS:,} rows",
                    hint="Take fewer of them, or write CSV or Parquet.",
                )
            for place, value in enumerate(row):
                self._write(sheet, number, place, value)
        if columns:
            sheet.autofilter(0, 0, number, len(columns) - 1)
        return number

    def _write(self, sheet: Worksheet, row: int, place: int, value: Any) -> None:
        match value:
            case None:
                return
            case bool():
                sheet.write_boolean(row, place, value, self._formats["text"])
            case int() if abs(value) < _EXACT:
                sheet.write_number(row, place, value, self._formats["integer"])
            case float() | Decimal() if isfinite(value):
                sheet.write_number(row, place, float(value), self._formats["decimal"])
            case datetime() if value.date() >= _FIRST_DAY:
                shown = value.astimezone(UTC).replace(tzinfo=None)
                # to the millisecond, never up into the next day
                shown = shown.replace(microsecond=shown.microsecond // 1000 * 1000)
                sheet.write_datetime(row, place, shown, self._formats["moment"])
            case date() if not isinstance(value, datetime) and value >= _FIRST_DAY:
                sheet.write_datetime(row, place, value, self._formats["date"])
            case _:
                # never as a formula or a link, whatever it begins with
                sheet.write_string(row, place, _fitting(str(as_json(value))), self._formats["text"])


class _Stream:
    """A stream that can be given up: what is written to it from then on goes nowhere.

    xlsxwriter leaves its archive open when it is interrupted, and an open archive writes its end
    when it is thrown away, which may be after the file beneath was closed.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream: IO[bytes] | None = stream
        self._place = 0

    def give_up(self) -> None:
        self._place = self.tell()
        self._stream = None

    def write(self, data: bytes) -> int:
        if self._stream:
            return self._stream.write(data)
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        return self._stream.tell() if self._stream else self._place

    def seek(self, offset: int) -> int:
        if self._stream:
            return self._stream.seek(offset)
        self._place = offset
        return offset

    def flush(self) -> None:
        if self._stream:
            self._stream.flush()


@contextmanager
def workbook(
    stream: IO[bytes], *, created: datetime, title: str, folder: Path
) -> Iterator[Workbook]:
    """A workbook, written to ``stream`` when the block ends; ``folder`` has its pieces till then.

    The same rows at the same ``created`` give the same bytes.
    """
    import xlsxwriter

    options: Mapping[str, Any] = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "use_zip64": True,
    }
    kept = _Stream(stream)
    written = xlsxwriter.Workbook(kept, dict(options))
    written.set_properties(
        {"title": title, "created": created.astimezone(UTC).replace(tzinfo=None)}
    )
    try:
        yield Workbook(written)
        written.close()
    except BaseException as error:
        kept.give_up()
        if isinstance(error, xlsxwriter.exceptions.FileCreateError):
            raise OSError(*error.args[0].args) from error
        raise
    finally:
        for sheet in written.worksheets():
            if sheet.row_data_fh is not None:
                sheet.row_data_fh.close()


def write_xlsx(
    stream: IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Values],
    *,
    name: str,
    created: datetime,
    beside: Path,
) -> int:
    """Write a workbook of one sheet, with its pieces in a hidden folder in ``beside``; its rows.

    Raises as :meth:`Workbook.sheet` does.
    """
    with (
        hidden_folder(beside) as folder,
        workbook(stream, created=created, title=name, folder=folder) as book,
    ):
        return book.sheet(name, columns, rows)


def _fitting(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    note = f" ... (cut: {len(text):,} characters)"
    return text[: MOST_CHARACTERS - len(note)] + note


def _width(column: Column, values: Iterable[Any]) -> float:
    fixed = {"moment": 19, "date": 11, "boolean": 8}.get(column.kind, 0)
    longest = max(
        (min(len(str(value)), _WIDEST) for value in values if value is not None and not fixed),
        default=0,
    )
    # the header has a button for its filter
    return float(min(max(_NARROWEST, fixed, longest + 1, len(column.name) + 3), _WIDEST))
