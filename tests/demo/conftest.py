"""Where dbt keeps what it writes: in a folder of the tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RECERT_HOME", str(tmp_path_factory.mktemp("home")))
        environment.delenv("RECERT_ACTOR", raising=False)
        environment.delenv("RECERT_DSN", raising=False)
        yield
