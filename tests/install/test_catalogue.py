"""What is installed is what the files say: no leftover, nothing unnamed, nothing unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.sources import SourceFile, migrations, reapplied
from tests.company import Database, copied

OURS = "('api'::regnamespace, 'core'::regnamespace, 'audit'::regnamespace, 'ops'::regnamespace)"

#: Name and arguments of what a file creates.
_ROUTINE = re.compile(
    r"^create (?:or replace )?(?:function|aggregate|procedure) (\w+)\.(\w+)\s*\(", re.MULTILINE
)


@pytest.fixture(scope="module")
def installed(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


def files(kind: str) -> list[SourceFile]:
    """Those of a kind, also of what only a single server has."""
    return [file for file in reapplied() if file.path.removeprefix("local/").startswith(f"{kind}/")]


def arguments(text: str) -> list[str]:
    """The types of the arguments that end at the parenthesis which closes the text's first."""
    parts, depth = [""], 0
    for character in text:
        if character == ")" and depth == 0:
            break
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    found = []
    for part in parts:
        if words := part.split():
            words = words[1:] if words[0] == "variadic" else words
            found.append(" ".join(words[1:]).partition(" default ")[0])
    return found


def test_each_file_of_functions_has_the_one_that_it_is_named_after() -> None:
    for file in files("functions"):
        (match,) = _ROUTINE.finditer(file.text)
        path = PurePosixPath(file.path)
        assert match.groups() == (path.parent.name, path.stem), file.path


def test_the_installed_signatures_are_those_of_the_files(installed: Database) -> None:
    told = set()
    for file in files("functions"):
        (match,) = _ROUTINE.finditer(file.text)
        types = [
            installed.value("select %s::regtype::text", name)
            for name in arguments(file.text[match.end() :])
        ]
        told.add(f"{match[1]}.{match[2]}({','.join(types)})")
    found = installed.rows(
        f"select oid::regprocedure::text as name from pg_proc where pronamespace in {OURS}"
    )
    assert len(found) == len(files("functions"))
    assert {row["name"] for row in found} == told


@pytest.mark.parametrize(
    ("kind", "pattern", "query"),
    [
        (
            "triggers",
            r"^create (?:or replace )?trigger (\w+)",
            "select tgname as name from pg_trigger where not tgisinternal",
        ),
        (
            "views",
            r"^create (?:or replace )?view (\w+\.\w+)",
            "select oid::regclass::text as name from pg_class"
            f" where relkind = 'v' and relnamespace in {OURS}",
        ),
    ],
)
def test_the_installed_triggers_and_views_are_those_of_the_files(
    installed: Database, kind: str, pattern: str, query: str
) -> None:
    told = [name for file in files(kind) for name in re.findall(pattern, file.text, re.MULTILINE)]
    assert sorted(row["name"] for row in installed.rows(query)) == sorted(told)


def test_the_installed_policies_are_those_of_the_files(installed: Database) -> None:
    told = [
        policy
        for file in files("policies")
        for policy in re.findall(r"^create policy (\w+) on (\w+\.\w+)", file.text, re.MULTILINE)
    ]
    found = installed.rows(
        "select polname as name, polrelid::regclass::text as table, polcmd = 'r' as only_reads,"
        " obj_description(oid, 'pg_policy') as explained from pg_policy"
    )
    assert sorted((row["name"], row["table"]) for row in found) == sorted(told)
    for row in found:
        assert row["name"].startswith(row["table"].partition(".")[2]), row["name"]
        assert row["only_reads"], row["name"]
        assert row["explained"], row["name"]


def test_row_security_is_on_where_there_are_policies(installed: Database) -> None:
    """And whoever may read such a table has a policy: nobody reads nothing by mistake."""
    rows = installed.rows(
        "select c.oid::regclass::text as name, c.relrowsecurity as is_on,"
        " c.relforcerowsecurity as is_forced, array(select distinct r::regrole::text"
        " from pg_policy as p, unnest(p.polroles) as r where p.polrelid = c.oid order by 1)"
        " as shown_to, array(select distinct g.grantee::regrole::text from aclexplode(c.relacl)"
        " as g where g.grantee <> c.relowner order by 1) as given_to"
        f" from pg_class as c where c.relkind = 'r' and c.relnamespace in {OURS} order by 1"
    )
    secured = [row for row in rows if row["is_on"] or row["shown_to"]]
    assert [row["name"] for row in secured] == [
        *("core.evidence", "core.notifications", "core.review_tasks"),
    ]
    for row in secured:
        assert row["is_on"], row["name"]
        assert not row["is_forced"], row["name"]
        assert row["shown_to"] == row["given_to"], row["name"]


