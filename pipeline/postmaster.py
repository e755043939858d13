"""Which processes of the operating system belong to a PostgreSQL data folder.

A pid in a file says nothing: the process may be gone and its number given to another. So every
answer here is checked against the process itself: a living ``postgres`` of the folder's owner
whose working folder is that data folder (by device and inode, which no rename changes). Where the
system does not tell the working folder, as to root in a container, the mark in its title counts.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import sockets

if TYPE_CHECKING:
    import psutil

#: Seconds between two looks at something that starts or ends.
PAUSE = 0.05


@dataclass(frozen=True)
class Postmaster:
    """A living server. ``is_ready`` is what it last wrote; only a connection proves it."""

    pid: int
    socket_folder: Path | None
    is_ready: bool


def find(data: Path) -> Postmaster | None:
    """The server that lives on ``data``, also while it starts, recovers or stops; or None."""
    lines = _lines(_pid_file(data))
    pid = _pid(lines)
    if pid is None or not _is_in(pid, data):
        return None
    return Postmaster(
        pid=pid,
        socket_folder=Path(lines[4]) if len(lines) > 4 and lines[4] else None,
        is_ready=len(lines) > 7 and lines[7].strip() == "ready",
    )


def mark(data: Path) -> str:
    """A name for ``data`` that its server and all its sessions show in their titles."""
    info = data.stat()
    return f"recert-{info.st_dev:x}-{info.st_ino:016x}"


def holder(socket_folder: Path, uid: int) -> int | None:
    """The pid of the server of ``uid`` that listens in ``socket_folder``, whatever its data."""
    pid = _pid(_lines(socket_folder / sockets.LOCK))
    process = _postgres(pid, uid) if pid is not None else None
    return pid if process is not None and str(socket_folder) in _title(process) else None


def shut_down(pid: int, uid: int) -> None:
    """Stop a server of ``uid`` and wait for its end: "fast", sessions are ended, nothing is lost.

    OSError when it is not ours to stop.
    """
    _signal(pid, signal.SIGINT)
    while _postgres(pid, uid) is not None:
        time.sleep(PAUSE)


def clear(data: Path) -> bool:
    """Remove what a killed server left and would stop the next one. Whether there was anything.

    Only for a folder of which :func:`find` says None, and under the lock of its home.
    """
    import psutil

    # Sessions of a killed server may work on for a while, in memory that nobody else may enter
    # before they are gone. What they do is lost already: nothing is committed without a server.
    while pids := [pid for pid in psutil.pids() if _is_in(pid, data)]:
        for pid in pids:
            _signal(pid, signal.SIGQUIT)
        time.sleep(PAUSE)
    file = _pid_file(data)
    if not file.exists():
        return False
    # PostgreSQL itself sees through a pid that is free. But it takes one that was given to some
    # other process (or whose parent never collected it) for a running server, and gives up on a
    # file that a full disk left empty.
    pid_in_file = _pid(_lines(file))
    if pid_in_file is None or psutil.pid_exists(pid_in_file):
        file.unlink()
    return True


def _pid_file(data: Path) -> Path:
    return data / "postmaster.pid"


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):  # it ended by itself
        os.kill(pid, number)


def _postgres(pid: int, uid: int) -> psutil.Process | None:
    """The process, when it is PostgreSQL's, runs as ``uid`` and lives."""
    import psutil

    with suppress(psutil.Error):  # ended meanwhile, or closed to us: then it is none of ours
        process = psutil.Process(pid)
        with process.oneshot():
            # A zombie has ended; its parent has not noticed.
            lives = process.status() != psutil.STATUS_ZOMBIE
            if lives and process.name() == "postgres" and process.uids().real == uid:
                return process
    return None


def _is_in(pid: int, data: Path) -> bool:
    """Whether ``pid`` is a process of PostgreSQL that lives on ``data``."""
    import psutil

    try:
        there = data.stat()
    except OSError:
        return False
    process = _postgres(pid, there.st_uid)
    if process is None:
        return False
    try:
        # The link itself, not its text: the path may be out of reach, renamed or deleted.
        is_linux = sys.platform == "linux"
        here = Path(f"/proc/{pid}/cwd" if is_linux else process.cwd()).stat()
    except (PermissionError, psutil.AccessDenied):
        return mark(data) in _title(process)
    except (psutil.Error, OSError):
        return False
    return os.path.samestat(here, there)


def _title(process: psutil.Process) -> str:
    """Its command line, which sessions of PostgreSQL overwrite with what they do."""
    import psutil

    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return []


def _pid(lines: list[str]) -> int | None:
    """The pid of a lock file is its first line; a standalone backend writes it negative."""
    try:
        pid = abs(int(lines[0]))
    except (IndexError, ValueError):
        return None
    return pid if 0 < pid < 2**31 else None
