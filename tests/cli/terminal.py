"""The command at a real terminal: what it shows there, and what somebody types."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.cli.calling import COMMAND, HUNG, environment


class Terminal:
    """A process whose standard streams are a terminal, but for those that are given."""

    def __init__(self, *arguments: str, **options: Any) -> None:
        self._master, slave = pty.openpty()
        self.shown = ""
        try:
            self.process = subprocess.Popen(
                [*COMMAND, *arguments],
                cwd="/",
                env=environment(TERM="xterm", COLUMNS="120", NO_COLOR="1"),
                start_new_session=True,
                # the terminal of its session, so that Ctrl-C reaches it
                preexec_fn=lambda: fcntl.ioctl(slave, termios.TIOCSCTTY, 0),  # noqa: PLW1509
                **{"stdin": slave, "stdout": slave, "stderr": slave, **options},
            )
        finally:
            os.close(slave)

    def wait_for(self, text: str) -> None:
        """Read until the text has been shown since the last call."""
        start = len(self.shown)
        while text not in self.shown[start:]:
            assert self._read(), f"{text!r} was not shown:\n{self.shown}"

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def finish(self) -> int:
        """Read to the end; the exit code."""
        while self._read():
            pass
        return self.process.wait(HUNG)

    def _read(self) -> bool:
        """Read what is shown next; False at the end."""
        deadline = time.monotonic() + HUNG
        while not select.select([self._master], [], [], 1)[0]:
            assert time.monotonic() < deadline, f"Nothing more was shown:\n{self.shown}"
        try:
            part = os.read(self._master, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            return False
        self.shown += part.decode()
        return bool(part)

    def close(self) -> None:
        self.process.kill()
        self.process.wait(HUNG)
        os.close(self._master)


@contextmanager
def terminal(*arguments: str, **options: Any) -> Iterator[Terminal]:
    """The command at a terminal until the end of the block."""
    shown = Terminal(*arguments, **options)
    try:
        yield shown
    finally:
        shown.close()
