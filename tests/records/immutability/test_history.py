"""A change keeps what was before, and a task that was resolved stays so."""

from __future__ import annotations

import pytest

from tests.company import Database


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    ("table", "history", "key", "column"),
    [
        ("core.users", "core.user_history", "user_id", "department"),
        ("core.trainings", "core.training_history", "training_id", "category"),
    ],
)
def test_a_change_keeps_what_was_before(
    company: Database, table: str, history: str, key: str, column: str
) -> None:
    company.training("Of which another changes")
    ours = company.value(f"select min({key}) from {table}")
    count = f"select count(*) from {history}"
    before = company.row(
        f"select to_jsonb(t) as record, (select count(*) from {history}) as kept"
        f" from {table} as t where {key} = %s",
        ours,
    )
    company.execute(f"update {table} set {column} = 'Line 4' where {key} = %s", ours)
    kept = company.row(f"select * from {history} order by valid_until desc limit 1")
    assert (kept[key], kept["record"]) == (ours, before["record"])

    company.execute(f"update {table} set {column} = {column} where {key} = %s", ours)
    assert company.value(count) == before["kept"] + 1

    rows = company.value(f"select count(*) from {table}")
    company.execute(f"update {table} set {column} = 'Everywhere'")
    assert company.value(count) == before["kept"] + 1 + rows

    company.execute(
        f"merge into {table} as t using (select %s::bigint as key) as s on s.key = t.{key}"
        f" when matched then update set {column} = 'Merged'",
        ours,
    )
    assert company.value(count) == before["kept"] + 2 + rows


@pytest.mark.rule(19)
def test_an_upsert_keeps_what_was_before(company: Database) -> None:
    company.execute(
        "insert into core.users (employee_number, full_name) values ('E-1', 'New Name')"
        " on conflict (employee_number) do update set full_name = excluded.full_name"
    )
    assert company.value(
        "select record ->> 'full_name' from core.user_history"
        " join core.users using (user_id) where employee_number = 'E-1'"
    ) == ("Person E-1")


@pytest.mark.rule(5, 20)
def test_a_task_is_resolved_once(company: Database) -> None:
    company.submit("9")
    company.approve("9")
    for change in ("resolution = 'rejected'", "state = 'open', resolved_at = null"):
        company.refuses("ZR301", f"update core.review_tasks set {change} where state = 'resolved'")


@pytest.mark.rule(18)
def test_a_rule_keeps_what_was_before_and_nothing_when_nothing_changed(company: Database) -> None:
    company.execute(
        "insert into core.assignment_rules (name, training_ids)"
        " select 'Line 9', array[min(training_id)] from core.trainings"
    )
    kept = (
        "select record ->> 'days_to_complete' as days from core.rule_history"
        " where record ->> 'name' = 'Line 9' order by valid_until"
    )
    company.execute("update core.assignment_rules set days_to_complete = days_to_complete")
    assert company.rows(kept) == []
    for days in (5, 9):
        company.execute("update core.assignment_rules set days_to_complete = %s", days)
    assert [row["days"] for row in company.rows(kept)] == [None, "5"]
