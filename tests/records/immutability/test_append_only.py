"""What is recorded stays: nobody edits, deletes or truncates it, the tables' owner included."""

from __future__ import annotations

import psycopg
import pytest

from tests.company import Database
from tests.records.immutability.roles import ROLES, act

#: Nothing of a row of these ever changes.
APPEND_ONLY = [
    "audit.log",
    "core.campaign_exceptions",
    "core.campaign_launches",
    "core.campaigns",
    "core.evidence",
    "core.exemptions",
    "core.expirations",
    "core.outdated_sources",
    "core.recertification_exceptions",
    "core.rule_history",
    "core.signatures",
    "core.training_history",
    "core.user_history",
    "ops.catalogue",
    "ops.installations",
    "ops.migrations",
]

#: Rows of these change, but never go.
NEVER_DELETED = [
    *APPEND_ONLY,
    "audit.head",
    "core.assignment_rules",
    "core.assignments",
    "core.documents",
    "core.notifications",
    "core.recertification_batches",
    "core.recertification_runs",
    "core.review_tasks",
    "core.scheduled_recertifications",
    "core.training_versions",
    "core.trainings",
    "core.users",
    "ops.imports",
    "ops.job_runs",
    "ops.report_builds",
]

#: Tables that are no record: what is still to be done, what a version that nobody approved is
#: made from, what the next installation compares with, and (left out below) what an import is at.
NO_RECORD = {
    "core.recompute_queue",
    "core.version_sources",
    "ops.import_rejects",
    "ops.objects",
    "ops.recompute_everyone",
}

#: Columns of tables that change, which stay: by which others know a row, or that tell where it
#: comes from, what was decided, asked or written.
KEPT = {
    "core.assignment_rules": "rule_id created_at",
    "core.assignments": "user_id campaign_id assigned_at is_imported imported_at",
    "core.documents": "document revision recorded_at",
    "core.evidence": (
        "user_id evidence_id version_id completed_at recorded_at is_imported score content_sha256"
    ),
    "core.notifications": (
        "user_id notification_id campaign_id kind due_at copied_to_id created_at"
    ),
    "core.recertification_batches": "run_id batch_number user_id_from user_id_to",
    "core.recertification_runs": "run_id campaign_id run_at run_by change_reason due_at scope",
    "core.review_tasks": "review_task_id task_type version_id addressed_to opened_at opened_by",
    "core.scheduled_recertifications": (
        "scheduled_recertification_id version_id effective_on scope change_reason plan_digest"
        " decided_by decided_at"
    ),
    "core.trainings": "training_id created_at",
    "core.users": "user_id employee_number created_at",
}


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


def test_every_table_is_a_record_unless_it_is_named(company: Database) -> None:
    tables = company.rows(
        "select oid::regclass::text as name from pg_class where relkind in ('r', 'p')"
        " and relnamespace in ('core'::regnamespace, 'audit'::regnamespace, 'ops'::regnamespace)"
        " and relname not like all(array['staged\\_%%', 'judged\\_%%'])",
    )
    assert {row["name"] for row in tables} == {*NEVER_DELETED, *NO_RECORD}


@ROLES
def test_no_version_loses_its_sources_at_once(company: Database, role: str | None) -> None:
    act(company, role)
    company.refuses("ZR301", "truncate core.version_sources")


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
    for more in ("", " restart identity"):
        with pytest.raises(psycopg.Error) as caught, company.connection.transaction():
            company.execute(f"truncate {table}{more} cascade")
        told = caught.value.diag
        # this table refuses, and not only one that refers to it
        assert (told.sqlstate, f"{told.schema_name}.{told.table_name}") == ("ZR301", table)


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("table", KEPT)
def test_what_others_know_a_row_by_is_kept(company: Database, table: str, role: str | None) -> None:
    columns = columns_of(company, table)
    act(company, role)
    for column in KEPT[table].split():
        query = f"update {table} as target set {column} = {columns[column]}"
        company.refuses("ZR301", query)
        # before a row is looked at, and so whatever else is refused of a row
        company.refuses("ZR301", f"{query} where false")
