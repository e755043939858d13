"""Writes the pages of docs/reference."""

from __future__ import annotations

from tests.docs.reference.written import FOLDER, pages
from tests.install.dump_schema import fresh

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    with fresh() as connection:
        for name, text in pages(connection).items():
            (FOLDER / name).write_text(text, encoding="utf-8")
