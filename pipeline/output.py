"""What people and programs read: data on stdout, everything else on stderr."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from pipeline.masking import masked
from pipeline.streams import unread_is_no_error

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from pipeline.errors import RecertError
    from pipeline.settings import Settings

Row = Mapping[str, Any]


def as_json(value: Any) -> Any:
    """A value as JSON has it: times in UTC with a Z, bytes in hexadecimal, numbers as numbers."""
    match value:
        case datetime():
            if value.tzinfo is None:
                value = value.replace(tzinfo=UTC)
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case date():
            return value.isoformat()
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case bytes() | memoryview():
            return bytes(value).hex()
        case Mapping():
            return {str(key): as_json(inner) for key, inner in value.items()}
        case list() | tuple():
            return [as_json(inner) for inner in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


#: Names of numbers that are copied, not compared: they get no separators.
_IDENTIFIERS = ("_id", "seq", "pid", "schema_version", "schema_version_before")


def as_text(value: Any, name: str = "") -> str:
    """A value as people read it; ``name`` is that of its column."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        case int():
            return str(value) if name.endswith(_IDENTIFIERS) else f"{value:,}"
        case list() | tuple():
            return ", ".join(as_text(inner) for inner in value)
        case dict():
            return json_text(value, indent=None)
        case _:
            return harmless(str(as_json(value)))


def in_bytes(number: float) -> str:
    """An amount of bytes in a unit that people read, a thousand of the one before: 12.3 MB."""
    if number < 1000:
        return f"{number:.0f} B"
    for unit in ("kB", "MB", "GB"):
        number /= 1000
        if number < 999.95:
            return f"{number:.1f} {unit}"
    return f"{number / 1000:,.1f} TB"


#: Characters that a terminal obeys, that change the order of what stands beside them, or that are
#: not seen at all. Line ends and tabs are left out, and the joiners of Persian and of emoji.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def _escaped(found: re.Match[str]) -> str:
    """A character as Python would write it, so that it can be told from all others."""
    return found[0].encode("unicode_escape").decode("ascii")


def harmless(text: str) -> str:
    """The text without what would change the terminal it is shown on: names come from files."""
    return _UNSEEN.sub(_escaped, text)


def told(text: str) -> str:
    """The same for a message: whatever the values in it hold, its other lines are set in."""
    return harmless(text).replace("\n", "\n  ")


