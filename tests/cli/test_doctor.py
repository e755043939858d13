"""`recert doctor`: findings on stdout, exit 8 when one fails, open to whoever reads the record."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from tests.cli.calling import Recert
from tests.company import Database, login


@pytest.fixture
def company(database: Database) -> Database:
    """Made by the functions alone, so that there is nothing to find."""
    database.deciders()
    database.users("E-1")
    database.training()
    database.activate("1")
    database.act_as("E-1")
    database.execute("select api.complete_training('Lockout')")
    database.submit("2")
    database.approve("2", recertify_everyone=True)
    database.act_as(None)
    return database


def test_a_sound_record(company: Database, recert: Recert) -> None:
    result = recert(company, "doctor", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert {row["status"] for row in result.document} == {"pass", "not applicable"}
    assert list(result.document[0]) == ["check", "status", "rows", "remedy"]
    deep = recert(company, "doctor", "--deep", "--format", "json")
    assert {row["status"] for row in deep.document} == {"pass"}


def test_a_guard_that_is_gone_is_named(company: Database, recert: Recert) -> None:
    company.execute("alter table audit.log disable trigger log_is_append_only")
    before = company.snapshot()
    for form in ("json", "csv", "table"):
        result = recert(company, "doctor", "--format", form)
        assert result.code == 8
        assert "ZR402" in result.err
        assert "guards_are_in_place" in result.err
        assert "log_is_append_only" in result.out
    assert company.snapshot() == before


@pytest.mark.parametrize("role", ["recert_auditor", "recert_runner"])
def test_who_may_run_it(company: Database, recert: Recert, role: str) -> None:
    with ExitStack() as stack:
        dsn = stack.enter_context(login(company.dsn, role))
        result = recert("--dsn", dsn, "doctor", "--format", "json")
        assert (result.code, len(result.document)) == (0, 17)
