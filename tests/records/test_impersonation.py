"""A login without recert_service acts as its own person, whatever it tries; the log names both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied, login, login_name
from tests.records.logins import APPROVE, session

#: What a trap of the caller's own does when something of ours falls into it.
_TRAP = "language plpgsql as $$ begin insert into public.trapped values (current_user); {} end $$"


@dataclass(frozen=True)
class Company:
    """Version 1 in force, version 2 pending, and the login of the employee E-1."""

    database: Database
    dsn: str
    name: str
    other: str


@pytest.fixture(scope="module")
def company(server: EmbeddedServer, template: str) -> Iterator[Company]:
    """E-1 may become recert_runner and the login of Q-1, and make schemas: it helps nothing."""
    with ExitStack() as stack:
        database = stack.enter_context(
            Database.connect(stack.enter_context(copied(server, template)))
        )
        database.deciders()
        database.users("E-1", "E-2")
        database.training()
        database.activate("1")
        for number in ("Q-1", "E-1", "E-2"):
            database.evidence(number, "1")
        database.submit("2")
        database.act_as(None)
        database.execute("create table public.trapped (whom text)")
        database.execute("grant insert on public.trapped to public")
        other = login_name(session(stack, database, "recert_runner", of="Q-1").dsn)
        dsn = session(stack, database, "recert_runner", other, of="E-1").dsn
        name = login_name(dsn)
        database.execute(
            sql.SQL("grant create on database {} to {}")
            .format(sql.Identifier(database.connection.info.dbname), sql.Identifier(name))
            .as_string()
        )
        yield Company(database, dsn, name, other)


def acts_as_itself(company: Company, session: Database, approving: str) -> None:
    """Nothing is approved, with this SQLSTATE; what the person may do is logged as the person's."""
    before = company.database.value("select max(seq) from audit.log")
    session.refuses(approving, APPROVE, REASON)
    session.refuses(approving, "select api.reject_version('Lockout', '2', %s)", REASON)
    assert company.database.value("select max(seq) from audit.log") == before
    if approving == "ZR303":
        # the person itself goes on where the session names nobody else
        session.act_as("")
    session.execute("select * from api.complete_training('Lockout', 80)")
    assert {row["employee_number"] for row in session.rows("select * from api.evidence")} == {"E-1"}
    rows = company.database.rows(
        "select actor, db_role, payload::jsonb ->> 'actor' as hashed_actor,"
        " payload::jsonb ->> 'db_role' as hashed_role from audit.log where seq > %s",
        before,
    )
    assert rows
    for row in rows:
        assert (row["actor"], row["db_role"]) == ("E-1", company.name)
        assert (row["hashed_actor"], row["hashed_role"]) == ("E-1", company.name)
    assert company.database.rows("table public.trapped") == []


@pytest.mark.rule(1, 20)
@pytest.mark.parametrize(
    "statement",
    [
        "set recert.actor = 'Q-1'",
        "set session recert.actor to 'Q-1'",
        "select set_config('recert.actor', 'Q-1', false)",
        "set \"Recert.Actor\" = 'Q-1'",
    ],
)
def test_with_the_setting(company: Company, statement: str) -> None:
    with Database.connect(company.dsn) as session:
        session.execute(statement)
        session.refuses("ZR303", "select * from api.acting_user()")
        acts_as_itself(company, session, "ZR303")


@pytest.mark.rule(1, 20)
@pytest.mark.parametrize(
    "statement",
    ["set local recert.actor = 'Q-1'", "select set_config('recert.actor', 'Q-1', true)"],
)
def test_with_the_setting_of_a_transaction(company: Company, statement: str) -> None:
    with Database.connect(company.dsn) as session, session.connection.transaction():
        session.execute(statement)
        session.refuses("ZR303", APPROVE, REASON)
        session.refuses("ZR303", "select * from api.evidence")
    with Database.connect(company.dsn) as session:
        acts_as_itself(company, session, "ZR304")


@pytest.mark.rule(1, 20)
def test_with_the_setting_from_the_start_of_a_session(company: Company) -> None:
    dsn = make_conninfo(company.dsn, options="-c recert.actor=Q-1")
    with Database.connect(dsn) as session:
        assert session.value("show recert.actor") == "Q-1"
        acts_as_itself(company, session, "ZR303")


