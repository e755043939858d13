"""As whom records are attacked: the tables' owner, and a superuser."""

from __future__ import annotations

import pytest

from tests.company import Database

ROLES = pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])


def act(company: Database, role: str | None) -> None:
    if role:
        company.execute(f"set local role {role}")
