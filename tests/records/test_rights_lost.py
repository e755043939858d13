"""Whoever loses the right while waiting for it does nothing with it any more."""

from __future__ import annotations

import psycopg
import pytest

from tests.company import REASON, Database
from tests.sessions import background, until_blocked


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    "call",
    [
        "api.upsert_user('E-1', p_role => 'quality_admin')",
        f"api.reactivate_user('L-1', '{REASON}')",
        "api.recompute_assignments()",
        "api.write_reminders()",
        "api.scan_expiry()",
    ],
)
@pytest.mark.parametrize(
    ("change", "sqlstate"), [("p_role => 'employee'", "ZR304"), ("p_is_active => false", "ZR305")]
)
def test_a_right_lost_while_waiting_is_lost(
    company: Database, call: str, change: str, sqlstate: str
) -> None:
    company.user("H-1", "hr_admin")
    company.user("H-2", "hr_admin")
    company.user("L-1", is_active=False)
    with Database.connect(company.dsn) as first, Database.connect(company.dsn) as second:
        first.act_as("H-2")
        second.act_as("H-1")
        first.execute("begin")
        first.execute(f"select api.upsert_user('H-1', {change})")
        before = company.snapshot()
        with background(lambda: second.execute(f"select * from {call}")) as waiting:
            until_blocked(company, second.pid)
            first.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == sqlstate
    changed = {"core.users", "core.user_history", "core.recompute_queue", "audit.log", "audit.head"}
    after = company.snapshot()
    assert {table for table in after if after[table] != before[table]} <= changed
    assert company.value("select count(*) from audit.log where actor = 'H-1'") == 0
