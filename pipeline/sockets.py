"""The folder of the embedded server's socket: short, in a public place, and nobody else's.

The folder lies beside those of strangers in /tmp, under a name that they can foretell. So before
it is used it must prove to be a folder (no link), of the server's account, closed to all others.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from pipeline.binaries import Account, reachable
from pipeline.errors import DatabaseUnavailable

#: PostgreSQL names socket and lock by port; the port means nothing else without TCP.
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
LOCK = f"{SOCKET}.lock"

#: Bytes. sun_path holds 108 on Linux and 104 on macOS, the closing NUL included.
_PATH_LIMIT = 103


def folder_of(home: Path, account: Account) -> Path:
    """The socket folder of a home: always the same, unless TMPDIR changes."""
    name = f"recert-{account.uid}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    base = Path(os.path.realpath(tempfile.gettempdir()))
    is_short = len(os.fsencode(base / name / SOCKET)) <= _PATH_LIMIT
    # a comma separates folders for the server, and hosts for its clients
    if not is_short or "," in str(base) or not reachable(base, account):
        base = Path("/tmp")  # noqa: S108 - public: make and check see to that
    return base / name


def make(folder: Path, account: Account) -> None:
    """Make the folder unless it is there. DatabaseUnavailable when that one is not ours."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    info = folder.lstat()
    if os.geteuid() == 0 and info.st_uid == 0 and stat.S_ISDIR(info.st_mode):
        # Just made, or by a run of root's that was killed at this point.
        os.chown(folder, account.uid, account.gid, follow_symlinks=False)
    check(folder, account)


def check(folder: Path, account: Account) -> None:
    """Raise DatabaseUnavailable when somebody else could listen in this folder. None is fine."""
    try:
        info = folder.lstat()
    except FileNotFoundError:
        return
    is_folder = stat.S_ISDIR(info.st_mode)
    if not is_folder or info.st_uid != account.uid or info.st_mode & 0o077:
        kind = f"mode {stat.S_IMODE(info.st_mode):04o}" if is_folder else "not a folder"
        raise DatabaseUnavailable(
            "The folder for the embedded server's socket is not safe to use.",
            detail=f"{folder}: uid {info.st_uid}, {kind}; expected uid {account.uid}, mode 0700",
            hint="Remove it, or set TMPDIR to a folder of your own.",
        )


def clear(folder: Path) -> None:
    """Remove what a killed server left in its folder: it would stop the next one."""
    for name in (SOCKET, LOCK):
        (folder / name).unlink(missing_ok=True)


def remove(folder: Path, account: Account) -> None:
    """Remove the folder when no server needs it. What is in the way, or not ours, stays."""
    with suppress(OSError, DatabaseUnavailable):
        check(folder, account)
        clear(folder)
        folder.rmdir()
