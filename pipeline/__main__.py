"""The entry of the installed command, and of ``python -m pipeline``."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import NoReturn

#: Exit code of an interrupted command: that of pipeline.cli, which is not loaded yet.
_INTERRUPTED = 130


#: Ctrl-C, a scheduler that ends the command, and a terminal that is gone.
_INTERRUPTS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def _end(_signal: int, _frame: FrameType | None) -> None:
    """End where nothing has begun."""
    os._exit(_INTERRUPTED)


def main() -> NoReturn:
    """Run the command and end the process with its exit code."""
    for interrupt in _INTERRUPTS:
        # a shell has what is in the background ignore Ctrl-C, nohup a lost terminal
        if signal.getsignal(interrupt) is not signal.SIG_IGN:
            signal.signal(interrupt, _end)
    from pipeline.cli import run
    from pipeline.streams import lasting

    if sys.stderr is not None:
        sys.stderr = lasting(sys.stderr.fileno(), sys.stderr.encoding)
    code = _INTERRUPTED
    try:
        # each ends the command as Ctrl-C does: told, and nothing half-done
        for interrupt in _INTERRUPTS:
            if signal.getsignal(interrupt) is _end:
                signal.signal(interrupt, signal.default_int_handler)
        code = run()
    except KeyboardInterrupt:
        pass
    for interrupt in _INTERRUPTS:
        signal.signal(interrupt, signal.SIG_IGN)
    sys.exit(code)


if __name__ == "__main__":
    main()
