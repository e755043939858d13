"""How a demo tells what it does: short headings, a sentence or two, small tables."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from pipeline.output import announce, as_json, as_text, print_table
from pipeline.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

#: Columns of text when nobody says how wide the page is.
_WIDTH = 100


class Story:
    """Tells a demo step by step.

    On stdout when a table is asked for, as the story is then what was asked for; on stderr beside
    JSON or CSV. With --log-format json each sentence on stderr is an object.
    """

    def __init__(self, settings: Settings, *, is_output: bool = True) -> None:
        """``is_output`` says whether the story may be what goes to stdout."""
        self._settings = settings
        self._to_stdout = is_output and settings.format == "table"
        self._as_log = settings.log_format == "json" and not self._to_stdout
        self._steps = 0

    @property
    def _console(self) -> Console:
        from rich.console import Console

        stream = sys.stdout if self._to_stdout else sys.stderr
        width = None if stream.isatty() else _WIDTH
        return Console(file=stream, width=width, highlight=False)

    def title(self, text: str) -> None:
        """What this is all about."""
        self._write(text, "bold", indent=0)

    def step(self, text: str) -> None:
        """The heading of the next step."""
        self._steps += 1
        if not self._as_log:
            self._console.print()
        self._write(f"{self._steps:>2}  {text}", "bold cyan", indent=0)

    def end(self) -> None:
        """Leave a line before what follows, such as the data."""
        if not self._as_log:
            self._console.print()

    def say(self, text: str) -> None:
        """A sentence below the heading."""
        self._write(text, "", indent=4)

    def command(self, text: str) -> None:
        """A line to be copied: never wrapped."""
        if self._as_log:
            announce(self._settings, text)
        else:
            self._console.print(f"      {text}", style="green", markup=False, soft_wrap=True)

    def rows(self, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str]) -> None:
        """A table; ``columns`` are names in the rows and their headings."""
        if self._as_log:
            announce(self._settings, "table", rows=[as_json(row) for row in rows])
            return
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
        table.add_column("  ")  # the margin
        for name, heading in columns.items():
            is_number = all(isinstance(row.get(name), int | None) for row in rows)
            table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
        for row in rows:
            table.add_row("", *(Text(as_text(row.get(name), name) or "-") for name in columns))
        print_table(self._console, table)

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[str], None]]:
        """Show at a terminal that something takes a moment; what is yielded changes the text."""
        from rich.console import Console

        console = Console(stderr=True)
        if not console.is_terminal or self._as_log:
            yield lambda _: None
            return
        with console.status(text) as status:
            yield status.update

    def _write(self, text: str, style: str, *, indent: int) -> None:
        if self._as_log:
            announce(self._settings, text.strip())
            return
        from rich.text import Text

        console = self._console
        margin = " " * indent
        for line in wrap(text, max(console.width - indent, 20), drop_whitespace=True):
            console.print(Text(margin + line, style=style), soft_wrap=True)
