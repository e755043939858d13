"""PL/pgSQL bodies hold no mistake that plpgsql_check knows: sqlfluff does not look inside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied

#: One row a function, for a trigger function one a trigger, with its table and transition tables.
_FUNCTIONS = """
    select p.oid::regprocedure::text as name, t.tgrelid as relid, t.tgoldtable as old_table,
        t.tgnewtable as new_table
    from pg_proc as p
    inner join pg_language as l on l.oid = p.prolang
    left join pg_trigger as t on t.tgfoid = p.oid and not t.tgisinternal
    where l.lanname = 'plpgsql' and p.pronamespace in (
        'api'::regnamespace, 'core'::regnamespace, 'audit'::regnamespace, 'ops'::regnamespace
    )
    order by 1, 2
"""

_CHECK = """
    select level, lineno, statement, sqlstate, message, detail, hint
    from plpgsql_check_function_tb(
        %s::regprocedure, coalesce(%s, 0::regclass)::regclass, oldtable => %s, newtable => %s,
        fatal_errors => false, security_warnings => true, performance_warnings => false
    )
"""


@pytest.fixture(scope="module")
def checked(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        if not database.rows("select from pg_available_extensions where name = 'plpgsql_check'"):
            pytest.skip("this PostgreSQL has no plpgsql_check (Debian has it as a package)")
        database.execute("create extension plpgsql_check")
        yield database


def findings(checked: Database) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for function in checked.rows(_FUNCTIONS):
        arguments = [function[name] for name in ("name", "relid", "old_table", "new_table")]
        found += [{"function": function["name"]} | row for row in checked.rows(_CHECK, *arguments)]
    return found


def test_no_function_has_a_finding(checked: Database) -> None:
    assert checked.rows(_FUNCTIONS)
    assert findings(checked) == []


def test_a_mistake_would_be_found(checked: Database) -> None:
    with checked.undone():
        checked.execute(
            "create function core._wrong() returns bigint language plpgsql as"
            " $$ begin return (select no_such_column from core.users); end $$"
        )
        assert {row["function"] for row in findings(checked)} == {"core._wrong()"}
