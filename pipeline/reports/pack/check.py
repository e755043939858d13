"""Checks a pack without a database: its files against its manifest, its log against its anchor."""

from __future__ import annotations

import hashlib
import json
import lzma
import stat
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from pipeline.errors import BadInput, CheckFailed, Defect
from pipeline.reports.files.digest import digest_of
from pipeline.reports.pack.manifest import FORMAT, NAME
from pipeline.verifying import LONGEST_LINE, read_anchors, verify_file

Row = dict[str, Any]

LOG, ANCHOR = "audit.jsonl", "anchor.json"

_CHUNK = 1 << 20

#: What reading a damaged entry may raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError)

#: ... and one that is packed in a way of its own, encrypted, or has a name that is no text.
_FOREIGN = (NotImplementedError, RuntimeError, UnicodeDecodeError)

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
        if not stat.S_ISREG(file.stat().st_mode):
            raise _no_pack(file, "it is no plain file")
        with file.open("rb") as stream:
            sha256 = digest_of(stream)
            with zipfile.ZipFile(stream) as archive:
                return {"file": str(file), "sha256": sha256, **_checked(file, archive, tell)}
    except OSError as error:
        raise _no_pack(file, error.strerror or str(error)) from error
    except (*_BROKEN, *_FOREIGN) as error:
        raise _no_pack(file, str(error)) from error


def _checked(file: Path, archive: zipfile.ZipFile, tell: Callable[[int], object] | None) -> Row:
    manifest = _manifest(file, archive)
    listed = {entry["name"]: entry for entry in manifest["files"]}
    infos = archive.infolist()
    held = Counter(info.filename for info in infos)
    faults = [f"{name} is there {times} times" for name, times in held.items() if times > 1]
    if min(info.header_offset for info in infos):
        faults.append("something stands before its first file")
    faults += [f"{name} is missing" for name in sorted(listed.keys() - held.keys())]
    faults += [
        f"{name} is not in the manifest" for name in sorted(held.keys() - listed.keys() - {NAME})
    ]
    if len(listed) < len(manifest["files"]):
        faults.append(f"{NAME} lists a file twice")
    faults += [f"{info.filename} is no file of a pack" for info in infos if _is_odd(info)]
    sound = set()
    for name in sorted(listed.keys() & held.keys()):
        entry = listed[name]
        if _digest(archive, name, entry["bytes"]) == entry["sha256"]:
            sound.add(name)
        else:
            faults.append(f"{name} is not the file of the manifest")
    head, rows = manifest["chain_head"], 0
    if {LOG, ANCHOR} <= sound:
        if _anchor(archive) != [head["seq"], head["hash"]]:
            faults.append("the anchor is not the head of the manifest")
        verdict = _verified(archive, tell)
        rows = verdict["rows_checked"]
        if not verdict["is_intact"]:
            faults.append(f"row {verdict['first_bad_seq']} of the log: {verdict['problem']}")
        elif (verdict["head_seq"], verdict["head_hash"]) != (head["seq"], head["hash"]):
            faults.append("the log does not end at the head of the manifest")
    else:
        faults.append(
            "the log and its anchor are not both as they were made: they are not verified"
        )
    return {
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
        manifest: Row = json.loads(data.decode("utf-8"))
        head, scope = manifest["chain_head"], manifest["scope"]
        fits = manifest["format"] == FORMAT and type(head["seq"]) is int
        fits = fits and type(head["hash"]) is str and type(scope) is dict
        fits = fits and all(type(value) in (str, type(None)) for value in scope.values())
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


def _is_odd(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is none that a pack has: unpacked, it might land somewhere else."""
    parts = info.filename.split("/")
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    return is_link or info.is_dir() or "\\" in info.filename or "" in parts or ".." in parts


def _digest(archive: zipfile.ZipFile, name: str, size: int) -> str | None:
    """SHA-256 of a file, None where its bytes are broken or not so many."""
    digest, left = hashlib.sha256(), size
    try:
        with archive.open(name) as stream:
            while left >= 0 and (piece := stream.read(_CHUNK)):
                digest.update(piece)
                left -= len(piece)
    except _BROKEN:
        return None
    return None if left else digest.hexdigest()


def _anchor(archive: zipfile.ZipFile) -> list[Any] | None:
    """Row and hash that the anchor names, None where it is none."""
    with archive.open(ANCHOR) as stream:
        data = stream.read(_CHUNK)
    try:
        anchor = json.loads(data.decode("utf-8"))
        return [anchor["seq"], anchor["hash"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _verified(archive: zipfile.ZipFile, tell: Callable[[int], object] | None) -> Row:
    try:
        with tempfile.TemporaryDirectory(prefix="recert-") as folder:
            log, anchor = Path(folder, LOG), Path(folder, ANCHOR)
            for path in (log, anchor):
                with archive.open(path.name) as source, path.open("wb") as target:
                    _copied(source, target)
            return verify_file(log, read_anchors([anchor]), tell)
    except BadInput as error:
        return _unread(error.detail or error.message)
    except OSError as error:
        # the pack itself was read to its end before
        raise Defect(
            f"There is no place to unpack the audit log: {error.strerror or error}.",
            detail=f"temporary files: {tempfile.gettempdir()}",
            hint="Make room there, or set TMPDIR to a folder that has some.",
        ) from error


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
