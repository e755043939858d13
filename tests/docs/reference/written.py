"""All pages of docs/reference that are made, by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.calling import ROOT
from tests.docs.reference import commands, functions, marts, tables

if TYPE_CHECKING:
    from tests.docs.reference.catalogue import Connection

FOLDER = ROOT / "docs" / "reference"


def pages(connection: Connection) -> dict[str, str]:
    """Each page as it should be, from the command, an installed database and the dbt project."""
    return {
        "commands.md": commands.written(),
        "functions.md": functions.written(connection),
        "tables.md": tables.written(connection),
        "marts.md": marts.written(),
    }
