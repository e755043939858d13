"""Another command's process, remote-controlled: a line on stdin, answers as JSON lines on stdout.

Run as a script: ``client.py HOME BINARIES``, where an empty HOME stands for the default one.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import psycopg

from pipeline.embedded import EmbeddedServer
from pipeline.errors import RecertError


def say(*answer: object) -> None:
    """Print one answer."""
    print(json.dumps(answer), flush=True)


def obey(server: EmbeddedServer, command: str) -> None:
    """Carry out one command and answer it."""
    if command == "start":
        server.start(lambda step: say("announced", step))
        say("started", server.status().pid)
    elif command == "stop":
        say("stopped", server.stop())
    elif command == "home":
        say("home", str(server.home))
    elif command == "cwd":  # whether the system tells where another account's process is
        try:
            say("cwd", str(Path(f"/proc/{server.status().pid}/cwd").readlink()))
        except PermissionError:
            say("cwd", None)
    elif command == "kill":
        pid = server.status().pid
        assert pid is not None
        os.kill(pid, 9)
        say("killed", pid)
    else:
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            cursor = connection.execute(command.encode())
            say("rows", [list(row) for row in cursor] if cursor.description else None)


def main() -> None:
    """Serve commands until stdin ends."""
    home, binaries = sys.argv[1:]
    server = EmbeddedServer(
        Path(home) if home else None, binaries=Path(binaries), settings={"fsync": "off"}
    )
    say("ready", os.getpid())
    for line in sys.stdin:
        try:
            obey(server, line.strip())
        except RecertError as error:
            say("error", error.exit_code)


if __name__ == "__main__":
    main()
