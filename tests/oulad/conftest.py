"""Calls that do not depend on the account that runs the tests."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RECERT_ACTOR", raising=False)
    monkeypatch.delenv("RECERT_DSN", raising=False)
