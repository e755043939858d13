"""Sites that are written by the function itself, and what is in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.reports.site.build import Written, write_site
from pipeline.reports.standing import read_marts
from pipeline.settings import Settings


def written(dsn: str, folder: Path, **options: Any) -> Written:
    """A site by the function itself, which takes sizes."""
    folder.mkdir()
    with read_marts(Settings(dsn=dsn)) as (connection, standing):
        return write_site(connection, standing, folder, tell=lambda _: None, **options)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def table(folder: Path, name: str) -> dict[str, Any]:
    """The rows of a table, as the browser gets them."""
    text = (folder / "data" / f"{name}.js").read_text(encoding="ascii")
    document = json.loads(text.removeprefix("recertTable(").removesuffix(");\n"))
    columns = {
        column["name"]: [None if at < 0 else column["values"][at] for at in column["codes"]]
        for column in document["columns"]
    }
    return {"rows": document["rows"], **columns}
