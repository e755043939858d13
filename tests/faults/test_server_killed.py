"""kill -9 of the server at random moments of a large run: all of it or nothing, then all of it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.embedded import EmbeddedServer
from tests import places
from tests.faults.crashing import Ground, kill_session, moments

pytestmark = pytest.mark.embedded

PEOPLE = 200_000
MOMENTS = 5


@pytest.fixture(scope="module")
def ground() -> Iterator[Ground]:
    """A server with the durability that it has by default; a kill takes no file system along."""
    binaries = os.environ.get("RECERT_TEST_BINARIES")
    with places.server_folder() as folder:
        server = EmbeddedServer(folder / "durable", binaries=Path(binaries) if binaries else None)
        try:
            yield Ground(server, PEOPLE)
        finally:
            server.stop()


@pytest.mark.rule(4, 11, 20)
def test_the_server_is_killed_at_random_moments(ground: Ground) -> None:
    seed = secrets.randbelow(1_000_000)
    length = ground.measure()
    print(f"seed {seed}, {length:.2f} s")  # shown when it fails
    for moment in moments(MOMENTS, length, seed):
        ground.crash(moment, complete=False)
    # one process of the server, in the middle
    ground.crash(length / 2, kill_session, complete=False)
    ground.complete()
