"""Making packs, and reading what is in them."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from pipeline.output import as_cell
from tests.cli.calling import Recert
from tests.company import Database

BUILT = "select * from api.marts_standing"


def pack(recert: Recert, database: Database, file: Path, *more: str) -> Any:
    return recert(database, "report", "pack", str(file), *more, "--format", "json")


def read(file: Path, name: str) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name)


def register(file: Path, name: str) -> list[dict[str, str]]:
    text = read(file, f"registers/{name}.csv").decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_cells(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {name: "" if value is None else str(as_cell(value)) for name, value in row.items()}
        for row in rows
    ]


def text_of(file: Path) -> str:
    pages = PdfReader(io.BytesIO(read(file, "summary.pdf"))).pages
    return "\n".join(page.extract_text() for page in pages)
