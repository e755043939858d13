"""The rights in the catalogue are those of docs/security.md, and ops._grants() misses none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.install.grants_table import PAGE, parts, written

Rights = set[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def installed(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


def rights(database: Database) -> Rights:
    rows = database.rows("select kind, object, role, privilege from ops._grants()")
    found = {(row["kind"], row["object"], row["role"], row["privilege"]) for row in rows}
    assert len(found) == len(rows)
    return found


def test_the_table_of_the_documentation_is_that_of_the_catalogue(installed: Database) -> None:
    _, documented, _ = parts(PAGE.read_text(encoding="utf-8"))
    found = written(sorted(rights(installed)))
    assert documented.strip() == found.strip(), "renew it: python -m tests.install.grants_table"


def test_the_table_names_every_right(installed: Database) -> None:
    """Nothing is lost by what is told together."""
    _, documented, _ = parts(PAGE.read_text(encoding="utf-8"))
    for kind, name, _, privilege in rights(installed):
        short = name.partition("(")[0]
        (line,) = [
            line
            for line in documented.splitlines()
            if line.startswith(f"| {kind} |") and (f"`{short}`" in line or f"`{name}`" in line)
        ]
        assert privilege in line


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        ("grant usage on schema core to public", ("schema", "core", "PUBLIC", "USAGE")),
        (
            "grant create on schema api to recert_runner",
            ("schema", "api", "recert_runner", "CREATE"),
        ),
        (
            "grant select on core.users to recert_runner",
            ("table", "core.users", "recert_runner", "SELECT"),
        ),
        (
            "grant update (score) on core.evidence to recert_auditor",
            ("column", "core.evidence.score", "recert_auditor", "UPDATE"),
        ),
        (
            "grant select on api.job_runs to pg_monitor with grant option",
            ("view", "api.job_runs", "pg_monitor", "SELECT WITH GRANT OPTION"),
        ),
        (
            "grant usage on sequence core.users_user_id_seq to recert_runner",
            ("sequence", "core.users_user_id_seq", "recert_runner", "USAGE"),
        ),
        (
            "grant execute on function core._actor() to public",
            ("function", "core._actor()", "PUBLIC", "EXECUTE"),
        ),
        (
            "alter default privileges for role recert_owner in schema core grant select on tables"
            " to public",
            ("default", "tables in core", "PUBLIC", "SELECT"),
        ),
        (
            "alter default privileges for role recert_owner grant execute on functions to public",
            ("default", "functions in any schema", "PUBLIC", "EXECUTE"),
        ),
        (
            "alter view api.job_runs owner to pg_monitor",
            ("view", "api.job_runs", "pg_monitor", "OWNERSHIP"),
        ),
    ],
)
def test_what_is_given_in_addition_is_told(
    installed: Database, statement: str, right: tuple[str, str, str, str]
) -> None:
    before = rights(installed)
    with installed.undone():
        installed.execute(statement)
        assert right in rights(installed) - before
        assert written(sorted(rights(installed))) != written(sorted(before))


def test_a_function_that_anybody_made_is_told(installed: Database) -> None:
    """As long as nobody took it away, everybody may execute it, and no list says so."""
    before = rights(installed)
    with installed.undone():
        installed.execute("create function core.made() returns integer language sql return 1")
        made_by = installed.connection.info.user
        assert rights(installed) - before == {
            ("function", "core.made()", "PUBLIC", "EXECUTE"),
            ("function", "core.made()", made_by, "OWNERSHIP"),
        }


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        (
            "revoke select on core.evidence from recert_auditor",
            ("table", "core.evidence", "recert_auditor", "SELECT"),
        ),
        (
            "revoke usage on schema api from recert_runner",
            ("schema", "api", "recert_runner", "USAGE"),
        ),
        (
            "revoke execute on function api.scan_overdue() from recert_runner",
            ("function", "api.scan_overdue()", "recert_runner", "EXECUTE"),
        ),
    ],
)
def test_what_is_taken_away_is_missing(
    installed: Database, statement: str, right: tuple[str, str, str, str]
) -> None:
    before = rights(installed)
    with installed.undone():
        installed.execute(statement)
        assert before - rights(installed) == {right}