@pytest.mark.rule(1, 20)
@pytest.mark.parametrize("where", ["", "in database {}"])
def test_with_the_setting_of_the_login_itself(company: Company, where: str) -> None:
    database = sql.Identifier(company.database.connection.info.dbname).as_string()
    alter = f"alter role {company.name} {where.format(database)}"
    with Database.connect(company.dsn) as session:
        session.refuses("42501", f"{alter} set recert.actor = 'Q-1'")
        acts_as_itself(company, session, "ZR304")
    # and it helps nothing where an administrator did it
    company.database.execute(f"{alter} set recert.actor = 'Q-1'")
    try:
        with Database.connect(company.dsn) as session:
            assert session.value("show recert.actor") == "Q-1"
            acts_as_itself(company, session, "ZR303")
    finally:
        company.database.execute(f"{alter} reset recert.actor")


@pytest.mark.rule(1, 20)
def test_with_the_setting_of_a_function_that_calls_ours(company: Company) -> None:
    with Database.connect(company.dsn) as session:
        session.execute(
            "create function pg_temp.approve() returns text language plpgsql as $$ begin"
            " perform set_config('recert.actor', 'Q-1', true);"
            " return campaign from api.approve_version("
            " 'Lockout', '2', 'New lock type on line 4', true, true); end $$"
        )
        session.refuses("ZR303", "select pg_temp.approve()")
        acts_as_itself(company, session, "ZR304")


@pytest.mark.rule(1, 20)
@pytest.mark.parametrize(
    "role",
    [
        "recert_owner",
        "recert_service",
        "recert_auditor",
        "recert_builder",
        "superuser",
        "pg_monitor",
    ],
)
def test_with_a_role_that_was_not_given(company: Company, role: str) -> None:
    if role == "superuser":
        role = company.database.connection.info.user
    with Database.connect(company.dsn) as session:
        session.refuses("42501", f"set role {role}")
        session.refuses("42501", f"set session authorization {role}")
        with session.connection.transaction():
            session.refuses("42501", f"set local role {role}")
            session.refuses("42501", f"set local session authorization {role}")
        acts_as_itself(company, session, "ZR304")
    for setting in ("role", "session_authorization"):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(company.dsn, options=f"-c {setting}={role}").close()


@pytest.mark.rule(1, 20)
@pytest.mark.parametrize("role", ["recert_runner", "the other's login"])
def test_with_a_role_that_was_given(company: Company, role: str) -> None:
    """Even the login of another person, when it is used as a role: a session is its login's."""
    role = role if role == "recert_runner" else company.other
    with Database.connect(company.dsn) as session:
        session.execute(sql.SQL("set role {}").format(sql.Identifier(role)).as_string())
        assert session.value("select current_user") == role
        acts_as_itself(company, session, "ZR304")
        session.refuses("42501", f"set session authorization {company.other}")
        session.execute("set session authorization default")
        acts_as_itself(company, session, "ZR304")


def test_the_first_session_of_anothers_login_is_the_others(company: Company) -> None:
    """That those tests above can fail: with the login itself it is Q-1 who acts."""
    with Database.connect(make_conninfo(company.dsn, user=company.other)) as session:
        assert session.value("select employee_number from api.acting_user()") == "Q-1"


#: What a caller makes in a schema of its own ({0}), to be taken for what is PostgreSQL's or ours.
_FUNCTIONS = {
    "acting_user()": "table (user_id bigint, employee_number text, role text, is_system boolean)",
    "_actor()": "bigint",
    "_is_service()": "boolean",
    "_is_member(text)": "boolean",
    "_sees_everybody()": "boolean",
    "_require_decider(bigint)": "void",
    "_people_seen()": "table (user_id bigint)",
    "pg_has_role(name, text, text)": "boolean",
    "pg_has_role(name, name, text)": "boolean",
    "current_setting(text)": "text",
    "current_setting(text, boolean)": "text",
    "now()": "timestamptz",
    "clock_timestamp()": "timestamptz",
    "format(text, text)": "text",
    "nameeqtext(name, text)": "boolean",
    "texteq(text, text)": "boolean",
}

_TABLES = {
    "users": "(user_id bigint, employee_number text, role text, is_active boolean, db_role text)",
    "evidence": "(user_id bigint, evidence_id bigint)",
    "trainings": "(training_id bigint, name text)",
    "training_versions": "(version_id bigint, state text)",
    "log": "(seq bigint)",
    "head": "(seq bigint)",
}


