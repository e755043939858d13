"""Two files of a kind in one transaction are two: neither is judged or counted with the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from psycopg import sql

from tests.company import Database
from tests.functions.imports.loading import last_audit, load

#: Columns and rows by kind.
Files = Mapping[str, tuple[Any, ...]]

#: For each kind its columns, a row of both files, one of the second, which is wrong in the first,
#: and one that is wrong in the second.
FILES = {
    "users": (
        "employee_number,full_name,role,db_role",
        ("N-1", "New", "employee", "first"),
        ("N-2", "New", "employee", "second"),
        ("N-2", "New", "chief", "second"),
        ("N-3", "New", "boss", "third"),
    ),
    "trainings": (
        "name,initial_due_offset_days",
        ("Gowning", "14"),
        ("Labelling", "14"),
        ("Labelling", "0"),
        ("Packing", "0"),
    ),
    "versions": (
        "training,label,state,author,content,sources",
        ("Lockout", "3", "pending_review", "A-1", "# 3", "SOP-1@A"),
        ("Lockout", "4", "pending_review", "Q-1", "# 4", "SOP-1@A"),
        ("Lockout", "4", "pending", "Q-1", "# 4", "SOP-1@A"),
        ("Lockout", "5", "pending_review", "nobody", "# 5", "SOP-1@A"),
    ),
    "evidence": (
        "employee_number,training,version,completed_at,score",
        ("E-1", "Lockout", "1", "2026-01-05", "80"),
        ("E-2", "Lockout", "1", "2026-01-05", "80"),
        ("E-2", "Lockout", "1", "2026-01-05", "180"),
        ("nobody", "Lockout", "1", "2026-01-05", "80"),
    ),
    "assignments": (
        "employee_number,campaign,training,version,status,due_at,assigned_at",
        ("E-1", "Paper", "Lockout", "1", "not_started", "2026-02-01", "2026-01-02"),
        ("E-2", "Paper", "Lockout", "1", "not_started", "2026-02-01", "2026-01-02"),
        ("E-2", "Paper", "Lockout", "1", "unknown", "2026-02-01", "2026-01-02"),
        ("nobody", "Paper", "Lockout", "1", "not_started", "2026-02-01", "2026-01-02"),
    ),
    "completions": (
        "employee_number,training,score",
        ("E-1", "Lockout", "80"),
        ("E-2", "Lockout", "80"),
        ("E-2", "Lockout", "180"),
        ("nobody", "Lockout", "80"),
    ),
    "rules": (
        "name,is_active,auto_assign,trainings,department",
        ("First", "true", "true", "Lockout", "A"),
        ("Second", "true", "true", "Lockout", "B"),
        ("Second", "true", "perhaps", "Lockout", "B"),
        ("Third", "true", "true", "unknown", "C"),
    ),
    "documents": (
        "document,revision,title,effective_at",
        ("SOP-9", "A", "Ninth", "2026-01-05"),
        ("SOP-9", "B", "Ninth", "2026-02-05"),
        ("SOP-9", "B", "Ninth", "soon"),
        ("SOP-9", "C", "Ninth", "never"),
    ),
}

UNREADABLE = json.dumps([{"column": None, "reason": "has more values than columns", "value": "x"}])


def begin(company: Database, kind: str, files: Files = FILES) -> int:
    columns = files[kind][0].split(",")
    return int(company.value("select api.begin_import(%s, %s, %s)", kind, f"{kind}.csv", columns))


def stage(
    company: Database, kind: str, import_id: int, *rows: tuple[str, ...], files: Files = FILES
) -> None:
    """Put down these rows, and one that could not be read."""
    columns = files[kind][0].split(",")
    # what was understood of it would be a fault, too
    unreadable = tuple("unknown" for _ in columns)
    insert = sql.SQL("insert into ops.{} ({}) values ({})").format(
        sql.Identifier(f"staged_{kind}"),
        sql.SQL(", ").join(map(sql.Identifier, ["import_id", "line_number", "faults", *columns])),
        sql.SQL(", ").join([sql.Placeholder()] * (3 + len(columns))),
    )
    for line, row in enumerate((*rows, unreadable), start=2):
        faults = UNREADABLE if row is unreadable else None
        company.connection.execute(insert, [import_id, line, faults, *row])


@pytest.mark.parametrize("kind", FILES)
def test_each_is_loaded_as_if_it_were_alone(company: Database, kind: str) -> None:
    _, both, second, spoiled, bad = FILES[kind]
    company.act_as(None)
    with company.connection.transaction():
        one, other = begin(company, kind), begin(company, kind)
        stage(company, kind, one, both, spoiled)
        stage(company, kind, other, both, second, bad)
        counts = [
            tuple(
                company.row(
                    "select read, inserted, updated, skipped, rejected"
                    " from api.load_import(%s, true)",
                    import_id,
                ).values()
            )
            for import_id in (one, other)
        ]
        faults = [
            [
                (row["line_number"], row["column_name"])
                for row in company.rows(
                    "select * from api.import_rejects where import_id = %s order by line_number",
                    import_id,
                )
            ]
            for import_id in (one, other)
        ]
        added = [rule["name"] for rule in last_audit(company).get("added", [])]
        company.execute("select api.end_import(%s)", one)
        assert company.rows("select * from api.import_rejects where import_id = %s", other)
        company.execute("select api.end_import(%s)", other)
    assert counts == [(3, 1, 0, 0, 2), (4, 1, 0, 1, 2)]
    assert added == (["Second"] if kind == "rules" else [])
    (one_bad, one_unreadable), (other_bad, other_unreadable) = faults
    assert (one_bad[0], one_unreadable) == (3, (4, None))
    assert (other_bad[0], other_unreadable) == (4, (5, None))
    assert None not in (one_bad[1], other_bad[1])
    assert company.value("select count(*) from ops.import_rejects") == 0


def test_what_is_twice_in_one_is_not_compared_with_the_other(company: Database) -> None:
    row = ("E-1", "Paper", "Lockout", "1", "not_started", "2026-02-01", "2026-01-02")
    with company.connection.transaction():
        one, other = begin(company, "assignments"), begin(company, "assignments")
        stage(company, "assignments", one, (*row[:4], "cancelled", *row[5:6], "soon"))
        stage(company, "assignments", other, row, row)
        load_import = "select inserted, skipped, rejected from api.load_import(%s, true)"
        counts = [tuple(company.row(load_import, each).values()) for each in (one, other)]
    assert counts == [(0, 0, 2), (1, 1, 1)]


CHANGES = {
    "trainings": (
        "name,category,initial_due_offset_days",
        ("Lockout", "Safety", "0"),
        ("Lockout", "Safety", "30"),
    ),
    "rules": (
        "name,trainings,days_to_complete",
        ("First", "Lockout", "0"),
        ("First", "Lockout", "9"),
    ),
    "documents": (
        "document,revision,title,effective_at",
        ("SOP-9", "A", "Nine", "soon"),
        ("SOP-9", "A", "Nine", "2026-01-05"),
    ),
    "users": (
        "employee_number,full_name,role",
        ("E-1", "Eve", "boss"),
        ("E-1", "Eve", "team_lead"),
    ),
}


@pytest.mark.parametrize("kind", CHANGES)
def test_a_change_is_made_and_told_once(company: Database, kind: str) -> None:
    _, spoiled, good = CHANGES[kind]
    load(company, "rules", "name,trainings", "First,Lockout")
    load(company, "documents", "document,revision,title,effective_at", "SOP-9,A,Ninth,2026-01-05")
    with company.connection.transaction():
        one, other = begin(company, kind, CHANGES), begin(company, kind, CHANGES)
        stage(company, kind, one, spoiled, files=CHANGES)
        stage(company, kind, other, good, files=CHANGES)
        load_import = "select inserted, updated, skipped, rejected from api.load_import(%s, true)"
        counts = [tuple(company.row(load_import, each).values()) for each in (one, other)]
    assert counts == [(0, 0, 0, 2), (0, 1, 0, 1)]
    assert len(last_audit(company).get("changes", [None])) == 1
