"""Where dbt keeps what it writes: in a folder of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True, scope="module")
def home(dbt_home: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("RECERT_HOME", str(dbt_home))
        environment.delenv("RECERT_ACTOR", raising=False)
        environment.delenv("RECERT_DSN", raising=False)
        yield
