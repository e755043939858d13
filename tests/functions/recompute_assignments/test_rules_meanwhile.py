"""Rules that are loaded while a recompute waits assign nobody what they are just completing."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.sessions import background, until_blocked


@pytest.mark.rule(13, 18)
def test_a_rule_that_comes_meanwhile_is_applied_with_its_training_locked(
    database: Database,
) -> None:
    database.deciders()
    database.users("E-1", "E-2")
    training = database.training()
    database.activate("1")
    with (
        Database.connect(database.dsn) as importing,
        Database.connect(database.dsn) as recomputing,
        Database.connect(database.dsn) as completing,
    ):
        importing.execute("begin")
        importing.execute(
            "insert into core.assignment_rules (name, training_ids)"
            " values ('All', array[%s]::bigint[])",
            training,
        )
        importing.execute("select core._recompute_everyone('rules')")
        with background(
            lambda: recomputing.row("select * from api.recompute_assignments(null, true)")
        ) as waiting:
            until_blocked(database, recomputing.pid)
            completing.act_as("E-1")
            completing.execute("begin")
            completing.execute("select api.complete_training('Lockout')")
            importing.execute("commit")
            until_blocked(database, recomputing.pid)
            completing.execute("commit")
        assert waiting.result()["rules"] == 1
    open_ones = database.rows(
        "select u.employee_number from core.assignments join core.users as u using (user_id)"
        " where status = 'not_started' order by 1"
    )
    assert [row["employee_number"] for row in open_ones] == ["A-1", "E-2", "Q-1"]
