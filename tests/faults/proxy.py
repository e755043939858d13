"""A network that can be cut: connections to the server lead through it, by TCP."""

from __future__ import annotations

import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from psycopg.conninfo import conninfo_to_dict, make_conninfo


class Proxy:
    """Passes on what clients and the server say, until :meth:`cut`."""

    def __init__(self, dsn: str) -> None:
        given = conninfo_to_dict(dsn)
        self._server = str(Path(str(given["host"])) / f".s.PGSQL.{given['port']}")
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._open = True
        self._swallows_next = False
        #: Set when a connection was taken and is left without any answer.
        self.swallowed = threading.Event()
        self.dsn = make_conninfo(dsn, host="127.0.0.1", port=self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open = False
        self._listener.close()
        self.cut()

    def cut(self) -> None:
        """Break all connections at once, without a good-bye to either side."""
        for end in self._sockets:
            with suppress(OSError):
                # no lingering: the peer sees a reset
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._sockets.clear()

    def swallow_next(self) -> None:
        """Take the next connection, a request to cancel perhaps, and never answer it."""
        self._swallows_next = True

    def _accept(self) -> None:
        while self._open:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._sockets.append(client)
            if self._swallows_next:
                self._swallows_next = False
                self.swallowed.set()
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            self._sockets.append(server)
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self._pump, args=(source, target), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
