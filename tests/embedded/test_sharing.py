"""Guards that commands started at the same moment share one server."""

from __future__ import annotations

import psutil

from pipeline.embedded import EmbeddedServer
from tests.embedded.helpers import MakeClient


def test_first_commands_at_the_same_moment(
    make_client: MakeClient, new_server: EmbeddedServer
) -> None:
    clients = [make_client(new_server.home) for _ in range(3)]
    for client in clients:
        client.send("start")
    answers = [client.result() for client in clients]
    pid = new_server.status().pid
    assert pid is not None
    assert answers == [["started", pid]] * 3
    # One server in all: no other process was given this home's socket folder.
    own = next(part for part in psutil.Process(pid).cmdline() if "unix_socket_dir" in part)
    processes = psutil.process_iter(["cmdline"])
    assert [each.pid for each in processes if own in (each.info["cmdline"] or [])] == [pid]
    assert clients[0].ask("stop") == ["stopped", True]
    assert clients[1].ask("stop") == ["stopped", False]


def test_commands_after_a_kill_at_the_same_moment(
    make_client: MakeClient, server: EmbeddedServer
) -> None:
    server.start()
    clients = [make_client(server.home) for _ in range(3)]
    clients[0].ask("kill")
    for client in clients:
        client.send("start")
    answers = [client.result() for client in clients]
    assert answers == [["started", server.status().pid]] * 3
