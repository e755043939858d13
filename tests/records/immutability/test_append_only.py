"""What is recorded stays: nobody edits, deletes or truncates it, the tables' owner included."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.records.immutability.roles import ROLES, act

#: Nothing of a row of these ever changes.
APPEND_ONLY = [
    "audit.log",
    "core.campaigns",
    "core.evidence",
    "core.exemptions",
    "core.recertification_exceptions",
    "core.recertification_runs",
    "core.signatures",
    "core.training_history",
    "core.user_history",
    "ops.migrations",
]

#: Rows of these change, but never go.
NEVER_DELETED = [
    *APPEND_ONLY,
    "audit.head",
    "core.assignments",
    "core.review_tasks",
    "core.training_versions",
    "core.trainings",
    "core.users",
]

#: Columns by which others know a row, or that tell where it comes from, of tables that change.
KEYS = [
    ("core.assignments", "user_id"),
    ("core.assignments", "campaign_id"),
    ("core.assignments", "assigned_at"),
    ("core.assignments", "is_imported"),
    ("core.trainings", "training_id"),
    ("core.trainings", "created_at"),
    ("core.users", "user_id"),
    ("core.users", "employee_number"),
    ("core.users", "created_at"),
]


def columns_of(company: Database, table: str) -> dict[str, str]:
    """For each column what an assignment that changes nothing gives it."""
    return {
        row["name"]: "default" if row["is_identity"] else f"target.{row['name']}"
        for row in company.rows(
            "select attname as name, attidentity <> '' as is_identity from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            table,
        )
    }


def key_of(company: Database, table: str) -> str:
    return company.value(
        "select string_agg(a.attname, ', ' order by k.place) from pg_constraint as c"
        " cross join unnest(c.conkey) with ordinality as k (number, place)"
        " join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.number"
        " where c.conrelid = %s::regclass and c.contype = 'p'",
        table,
    )


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_column_is_edited(company: Database, table: str, role: str | None) -> None:
    columns = columns_of(company, table)
    key = key_of(company, table)
    act(company, role)
    assert company.value(f"select count(*) from {table}") > 0
    before = company.rows(f"select * from {table}")
    for column, same in columns.items():
        company.refuses("ZR301", f"update {table} as target set {column} = {same}")
        company.refuses(
            "ZR301",
            f"merge into {table} as target using (select 1) as one on true"
            f" when matched then update set {column} = {same}",
        )
        company.refuses(
            "ZR301",
            f"insert into {table} as target overriding system value select * from {table}"
            f" on conflict ({key}) do update set {column} = {same}",
        )
    assert company.rows(f"select * from {table}") == before


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("table", NEVER_DELETED)
def test_no_row_goes(company: Database, table: str, role: str | None) -> None:
    act(company, role)
    assert company.value(f"select count(*) from {table}") > 0
    company.refuses("ZR301", f"delete from {table}")
    company.refuses("ZR301", f"delete from {table} where false")
    company.refuses(
        "ZR301",
        f"merge into {table} as t using (select 1) as one on true when matched then delete",
    )
    company.refuses("ZR301", f"truncate {table} cascade")
    company.refuses("ZR301", f"truncate {table} restart identity cascade")


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize(("table", "column"), KEYS)
def test_no_key_changes(company: Database, table: str, column: str, role: str | None) -> None:
    same = columns_of(company, table)[column]
    act(company, role)
    company.refuses("ZR301", f"update {table} as target set {column} = {same}")
    company.refuses("ZR301", f"update {table} as target set {column} = {same} where false")
