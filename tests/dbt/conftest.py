"""Databases with marts: a build takes seconds, so the tests of a module share theirs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied


@pytest.fixture(scope="module", autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what dbt writes out of the folders of the account that runs the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECERT_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A database that the tests of the module share."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database
