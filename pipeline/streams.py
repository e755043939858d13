"""Standard streams that outlast their readers: some schedulers close them, some loggers die."""

from __future__ import annotations

import io
import os
import select
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: Seconds in which a slow reader takes something.
_PATIENCE = 5.0


class _Told(io.RawIOBase):
    """Bytes to a descriptor, and nowhere when it takes no more."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def write(self, data: ReadableBuffer, /) -> int:
        left = whole = memoryview(data)
        with suppress(OSError):
            while left:
                try:
                    left = left[os.write(self._descriptor, left) :]
                except BlockingIOError:
                    # whoever shares it wants no waiting for a slow reader; we do not for a dead one
                    if not select.select([], [self._descriptor], [], _PATIENCE)[1]:
                        break
        return whole.nbytes


def lasting(descriptor: int, encoding: str) -> io.TextIOWrapper:
    """A stream for what is said beside the result: work never ends because nobody listens to it."""
    return io.TextIOWrapper(
        io.BufferedWriter(_Told(descriptor), 1 << 16),
        encoding=encoding,
        errors="backslashreplace",
        line_buffering=True,
        write_through=True,
    )


def make_usable() -> None:
    """Have streams that take anything: some schedulers close them, some terminals are ASCII."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            # never closed: it lasts as long as the process
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
        elif mode == "w" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def forget_output() -> None:
    """Send what is left in the buffer nowhere: it would fail once more when Python ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_unread() -> bool:
    """Whether standard output is a pipe that nobody reads any more."""
    poll = select.poll()
    try:
        poll.register(sys.stdout.fileno(), 0)
    except (OSError, ValueError):
        return False
    return any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0))


@contextmanager
def unread_is_no_error() -> Iterator[None]:
    """Around the output of a result: a reader who is gone changes neither the work nor its code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        forget_output()