def _in_json(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


def json_text(value: Any, *, indent: int | None = 2) -> str:
    """One JSON document: what a terminal might obey is escaped, and means the same to a program."""
    return _UNSEEN.sub(_in_json, json.dumps(as_json(value), ensure_ascii=False, indent=indent))


#: Columns where there is no terminal that has some.
WIDE = 240


def console(*, stderr: bool = False) -> Console:
    """A console that cuts nothing off where there is no terminal with a width."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    return Console(
        stderr=stderr, width=None if stream.isatty() else WIDE, soft_wrap=False, highlight=False
    )


def print_table(terminal: Console, table: Table) -> None:
    """Print a table without the blanks that fill its last column, which only a copy would show."""
    with terminal.capture() as drawn:
        terminal.print(table)
    # not splitlines, which takes more for the end of a line than a terminal does
    for line in drawn.get().rstrip("\n").split("\n"):
        terminal.file.write(line.rstrip() + "\n")


#: What makes a spreadsheet take a text for a formula, or does once apostrophes before it are gone.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def as_cell(value: Any) -> Any:
    """A value as a cell of CSV: no formula for spreadsheets, numbers as numbers.

    A text that one would take for a formula gets an apostrophe before it, and so does one that
    looks as if it had got one: docs/decisions/0023. True and false, and what has parts, are JSON.
    """
    value = as_json(value)
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    is_json = isinstance(value, list | dict | bool)
    return json.dumps(value, ensure_ascii=False) if is_json else value


def _write_csv(rows: Iterable[Row], columns: Sequence[str]) -> None:
    import csv

    # a terminal is no file: what it would obey is shown there instead
    at_terminal = sys.stdout.isatty()
    writer = csv.DictWriter(sys.stdout, list(columns))
    writer.writeheader()
    for row in rows:
        cells = {key: as_cell(value) for key, value in row.items()}
        if at_terminal:
            cells = {k: harmless(v) if isinstance(v, str) else v for k, v in cells.items()}
        writer.writerow(cells)


def emit_one(settings: Settings, row: Row) -> None:
    """Print one thing: an object in JSON, a row in CSV, a list of names and values otherwise."""
    with unread_is_no_error():
        if settings.format == "json":
            click.echo(json_text(row))
        elif settings.format == "csv":
            _write_csv([row], list(row))
        else:
            show_one(row)


def show_one(row: Row, *, stderr: bool = False) -> None:
    """A list of names and values for people to read."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for key, value in row.items():
        table.add_row(key.replace("_", " "), Text(as_text(value, key)))
    print_table(console(stderr=stderr), table)


def emit_list(
    settings: Settings,
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    header: Sequence[str] | None = None,
    empty: str = "Nothing to show.",
) -> None:
    """Print a list: an array of objects in JSON, rows in CSV, a table of ``columns`` otherwise.

    JSON and CSV have every column of the rows; ``header`` names them, so that CSV has them without
    a row, too. ``empty`` is said when a table would have no row.
    """
    with unread_is_no_error():
        if settings.format == "json":
            click.echo(json_text(rows))
        elif settings.format == "csv":
            _write_csv(rows, header or (list(rows[0]) if rows else columns))
        elif rows:
            show_list(rows, columns)
        else:
            announce(settings, empty)


def emit_stream(settings: Settings, rows: Iterable[Row], header: Sequence[str]) -> None:
    """Print a list as :func:`emit_list` does in JSON and CSV, holding a row at a time."""
    with unread_is_no_error():
        if settings.format == "csv":
            _write_csv(rows, header)
            return
        before = "["
        for row in rows:
            text = json_text(row).replace("\n", "\n  ")
            click.echo(f"{before}\n  {text}", nl=False)
            before = ","
        click.echo("[]" if before == "[" else "\n]")


def show_list(rows: Sequence[Row], columns: Sequence[str], *, stderr: bool = False) -> None:
    """A table of ``columns`` for people to read; on a narrow terminal a list for each row."""
    from rich.table import Table
    from rich.text import Text

    terminal = console(stderr=stderr)
    cells = {
        column: [column.replace("_", " "), *(as_text(row.get(column), column) for row in rows)]
        for column in columns
    }
    widths = _widths(list(cells.values()), terminal.width - 2 * (len(columns) - 1))
    if widths is None:
        # one row below the other
        for number, row in enumerate(rows):
            if number:
                terminal.print()
            show_one({column: row.get(column) for column in columns}, stderr=stderr)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for (column, (heading, *_)), width in zip(cells.items(), widths, strict=True):
        is_number = all(
            isinstance(row.get(column), int | float | Decimal | None) for row in rows
        ) and not all(isinstance(row.get(column), bool) for row in rows)
        table.add_column(heading, justify="right" if is_number else "left", width=width)
    for line in zip(*(texts[1:] for texts in cells.values()), strict=True):
        table.add_row(*map(Text, line))
    print_table(terminal, table)


def _widths(columns: list[list[str]], room: int) -> list[int] | None:
    """Widths of columns that keep words whole, the widest shortened first; None without room."""
    from rich.cells import cell_len

    whole = [max(map(cell_len, cells)) for cells in columns]
    least = [
        max((cell_len(word) for cell in cells for word in cell.split()), default=1)
        for cells in columns
    ]
    while sum(whole) > room:
        place = max(range(len(whole)), key=lambda at: whole[at] - least[at])
        if whole[place] == least[place]:
            return None
        whole[place] -= 1
    return whole


def announce(settings: Settings, text: str, **values: Any) -> None:
    """Say on stderr what goes on: a line of text, or a JSON object with --log-format json."""
    text = masked(text)
    if settings.log_format == "json":
        line = {
            "at": datetime.now(UTC),
            "level": "info",
            "run_id": settings.run_id,
            "message": text,
        }
        click.echo(json_text(line | values, indent=None), err=True)
    else:
        click.echo(told(text), err=True)


def show_error(settings: Settings, error: RecertError) -> None:
    """Say on stderr what went wrong and what to do next."""
    if settings.log_format == "json":
        line = {
            "at": datetime.now(UTC),
            "level": "error",
            "run_id": settings.run_id,
            "exit_code": error.exit_code,
            "sqlstate": error.sqlstate,
            "message": error.message,
            "detail": error.detail,
            "hint": error.hint,
        }
        click.echo(json_text(line, indent=None), err=True)
        return
    code = f" [{error.sqlstate}]" if error.sqlstate else ""
    sentence = error.message if error.message.endswith((".", "!", "?")) else error.message + "."
    click.echo(click.style("Error: ", fg="red", bold=True) + told(sentence) + code, err=True)
    if error.detail:
        click.echo(f"  {told(error.detail)}", err=True)
    if error.hint:
        click.echo(click.style("Next: ", bold=True) + told(error.hint), err=True)