def test_a_view_lies_in_the_file_that_it_is_named_after() -> None:
    for file in files("views"):
        path = PurePosixPath(file.path)
        found = re.findall(r"^create (?:or replace )?view (\w+)\.(\w+)", file.text, re.MULTILINE)
        assert found == [(path.parent.name, path.stem)]


def test_every_constraint_is_named_by_a_file(installed: Database) -> None:
    """So that no name is one which PostgreSQL made up, and which may differ by its version."""
    told: list[str] = []
    for file in migrations():
        for name in re.findall(r"^drop constraint (\w+)", file.text, re.MULTILINE):
            told.remove(name)
        told += re.findall(r"^(?:\s+|add )constraint (\w+)", file.text, re.MULTILINE)
    found = installed.rows(
        "select k.conname as name, c.relname as table from pg_constraint as k"
        f" join pg_class as c on c.oid = k.conrelid where k.connamespace in {OURS}"
        " and k.contype <> 'n'"  # from 18 on NOT NULL has a name of its own
    )
    assert sorted(row["name"] for row in found) == sorted(told)
    for row in found:
        assert row["name"].startswith(f"{row['table']}_"), row["name"]


def test_every_table_has_a_key(installed: Database) -> None:
    without = installed.rows(
        "select oid::regclass::text as name from pg_class as c"
        f" where relkind = 'r' and relpersistence = 'p' and relnamespace in {OURS}"
        " and not exists (select from pg_constraint as k"
        " where k.conrelid = c.oid and k.contype in ('p', 'u'))"
    )
    assert without == []


def test_per_user_keys_lead_with_the_user(installed: Database) -> None:
    """What lets the tables be distributed by user."""
    keys = installed.rows(
        "select c.oid::regclass::text as name, k.conname,"
        " (select a.attname from pg_attribute as a"
        " where a.attrelid = c.oid and a.attnum = k.conkey[1]) as first"
        " from pg_class as c join pg_constraint as k on k.conrelid = c.oid"
        " where k.contype in ('p', 'u') and c.relnamespace = 'core'::regnamespace"
        " and c.oid <> 'core.users'::regclass and exists (select from pg_attribute as a"
        " where a.attrelid = c.oid and a.attname = 'user_id')"
    )
    assert {row["name"] for row in keys} >= {
        *("core.assignments", "core.evidence", "core.exemptions", "core.signatures"),
        *("core.recertification_exceptions", "core.user_history"),
    }
    assert {row["first"] for row in keys} == {"user_id"}


@pytest.mark.parametrize(
    ("what", "query"),
    [
        (
            "schemas",
            "select nspname as name from pg_namespace where nspname in ('api', 'core', 'audit',"
            " 'ops', 'staging', 'intermediate', 'mart_compliance', 'mart_audit')"
            " and obj_description(oid, 'pg_namespace') is null",
        ),
        (
            "tables and views",
            f"select oid::regclass::text as name from pg_class where relnamespace in {OURS}"
            " and relkind in ('r', 'v', 'c') and obj_description(oid, 'pg_class') is null"
            " and obj_description(reltype, 'pg_type') is null",
        ),
        (
            "columns of tables and views",
            "select a.attrelid::regclass || '.' || a.attname as name from pg_attribute as a"
            " join pg_class as c on c.oid = a.attrelid"
            f" where c.relnamespace in {OURS} and c.relkind in ('r', 'v') and a.attnum > 0"
            " and not a.attisdropped and col_description(a.attrelid, a.attnum) is null",
        ),
        (
            "functions",
            f"select oid::regprocedure::text as name from pg_proc where pronamespace in {OURS}"
            " and obj_description(oid, 'pg_proc') is null",
        ),
        (
            "roles",
            "select rolname as name from pg_roles where rolname like 'recert\\_%%'"
            " and shobj_description(oid, 'pg_authid') is null",
        ),
    ],
)
def test_everything_is_explained(installed: Database, what: str, query: str) -> None:
    assert installed.rows(query) == []


def test_times_have_a_zone_and_functions_a_stated_safety(installed: Database) -> None:
    assert (
        installed.rows(
            "select a.attrelid::regclass || '.' || a.attname as name from pg_attribute as a"
            " join pg_class as c on c.oid = a.attrelid"
            f" where c.relnamespace in {OURS} and a.atttypid = 'timestamp'::regtype"
        )
        == []
    )
    for file in files("functions"):
        if "create or replace function" in file.text:
            header = file.text.partition("as $$")[0]
            assert re.search(r"^security (definer|invoker)$", header, re.MULTILINE), file.path
            assert re.search(r"^(volatile|stable|immutable)$", header, re.MULTILINE), file.path
