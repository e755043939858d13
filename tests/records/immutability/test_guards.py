"""Guards stay: the tables' owner neither takes one away nor goes around it, whatever the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import psycopg
import pytest

from tests.company import Database, refused
from tests.records.immutability.roles import act
from tests.records.logins import session

#: What a member of the owner may try against evidence; each would open a way around a guard.
AROUND = [
    "alter table core.evidence disable trigger evidence_is_immutable",
    "alter table core.evidence disable trigger user",
    "alter table core.evidence enable replica trigger evidence_is_immutable",
    "drop trigger evidence_is_immutable on core.evidence",
    "alter trigger evidence_is_immutable on core.evidence rename to off",
    "create or replace trigger evidence_is_immutable after insert on core.evidence"
    " for each row execute function core._refuse_change()",
    "create trigger forged before insert on core.evidence for each row"
    " execute function core._refuse_change()",
    "create or replace function core._refuse_change() returns trigger language plpgsql"
    " as 'begin return new; end'",
    "alter function core._refuse_change() rename to _off",
    "alter function core._refuse_change() set session_replication_role = replica",
    "drop function core._refuse_change() cascade",
    "create rule forged as on update to core.evidence do instead nothing",
    "alter table ops.installations alter column server_major type bigint",
    "alter table core.evidence alter column score set default 100",
    "alter table core.evidence alter column score drop default",
    "alter table core.evidence drop column score cascade",
    "alter table core.evidence add column forged integer",
    "alter table core.evidence rename column score to points",
    "alter table core.evidence rename to forged",
    "alter table core.evidence set schema mart_audit",
    "alter table core.evidence drop constraint evidence_score_in_range",
    "alter table core.campaigns alter constraint campaigns_version_fkey deferrable",
    "alter table core.evidence add constraint forged foreign key (user_id)"
    " references core.users on delete cascade",
    "alter table core.evidence inherit pg_temp.parents",
    "create table pg_temp.child () inherits (core.evidence)",
    # no table of ours is partitioned: there is no partition to detach, nor a way to make one
    "create table core.forged partition of core.evidence for values in (1)",
    "alter table core.evidence attach partition pg_temp.parents for values in (1)",
    "alter table core.evidence detach partition pg_temp.parents",
    "alter table audit.log set unlogged",
    "alter table core.evidence owner to current_user",
    "alter table core.evidence disable row level security",
    "drop policy evidence_as_a_whole on core.evidence",
    "create policy forged on core.evidence",
    "create unique index forged on core.evidence (user_id)",
    "drop index core.training_versions_one_active",
    "drop table core.evidence cascade",
    "drop schema core cascade",
    "drop schema recert_guards cascade",
    "drop function recert_guards._guard_shape() cascade",
    "create or replace function recert_guards._guard_shape() returns event_trigger"
    " language plpgsql as 'begin end'",
    "drop event trigger recert_guards_drops",
    "alter event trigger recert_guards_changes disable",
    "set session_replication_role = replica",
    "set event_triggers = off",
    "grant update on core.evidence to recert_runner",
    "grant all on all tables in schema core to public",
    "revoke select on core.evidence from recert_builder",
    "alter default privileges in schema core grant all on tables to public",
    "drop owned by recert_owner cascade",
    "alter view api.audit_log rename to forged",
    "create view core.forged as select 1 as one",
    "create function core.forged() returns int language sql return 1",
    "comment on table core.evidence is 'forged'",
    "alter sequence core.evidence_evidence_id_seq restart",
    "truncate core.evidence cascade",
]


#: Refused by a guard or for want of a right; 42809, 42P17: the table has no partitions.
REFUSED = {"ZR308", "ZR301", "42501", "42809", "42P17"}

#: Writes over evidence, signatures and the log that are there.
OVER = [
    "update core.evidence set score = 100",
    "update core.evidence set recertification_status = 'current'",
    "delete from core.evidence",
    "truncate core.evidence, core.expirations, core.signatures",
    "merge into core.evidence as e using core.users as u on e.user_id = u.user_id"
    " when matched then update set score = 100",
    "merge into core.evidence as e using core.users as u on e.user_id = u.user_id"
    " when matched then delete",
    "insert into core.evidence overriding system value select * from core.evidence"
    " on conflict (user_id, evidence_id) do update set score = 100",
    "with gone as (delete from core.signatures returning *) select count(*) from gone",
    "update core.signatures set manifestation = 'forged'",
    "delete from core.signatures",
    "update audit.log set actor = 'forged'",
    "delete from audit.log",
    "truncate audit.log",
    "insert into audit.log select * from audit.log on conflict (seq) do update set actor = 'x'",
    "delete from audit.head",
    "update ops.catalogue set definition = 'forged'",
    "delete from ops.installations",
]


def attempt(person: Database, statement: str) -> str | None:
    """The SQLSTATE with which the statement is refused; undone when it is not."""
    try:
        with person.undone():
            person.execute("create temp table parents (user_id bigint primary key)")
            person.execute(statement)
    except psycopg.Error as error:
        return error.sqlstate
    return None


def around(person: Database) -> list[str]:
    """AROUND as far as this server knows the words."""
    before_17 = person.connection.info.server_version < 170000
    return [statement for statement in AROUND if not (before_17 and "event_triggers" in statement)]


def not_refused(person: Database) -> dict[str, str | None]:
    """What of AROUND came through, or failed for another reason, and its SQLSTATE."""
    codes = {statement: attempt(person, statement) for statement in around(person)}
    return {statement: code for statement, code in codes.items() if code not in REFUSED}


@pytest.fixture(scope="module")
def altered(shared: Database) -> Iterator[None]:
    """After all attempts the schema is what was installed."""
    yield
    assert shared.rows("select * from ops._altered()") == []


@pytest.mark.rule(19)
@pytest.mark.parametrize("becomes_owner", [False, True], ids=["member", "as owner"])
def test_a_member_of_the_owner_does_not_get_around_a_guard(
    shared: Database, stack: ExitStack, becomes_owner: bool, altered: None
) -> None:
    person = session(stack, shared, "recert_owner", "recert_builder")
    if becomes_owner:
        person.execute("set role recert_owner")
    assert not_refused(person) == {}


@pytest.mark.rule(19)
def test_nor_does_a_superuser_who_became_the_owner(shared: Database, altered: None) -> None:
    with shared.undone():
        shared.execute("set local role recert_owner")
        assert not_refused(shared) == {}


@pytest.mark.rule(19)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
@pytest.mark.parametrize("replication_role", ["origin", "replica"])
@pytest.mark.parametrize("statement", OVER)
def test_nobody_writes_over_the_record(
    company: Database, statement: str, replication_role: str, role: str | None
) -> None:
    company.execute(f"set local session_replication_role = {replication_role}")
    act(company, role)
    company.refuses("ZR301", statement)


@pytest.mark.rule(19)
def test_rows_are_not_copied_over_the_record(company: Database) -> None:
    """COPY only adds: a row that is there already is refused by its key."""
    with company.connection.cursor() as cursor:
        copy = "copy (select * from core.evidence limit 1) to stdout"
        with cursor.copy(copy) as rows:
            data = b"".join(bytes(row) for row in rows)
        with refused("23505"), cursor.copy("copy core.evidence from stdin") as into:
            into.write(data)


@pytest.mark.rule(19)
def test_a_login_that_is_nobodys_does_nothing_at_all(shared: Database, stack: ExitStack) -> None:
    person = session(stack, shared, "recert_runner", "recert_builder", "recert_auditor")
    for statement in (*around(person), *OVER):
        # what nobody may grant is granted with a warning, to no effect
        expected = {"42501"} | (
            {None} if statement.startswith(("grant", "revoke", "alter default")) else set()
        )
        assert attempt(person, statement) in expected, statement


OWN = (
    ("create temp table mine as select 1 as one", "drop table mine"),
    (
        "create temp table mine (one integer)",
        "create temp table below () inherits (mine)",
        "alter table below add two integer",
        "drop table mine cascade",
    ),
    ("create view pg_temp.mine as select 1 as one", "drop view pg_temp.mine"),
    (
        "create function pg_temp.mine() returns integer language sql as 'select 1'",
        "drop function pg_temp.mine()",
    ),
    (
        "create table mart_audit.mine as select 1 as one",
        "create index mine_one on mart_audit.mine (one)",
        "create view mart_audit.seen as select * from mart_audit.mine",
        "create function mart_audit.mine() returns integer language sql as 'select 1'",
        "drop function mart_audit.mine()",
        "drop index mart_audit.mine_one",
        "drop table mart_audit.mine cascade",
    ),
)

#: Such as rights and policies, of which it cannot be told whose they are when an owner makes them.
OF_NO_SCHEMA = (
    "create table mart_audit.mine as select 1 as one",
    "create policy everybody on mart_audit.mine",
    "grant select on mart_audit.mine to public",
    "drop policy everybody on mart_audit.mine",
)


@pytest.mark.parametrize(
    ("roles", "statements"),
    [
        *((roles, each) for roles in (["recert_owner"], []) for each in OWN),
        ([], OF_NO_SCHEMA),
        (["recert_owner"], ("reindex table core.evidence", "analyze core.evidence")),
    ],
)
def test_own_objects_are_not_in_the_way(
    shared: Database, stack: ExitStack, roles: list[str], statements: tuple[str, ...]
) -> None:
    person = session(stack, shared, "recert_builder", *roles)
    with person.undone():
        for statement in statements:
            person.execute(statement)
