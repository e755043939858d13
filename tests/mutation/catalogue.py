"""The mutants of what the migrations made: constraints, unique indexes and row security."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from psycopg.rows import dict_row

from tests.mutation.conditions import cuts
from tests.mutation.mutants import Mutant, identity

if TYPE_CHECKING:
    import psycopg

_OURS = "n.nspname in ('core', 'audit', 'ops')"

_CONSTRAINTS = f"""
select
    r.oid::regclass::text as on_table, c.conname as name, c.contype as kind,
    pg_get_constraintdef(c.oid) as definition
from pg_constraint as c
join pg_class as r on c.conrelid = r.oid
join pg_namespace as n on r.relnamespace = n.oid
where {_OURS} and c.contype in ('c', 'u', 'p', 'f', 'x') and c.conparentid = 0 and c.conislocal
order by 1, 2
"""

_NOT_NULLS = f"""
select r.oid::regclass::text as on_table, a.attname as name
from pg_attribute as a
join pg_class as r on a.attrelid = r.oid
join pg_namespace as n on r.relnamespace = n.oid
where {_OURS} and r.relkind in ('r', 'p') and not r.relispartition
    and a.attnotnull and a.attnum > 0 and not a.attisdropped and a.attidentity = ''
    and not exists (
        select from pg_index as i
        where i.indrelid = r.oid and i.indisprimary and a.attnum = any(i.indkey)
    )
order by 1, a.attnum
"""

_INDEXES = f"""
select
    r.oid::regclass::text as on_table, x.oid::regclass::text as name,
    pg_get_indexdef(x.oid) as definition
from pg_index as i
join pg_class as x on i.indexrelid = x.oid
join pg_class as r on i.indrelid = r.oid
join pg_namespace as n on r.relnamespace = n.oid
where {_OURS} and i.indisunique and not r.relispartition
    and not exists (select from pg_constraint as c where c.conindid = x.oid)
order by 1, 2
"""

_ROW_SECURITY = f"""
select r.oid::regclass::text as on_table, r.relforcerowsecurity as is_forced
from pg_class as r
join pg_namespace as n on r.relnamespace = n.oid
where {_OURS} and r.relrowsecurity
order by 1
"""

_KINDS = {
    "c": "check",
    "u": "unique",
    "p": "primary key",
    "f": "foreign key",
    "x": "exclusion",
}


def of_catalogue(connection: psycopg.Connection[Any]) -> list[Mutant]:
    """The mutants of the tables of an installed database."""

    def rows(query: str) -> list[dict[str, Any]]:
        with connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query.encode()).fetchall()

    found: list[Mutant] = []
    for row in rows(_CONSTRAINTS):
        found += _of_constraint(
            row["on_table"], row["name"], _KINDS[row["kind"]], row["definition"]
        )
    for row in rows(_NOT_NULLS):
        found.append(
            _mutant(
                row["on_table"],
                "not null",
                f"{row['on_table']}.{row['name']} not null",
                f"alter table {row['on_table']} alter column {row['name']} drop not null",
            )
        )
    for row in rows(_INDEXES):
        drop = f"drop index {row['name']}"
        name = row["name"].rpartition(".")[2]
        shown = f"{name}: {row['definition']}"
        found.append(_mutant(row["on_table"], "unique index", shown, drop))
        definition, where, condition = row["definition"].partition(" WHERE ")
        if where:
            shown = f"{name}: where {condition}"
            found.append(_mutant(row["on_table"], "where", shown, f"{drop}; {definition}"))
    for row in rows(_ROW_SECURITY):
        alter = f"alter table {row['on_table']}"
        found.append(
            _mutant(
                row["on_table"],
                "row security",
                f"{row['on_table']}: enable row level security",
                f"{alter} disable row level security",
            )
        )
        if row["is_forced"]:
            found.append(
                _mutant(
                    row["on_table"],
                    "row security",
                    f"{row['on_table']}: force row level security",
                    f"{alter} no force row level security",
                )
            )
    return found


def _of_constraint(table: str, name: str, kind: str, definition: str) -> list[Mutant]:
    drop = f"alter table {table} drop constraint {name} cascade"
    found = [_mutant(table, kind, f"{name}: {definition}", drop)]
    if kind == "check":
        times = Counter[str]()
        lowered = definition.replace(" AND ", " and ").replace(" OR ", " or ")
        for cut in cuts(lowered):
            less = lowered[: cut.start] + cut.replacement + lowered[cut.end :]
            times[cut.shown] += 1
            found.append(
                _mutant(
                    table,
                    "check term",
                    f"{name}: {cut.shown}",
                    f"{drop}; alter table {table} add constraint {name} {less}",
                    times[cut.shown],
                )
            )
    return found


def _mutant(table: str, kind: str, shown: str, statement: str, time: int = 1) -> Mutant:
    shown = " ".join(shown.split())
    return Mutant(
        identity=identity(table, kind, shown, time),
        path=table,
        kind=kind,
        line=0,
        shown=shown,
        names=(table,),
        statement=statement,
    )
