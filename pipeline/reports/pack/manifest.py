"""``MANIFEST.json`` of a pack: its files with their digests, its scope and the head of the log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.reports.files.digest import digest_of

NAME = "MANIFEST.json"

#: What a manifest calls itself; another number is another form.
FORMAT = "recert.pack/1"


@dataclass(frozen=True)
class Entry:
    """A file of a pack: its name with its folder, its size in bytes and its SHA-256."""

    name: str
    bytes: int
    sha256: str
    rows: int | None = None

    def as_object(self) -> dict[str, Any]:
        """The entry as the manifest has it; a table has rows."""
        told: dict[str, Any] = {"name": self.name, "bytes": self.bytes, "sha256": self.sha256}
        return told if self.rows is None else {**told, "rows": self.rows}


def entries_of(folder: Path, rows: Mapping[str, int]) -> list[Entry]:
    """All files below a folder, by name; ``rows`` has how many a table has."""
    entries = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as stream:
            digest = digest_of(stream)
        name = file.relative_to(folder).as_posix()
        entries.append(Entry(name, file.stat().st_size, digest, rows.get(name)))
    return entries


def write_manifest(folder: Path, entries: list[Entry], told: Mapping[str, Any]) -> None:
    """Write the manifest of these files; ``told`` is what else it says, in its order."""
    manifest = {
        "format": FORMAT,
        **told,
        "files": [entry.as_object() for entry in entries],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")
