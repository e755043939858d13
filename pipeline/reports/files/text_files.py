"""Rows as CSV that a spreadsheet takes for no formula, and as JSON lines."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Generator, Iterable, Sequence
from typing import IO

from pipeline.output import as_cell, as_json
from pipeline.reports.files.columns import Column, Values


def write_csv(stream: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> int:
    """Write a header and the rows in UTF-8; how many rows: see :func:`passing_csv`."""
    return sum(1 for _ in passing_csv(stream, columns, rows))


def passing_csv(
    stream: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]
) -> Generator[Values, None, None]:
    """The rows, each of which is written as it is taken, after a header.

    Cells are those of ``--format csv``: times in UTC, no formulas (docs/decisions/0023).
    """
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="")
    try:
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([as_cell(value) for value in row])
            yield row
        text.flush()
    finally:
        text.detach()


def write_jsonl(stream: IO[bytes], columns: Sequence[Column], rows: Iterable[Values]) -> int:
    """Write a JSON object a line, keys in the order of the columns; how many."""
    names = [column.name for column in columns]
    number = 0
    for row in rows:
        told = {name: as_json(value) for name, value in zip(names, row, strict=True)}
        stream.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
        number += 1
    return number