def functions(schema: str) -> Iterator[str]:
    for signature, result in _FUNCTIONS.items():
        is_value = not result.startswith(("table", "void"))
        body = "return null;" if is_value else "return;"
        yield f"create function {schema}.{signature} returns {result} {_TRAP.format(body)}"


def tables(schema: str) -> Iterator[str]:
    for name, columns in _TABLES.items():
        yield f"create table {schema}.{name} {columns}"
    yield (
        f"insert into {schema}.users"
        " select 2, n, 'corporate_admin', true, session_user"
        " from unnest(array['E-1', 'Q-1', session_user::text]) as n"
    )


def views(schema: str) -> Iterator[str]:
    for name in _TABLES:
        yield (
            f"create view {schema}.{name} as select 2::bigint as user_id, 'Q-1'::text as"
            " employee_number, 'corporate_admin'::text as role, true as is_active,"
            " session_user::text as db_role"
        )


def types(schema: str) -> Iterator[str]:
    yield f"create function {schema}.spring() returns boolean {_TRAP.format('return true;')}"
    for name in ("text", "name", "timestamptz", "jsonb", "bytea", "inet", "regrole", "oid"):
        yield (f'create domain {schema}."{name}" as pg_catalog."{name}" check ({schema}.spring())')
    yield f"create type {schema}.users as (user_id bigint, role pg_catalog.text)"
    yield f"create type {schema}.entry as (action pg_catalog.text)"


def operators(schema: str) -> Iterator[str]:
    for number, (left, right) in enumerate(
        (
            ("name", "text"),
            ("text", "text"),
            ("text", "name"),
            ("name", "name"),
            ("bigint", "bigint"),
        )
    ):
        yield (
            f"create function {schema}.same_{number}({left}, {right}) returns boolean"
            f" {_TRAP.format('return true;')}"
        )
        yield (
            f"create operator {schema}.= (leftarg = {left}, rightarg = {right},"
            f" function = {schema}.same_{number})"
        )


@pytest.mark.rule(1, 20)
@pytest.mark.parametrize("schema", ["pg_temp", "mine"])
@pytest.mark.parametrize("things", [functions, tables, views, types, operators])
@pytest.mark.parametrize(
    "path", ["{0}, pg_catalog, api, core", "api, core, audit", '"$user", {0}', "pg_catalog, {0}"]
)
def test_with_things_of_its_own_that_look_like_ours(
    company: Company, things: object, schema: str, path: str
) -> None:
    assert callable(things)
    with Database.connect(company.dsn) as session:
        # a plan that was made before is asked again with what is there now
        session.refuses("ZR304", APPROVE, REASON)
        if schema == "mine":
            session.execute("create schema mine")
        try:
            for statement in things(schema):
                session.execute(statement)
            session.execute(f"set search_path = {path.format(schema)}")
            acts_as_itself(company, session, "ZR304")
        finally:
            session.execute("drop schema if exists mine cascade")


@pytest.mark.rule(19, 20)
def test_a_schema_of_ours_takes_nothing_of_the_callers(company: Company) -> None:
    """So that nobody puts a better match for a call beside what it means to call."""
    with Database.connect(company.dsn) as session:
        for schema in ("api", "core", "audit", "ops", "pg_catalog"):
            session.refuses("42501", f"create table {schema}.users (user_id bigint)")
            session.refuses(
                "42501", f"create function {schema}._actor(text) returns int language sql return 1"
            )
        for statement in (
            "create or replace function api.acting_user() returns int language sql return 1",
            "alter function api.acting_user() rename to acting_user_before",
            "alter function core._actor() owner to current_user",
            "alter function core._actor() set search_path = mine",
            "grant recert_service to current_user",
            f"update core.users set db_role = '{company.name}' where employee_number = 'Q-1'",
        ):
            session.refuses("42501", statement)


@pytest.mark.rule(1)
def test_the_login_of_a_person_is_not_the_persons_to_set(company: Company) -> None:
    with Database.connect(company.dsn) as session:
        session.refuses("ZR304", "select api.upsert_user('Q-1', p_db_role => %s)", company.name)
    with login(company.database.dsn, "recert_runner") as dsn, Database.connect(dsn) as nobody:
        nobody.refuses("ZR302", "select api.complete_training('Lockout')")
