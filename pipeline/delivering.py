"""Files that are there whole or not at all, and standard output that took the last byte."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

#: What the name of a file or folder begins with until it is whole. It is short and has nothing of
#: the name to come, so that any name that the file system takes can be given.
HIDDEN = ".recert-"


def is_taken(file: Path, *, replace: bool = False) -> bool:
    """Whether something stands where the new file should go; with ``replace`` no plain file counts.

    A link is never followed, nor replaced. Raises :class:`OSError` when nobody can tell.
    """
    try:
        mode = file.lstat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return False
    return not (replace and stat.S_ISREG(mode))


@contextmanager
def new_file(file: Path, *, replace: bool = False, mode: int = 0o640) -> Iterator[IO[bytes]]:
    """What is written to a new file: it gets its name at the end of the block, when all is on disk.

    Whoever watches the folder sees the whole file or none, with these permissions. Raises
    :class:`FileExistsError` when the name is taken, unless ``replace`` is given, and other kinds of
    :class:`OSError`.
    """
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=HIDDEN, delete=False) as stream:
        written = Path(stream.name)
        try:
            yield stream.file
            keep(stream.file)
            written.chmod(mode)
            if replace:
                written.replace(file)
            else:
                os.link(written, file)
            keep_folder(file.parent)
        finally:
            with undisturbed(), suppress(OSError):
                written.unlink()


@contextmanager
def hidden_folder(beside: Path) -> Iterator[Path]:
    """A hidden folder in another one, for pieces of what is being written; gone after the block."""
    folder = Path(tempfile.mkdtemp(dir=beside, prefix=HIDDEN))
    try:
        yield folder
    finally:
        with undisturbed(), suppress(FileNotFoundError):
            shutil.rmtree(folder)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Have what ends a command wait until the block has ended.

    For what must not stop halfway and is soon done: giving a name, and tidying up. Whoever is
    impatient presses Ctrl-C twice.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # nothing is interrupted here
        return
    came: list[int] = []
    before = {
        number: signal.signal(number, lambda number, _: came.append(number))
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) not in (signal.SIG_IGN, None)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def keep(stream: IO[bytes]) -> None:
    """Have what was written survive a power cut; raises :class:`OSError` when it does not fit."""
    stream.flush()
    os.fsync(stream.fileno())


def keep_folder(folder: Path) -> None:
    """Have the new name survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def to_stdout(data: bytes) -> None:
    """Have standard output take the last byte; raises :class:`OSError` otherwise."""
    if sys.__stdout__ is None:
        # closed by whoever started the command: what stands for it now takes and loses everything
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    try:
        sys.stdout.flush()
        left = memoryview(data)
        while left:
            # under PYTHONUNBUFFERED a full disk or a reader who goes takes a part, without an error
            written = sys.stdout.buffer.write(left)
            if not written:
                raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            left = left[written:]
        sys.stdout.buffer.flush()
    except OSError:
        with suppress(OSError):
            # what is left in the buffer would fail once more when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
