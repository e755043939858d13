"""A folder that is there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from pipeline.delivering import HIDDEN, keep_folder, undisturbed
from pipeline.errors import Defect, WrongState
from pipeline.reports.files.digest import digest_of

#: Tells a folder that Recert wrote, and which files it wrote there: only such a one is replaced.
MARKER = "recert-site.json"

#: What the marker says that it is the marker of.
KIND = "recert site"

#: Files that are told by name.
_TOLD = 5

_TAKEN = (errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR)


@contextmanager
def new_folder(
    folder: Path, *, replace: bool = False, tell: Callable[[str], object]
) -> Iterator[Path]:
    """A hidden folder beside it, which gets the name at the end of the block.

    The name may be free or that of an empty folder; with ``replace`` also that of a site, to which
    nobody has added anything. Whoever looks sees what was there before or all that is new. What
    cannot be deleted, of what was there or was written in vain, is told. Raises
    :class:`WrongState` where something else has the name, and :class:`Defect` where the folder
    cannot be written, or is there but may not survive a power cut.
    """
    is_there = False
    try:
        folder = _named(folder)
        _require_free(folder, replace=replace)
        hidden = rest = Path(tempfile.mkdtemp(dir=folder.parent, prefix=HIDDEN))
        try:
            yield hidden
            hidden.chmod(0o750)
            with undisturbed():
                rest = _give_name(hidden, folder, replace=replace, tell=tell)
            is_there = True
            keep_folder(folder.parent)
        finally:
            # what was written in vain, or what stood there before
            with undisturbed():
                _delete(rest, tell)
    except OSError as error:
        if is_there:
            raise Defect(
                "The folder is there, but it may not survive a power cut:"
                f" {error.strerror or error}.",
                detail=str(folder),
                hint="Everything is written: see to the disk, then run the same command again with"
                " --force.",
            ) from error
        raise Defect(
            f"The folder cannot be written: {error.strerror or error}.",
            detail=str(folder),
            hint="Nothing is written: mend it and run the same command again.",
        ) from error


def _delete(rest: Path, tell: Callable[[str], object]) -> None:
    """Delete a hidden folder, where there is one; tells where it is left."""
    try:
        shutil.rmtree(rest)
    except FileNotFoundError:
        pass
    except OSError as error:
        tell(
            f"A hidden folder cannot be deleted: {error.strerror or error}. It may hold personal"
            f" data of what was written or replaced: delete {rest}"
        )


def keep_all(folder: Path) -> None:
    """Have everything in the folder survive a power cut."""
    for path, _, names in os.walk(folder):
        for name in names:
            descriptor = os.open(Path(path, name), os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        keep_folder(Path(path))


def digest_of_all(folder: Path) -> str:
    """The SHA-256 of what sha256sum prints of all files.

    Their paths are those below the folder with / between names, in the order of their bytes.
    """
    digest = hashlib.sha256()
    names = {os.fsencode(path.relative_to(folder).as_posix()): path for path in folder.rglob("*")}
    for name, path in sorted(names.items()):
        if path.is_file():
            with path.open("rb") as stream:
                file = digest_of(stream)
            digest.update(file.encode() + b"  " + name + b"\n")
    return digest.hexdigest()


def _named(folder: Path) -> Path:
    """The folder by a path that ends with its name: ``..`` is none that another one could get."""
    return folder.absolute() if folder.name not in ("", "..") else folder.resolve()


def _require_free(folder: Path, *, replace: bool) -> None:
    """Raise :class:`WrongState` unless the folder may get what is new."""
    try:
        mode = folder.lstat().st_mode
    except FileNotFoundError:
        return
    # a link is never followed, nor replaced
    if not stat.S_ISDIR(mode):
        raise _taken(folder)
    if any(folder.iterdir()):
        _require_site(folder, folder, replace=replace)


def _require_site(folder: Path, name: Path, *, replace: bool) -> None:
    """Raise :class:`WrongState` unless a folder is a site, to be replaced, and nothing else."""
    foreign = _foreign(folder) if replace else None
    if foreign is None:
        raise _taken(name)
    if foreign:
        more = f", and {len(foreign) - _TOLD:,} more" if len(foreign) > _TOLD else ""
        raise _taken(name, f": not of the site are {', '.join(foreign[:_TOLD])}{more}")


def _foreign(folder: Path) -> list[str] | None:
    """The files in a site that Recert did not write there; None where it is no site."""
    marker = folder / MARKER
    try:
        if not stat.S_ISREG(marker.lstat().st_mode):
            return None
        told = json.loads(marker.read_text(encoding="utf-8"))
        if told["kind"] != KIND:
            return None
        own = {MARKER, *told["files"]}
    except (FileNotFoundError, ValueError, KeyError, TypeError, RecursionError):
        return None
    found = {
        Path(path, name).relative_to(folder).as_posix()
        for path, folders, files in os.walk(folder, onerror=_unreadable)
        for name in (*files, *(link for link in folders if Path(path, link).is_symlink()))
    }
    return sorted(found - own)


def _unreadable(error: OSError) -> NoReturn:
    raise error


def _taken(folder: Path, why: str = "") -> WrongState:
    return WrongState(
        "Something is there already.",
        sqlstate="ZR209",
        detail=f"{folder}{why}",
        hint="Name a new or an empty folder, or have a site that was written before replaced with"
        " --force, after moving away what is not of it.",
    )


def _give_name(hidden: Path, folder: Path, *, replace: bool, tell: Callable[[str], object]) -> Path:
    """Give the folder its name; what is to be deleted then: what had it, or nothing."""
    try:
        hidden.rename(folder)
        return hidden
    except OSError as error:
        if error.errno not in _TAKEN:
            raise
        # whatever has come there meanwhile
        _require_free(folder, replace=replace)
    old = _exchange(hidden, folder)
    try:
        _require_site(old, folder, replace=replace)
    except BaseException:
        # whatever it is that cannot be told of it: it is given back, and stays
        _delete(_exchange(old, folder), tell)
        raise
    return old


def _exchange(new: Path, old: Path) -> Path:
    """Give the name of the old folder to the new one, in one step where the system has one.

    Returns where the old one is then.
    """
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(new), os.fsencode(old))
    if sys.platform == "darwin" and hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, 2)  # RENAME_SWAP
    elif hasattr(library, "renameat2"):
        here = -100  # AT_FDCWD
        failed = library.renameat2(here, names[0], here, names[1], 2)  # RENAME_EXCHANGE
    else:
        failed = -1
        ctypes.set_errno(errno.ENOSYS)
    if not failed:
        return new
    code = ctypes.get_errno()
    if code not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        raise OSError(code, os.strerror(code), str(old))
    # a file system without it: for a moment there is neither
    aside = Path(tempfile.mkdtemp(dir=old.parent, prefix=HIDDEN))
    try:
        old.rename(aside)
    except OSError:
        aside.rmdir()
        raise
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    return aside
