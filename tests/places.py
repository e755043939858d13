"""Where the servers of the tests keep their data."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from pipeline.embedded import EmbeddedServer

#: Linux's file system in memory. There a database of a test's own is made in a third of the time.
MEMORY = Path("/dev/shm")  # noqa: S108 - folders in it are ours alone

#: Bytes that have to be free in it and in the machine, for all workers.
ENOUGH = 4 << 30

#: The programs that make and end a file system, where the system has them.
MOUNT, UMOUNT = (shutil.which(name) or name for name in ("mount", "umount"))

#: How all folders there begin; the process that made one follows.
PREFIX = "recert-tests-"


@contextmanager
def server_folder() -> Iterator[Path]:
    """A folder for servers that need no disk: in memory where there is room, else the usual one."""
    _clear()
    memory = MEMORY if _has_room() else None
    with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{os.getpid()}-", dir=memory) as folder:
        yield Path(folder)


def _has_room() -> bool:
    try:
        is_large = shutil.disk_usage(MEMORY).free >= ENOUGH
    except OSError:
        return False
    return is_large and psutil.virtual_memory().available >= ENOUGH


def _clear() -> None:
    """Take back the memory of runs that were killed, whose servers live on."""
    for folder in MEMORY.glob(f"{PREFIX}*-*"):
        pid = folder.name.removeprefix(PREFIX).partition("-")[0]
        with suppress(FileNotFoundError):  # another worker was faster
            if folder.stat().st_uid == os.getuid() and not psutil.pid_exists(int(pid)):
                for data in list(folder.rglob("pgdata")):
                    EmbeddedServer(data.parent).stop()
                shutil.rmtree(folder)


@contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    """A file system of its own in a new folder, of so many bytes; skips where none can be made."""
    folder.mkdir()
    try:
        subprocess.run(
            [MOUNT, "-t", "tmpfs", "-o", f"size={size},mode=0755", "tmpfs", folder],
            capture_output=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        # nothing else is full without filling the disk of whoever runs the tests
        pytest.skip("only root can mount a file system, not on every system or in every container")
    try:
        yield
    finally:
        subprocess.run([UMOUNT, "--lazy", folder], check=True)
