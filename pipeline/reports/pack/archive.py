"""A folder as a zip file whose bytes depend on nothing but the files in it."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import IO

#: The earliest moment that a zip file can tell; the files themselves say when they are from.
_MOMENT = (1980, 1, 1, 0, 0, 0)

#: Read by everybody, written by nobody but the owner.
_MODE = 0o100644

_CHUNK = 1 << 20


def write_archive(stream: IO[bytes], folder: Path, first: str) -> None:
    """Write all files below a folder, the ``first`` one first and the others by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    files.sort(key=lambda path: path.relative_to(folder).as_posix() != first)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for file in files:
            info = zipfile.ZipInfo(file.relative_to(folder).as_posix(), _MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = _MODE << 16
            info.file_size = file.stat().st_size
            with file.open("rb") as source, archive.open(info, "w") as target:
                shutil.copyfileobj(source, target, _CHUNK)
