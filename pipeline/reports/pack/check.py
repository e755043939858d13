"""Checks a pack without a database: its files against its manifest, its log against its anchor."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from pipeline.errors import BadInput, CheckFailed
from pipeline.reports.pack.manifest import FORMAT, NAME
from pipeline.verifying import LONGEST_LINE, read_anchors, verify_file

Row = dict[str, Any]

LOG, ANCHOR = "audit.jsonl", "anchor.json"

_CHUNK = 1 << 20

#: Faults that are told one by one.
_TOLD = 20


def check_pack(file: Path, tell: Callable[[int], object] | None = None) -> Row:
    """What a pack is about, and what of it is not as it was made.

    ``faults`` is empty when every file is the one of the manifest, none is missing or came on top,
    every row of the log fits, and the log ends where manifest and anchor say. ``tell`` is called
    with the number of rows of the log now and then. Raises :class:`BadInput` when the file is no
    pack.
    """
    try:
        with file.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            return _checked(file, archive, tell)
    except OSError as error:
        raise _no_pack(file, error.strerror or str(error)) from error
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError) as error:
        # encrypted, packed in a way of another program, or cut
        raise _no_pack(file, str(error)) from error


def _checked(file: Path, archive: zipfile.ZipFile, tell: Callable[[int], object] | None) -> Row:
    manifest = _manifest(file, archive)
    listed = {entry["name"]: entry for entry in manifest["files"]}
    held = Counter(info.filename for info in archive.infolist())
    faults = [f"{name} is there {times} times" for name, times in held.items() if times > 1]
    if min(info.header_offset for info in archive.infolist()):
        faults.append("something stands before its first file")
    faults += [f"{name} is missing" for name in sorted(listed.keys() - held.keys())]
    faults += [
        f"{name} is not in the manifest" for name in sorted(held.keys() - listed.keys() - {NAME})
    ]
    if len(listed) < len(manifest["files"]):
        faults.append(f"{NAME} lists a file twice")
    for name in sorted(listed.keys() & held.keys()):
        size, sha256 = _digest(archive, name)
        if (size, sha256) != (listed[name]["bytes"], listed[name]["sha256"]):
            faults.append(f"{name} is not the file of the manifest")
    head, rows = manifest["chain_head"], 0
    if {LOG, ANCHOR} <= listed.keys() & held.keys():
        verdict = _verified(archive, tell)
        rows = verdict["rows_checked"]
        if not verdict["is_intact"]:
            faults.append(f"row {verdict['first_bad_seq']} of the log: {verdict['problem']}")
        elif (verdict["head_seq"], verdict["head_hash"]) != (head["seq"], head["hash"]):
            faults.append("the log does not end at the head of the manifest")
    else:
        faults.append("the log and its anchor are not both there")
    return {
        "file": str(file),
        "is_intact": not faults,
        "files": len(listed),
        "rows_checked": rows,
        "head_seq": head["seq"],
        "head_hash": head["hash"],
        "scope": manifest["scope"],
        "faults": faults,
    }


def _manifest(file: Path, archive: zipfile.ZipFile) -> Row:
    """The manifest, with the parts that the check reads; raises :class:`BadInput`."""
    try:
        with archive.open(NAME) as stream:
            data = stream.read(LONGEST_LINE + 1)
        if len(data) > LONGEST_LINE:
            raise _no_pack(file, f"{NAME} has more than {LONGEST_LINE:,} bytes")
        manifest: Row = json.loads(data)
        head = manifest["chain_head"]
        fits = manifest["format"] == FORMAT and type(head["seq"]) is int
        fits = fits and type(head["hash"]) is str and type(manifest["scope"]) is dict
        fits = fits and all(
            (type(entry["name"]), type(entry["bytes"]), type(entry["sha256"])) == (str, int, str)
            for entry in manifest["files"]
        )
    except KeyError as error:
        raise _no_pack(file, f"{NAME}, or a part of it, is missing") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise _no_pack(file, f"{NAME} cannot be read") from error
    if not fits:
        raise _no_pack(file, f"{NAME} has another form than {FORMAT}")
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> tuple[int, str]:
    """Size and SHA-256 of a file, zero and nothing where its bytes are broken."""
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(name) as stream:
            while piece := stream.read(_CHUNK):
                digest.update(piece)
                size += len(piece)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return 0, ""
    return size, digest.hexdigest()


def _verified(archive: zipfile.ZipFile, tell: Callable[[int], object] | None) -> Row:
    with tempfile.TemporaryDirectory(prefix="recert-") as folder:
        log, anchor = Path(folder, LOG), Path(folder, ANCHOR)
        try:
            for path in (log, anchor):
                with archive.open(path.name) as source, path.open("wb") as target:
                    _copied(source, target)
            return verify_file(log, read_anchors([anchor]), tell)
        except (zipfile.BadZipFile, zlib.error, EOFError):
            return _unread("its bytes are broken")
        except BadInput as error:
            return _unread(error.detail or error.message)


def _unread(why: str) -> Row:
    return {"is_intact": False, "rows_checked": 0, "first_bad_seq": 0, "problem": why}


def _copied(source: IO[bytes], target: IO[bytes]) -> None:
    while piece := source.read(_CHUNK):
        target.write(piece)


def _no_pack(file: Path, why: str) -> BadInput:
    return BadInput(
        "The file is no pack.",
        sqlstate="ZR103",
        detail=f"{file}: {why}",
        hint="Give the file that `recert report pack` wrote, as it was written.",
    )


def require_whole(checked: Row) -> None:
    """Raise :class:`CheckFailed` when a pack is not as it was made."""
    faults = checked["faults"]
    if faults:
        more = f"; and {len(faults) - _TOLD:,} more" if len(faults) > _TOLD else ""
        raise CheckFailed(
            "The pack is not as it was made.",
            sqlstate="ZR404",
            detail="; ".join(faults[:_TOLD]) + more,
            hint="Ask for it anew; the row of its export in the audit log has its SHA-256.",
        )
