"""What stands for the foreign keys of the large tables is as strong as they would be."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied, refused
from tests.sessions import background, until_blocked

NOBODY = 999_999_999

EVIDENCE = (
    "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
    " values (%s, %s, now(), sha256(''))"
)
ASSIGNMENT = (
    "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
    " values (%s, %s, now(), now())"
)
EXCEPTION = (
    "insert into core.recertification_exceptions (user_id, run_id, outcome)"
    " values (%s, %s, 'inactive')"
)

LEFT_OUT = (
    "insert into core.campaign_exceptions (user_id, campaign_id, outcome, recorded_at)"
    " values (%s, %s, 'inactive', now())"
)

#: Columns that name a row of another table without a foreign key, and what checks them instead.
GUARDED = {
    ("core.assignments", "user_id"): "assignments_have_parents",
    ("core.assignments", "campaign_id"): "assignments_have_parents",
    ("core.evidence", "user_id"): "evidence_has_parents",
    ("core.evidence", "version_id"): "evidence_has_parents",
    ("core.evidence", "superseded_by_campaign_id"): "evidence_is_superseded_by_a_campaign",
    ("core.campaign_exceptions", "user_id"): "campaign_exceptions_have_parents",
    ("core.campaign_exceptions", "campaign_id"): "campaign_exceptions_have_parents",
    ("core.recertification_exceptions", "user_id"): "recertification_exceptions_have_parents",
    ("core.recertification_exceptions", "run_id"): "recertification_exceptions_have_parents",
}


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A thousand people, a version in force and its campaign; what a test does is undone."""
    with shared.undone():
        yield shared


@pytest.fixture
def apart(database: Database) -> Database:
    """The same in a database of the test's own, for tests of several sessions."""
    fill(database)
    return database


def fill(database: Database) -> None:
    database.deciders()
    database.training()
    database.submit("1")
    database.approve("1", recertify_everyone=True)
    database.execute(
        "insert into core.users (employee_number, full_name)"
        " select 'N-' || n, 'Person' from generate_series(1, 1000) as n"
    )


def parents(company: Database) -> dict[str, int]:
    return company.row(
        "select (select max(user_id) from core.users) as user_id,"
        " (select max(version_id) from core.training_versions) as version_id,"
        " (select max(campaign_id) from core.campaigns) as campaign_id,"
        " (select max(run_id) from core.recertification_runs) as run_id"
    )


@pytest.mark.rule(19)
def test_every_column_that_names_another_row_is_checked(company: Database) -> None:
    unchecked = company.rows(
        "select a.attrelid::regclass::text as table, a.attname as column"
        " from pg_attribute as a join pg_class as c on c.oid = a.attrelid"
        " where c.relkind = 'r' and c.relnamespace = 'core'::regnamespace and a.attidentity = ''"
        " and (a.attname like '%%\\_id' or a.attname like '%%\\_by') and a.attnum > 0"
        " and not exists (select from pg_constraint as k where k.conrelid = a.attrelid"
        " and k.contype = 'f' and a.attnum = any(k.conkey))"
    )
    assert {(row["table"], row["column"]) for row in unchecked} == set(GUARDED)
    triggers = company.rows("select tgrelid::regclass::text as table, tgname from pg_trigger")
    for (table, _), trigger in GUARDED.items():
        assert {"table": table, "tgname": trigger} in triggers


@pytest.mark.rule(19)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
@pytest.mark.parametrize(
    ("query", "parent"),
    [
        (EVIDENCE, "version_id"),
        (ASSIGNMENT, "campaign_id"),
        (EXCEPTION, "run_id"),
        (LEFT_OUT, "campaign_id"),
    ],
)
def test_a_row_without_its_parents_is_refused(
    company: Database, query: str, parent: str, role: str | None
) -> None:
    known = parents(company)
    if role:
        company.execute(f"set local role {role}")
    company.refuses("ZR207", query, NOBODY, known[parent])
    company.refuses("ZR207", query, known["user_id"], NOBODY)
    company.refuses("ZR207", query, NOBODY, NOBODY)
    company.refuses("23502", query, None, known[parent])
    company.refuses("23502", query, known["user_id"], None)
    company.execute(query, known["user_id"], known[parent])


@pytest.mark.rule(18)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_a_rule_without_one_of_its_trainings_is_refused(
    company: Database, role: str | None
) -> None:
    if role:
        company.execute(f"set local role {role}")
    training = company.value("select training_id from core.trainings")
    query = "insert into core.assignment_rules (name, training_ids) values ('Everybody', %s)"
    company.refuses("ZR207", query, [training, NOBODY])
    company.execute(query, [training])
    company.refuses("ZR207", "update core.assignment_rules set training_ids = %s", [NOBODY])
    assert company.value("select training_ids from core.assignment_rules") == [training]


@pytest.mark.rule(19)
@pytest.mark.parametrize("table", ["evidence", "assignments", "recertification_exceptions"])
@pytest.mark.parametrize("wrong", ["user", "other parent"])
def test_one_bad_row_in_a_thousand_stops_them_all(
    company: Database, table: str, wrong: str
) -> None:
    columns, values = {
        "evidence": ("version_id, completed_at, content_sha256", "%s, now(), sha256('')"),
        "assignments": ("campaign_id, due_at, assigned_at", "%s, now(), now()"),
        "recertification_exceptions": ("run_id, outcome", "%s, 'exempt'"),
    }[table]
    parent = parents(company)[columns.split(",", maxsplit=1)[0]]
    if wrong == "user":
        user = "case when employee_number = 'N-617' then -user_id else user_id end"
        value = "%s::bigint"
    else:
        user, value = "user_id", "case when employee_number = 'N-617' then -1 else %s end"
    query = (
        f"insert into core.{table} (user_id, {columns})"
        f" select {user}, {values.replace('%s', value)} from core.users"
        " where employee_number like 'N-%%'"
    )
    before = company.value(f"select count(*) from core.{table}")
    company.refuses("ZR207", query, parent)
    assert company.value(f"select count(*) from core.{table}") == before
    good = query.replace("-user_id", "user_id").replace("-1 else", f"{parent} else")
    assert company.execute(good, parent).rowcount == 1000


@pytest.mark.rule(19)
def test_rows_that_are_copied_are_checked(company: Database) -> None:
    known = parents(company)
    statement = "copy core.assignments (user_id, campaign_id, due_at, assigned_at) from stdin"
    rows = [(user, known["campaign_id"], "now", "now") for user in (known["user_id"], NOBODY)]
    with (
        refused("ZR207"),
        company.connection.transaction(),
        company.connection.cursor() as cursor,
        cursor.copy(statement.encode()) as copy,
    ):
        for row in rows:
            copy.write_row(row)
    assert company.value("select count(*) from core.assignments") == 0


@pytest.mark.rule(19)
def test_rows_that_are_merged_or_meet_a_conflict_are_checked(company: Database) -> None:
    known = parents(company)
    company.execute(ASSIGNMENT, known["user_id"], known["campaign_id"])
    company.refuses(
        "ZR207",
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " values (%s, %s, now(), now()), (%s, %s, now(), now()) on conflict do nothing",
        known["user_id"],
        known["campaign_id"],
        NOBODY,
        known["campaign_id"],
    )
    company.refuses(
        "ZR207",
        "merge into core.assignments as a using (select %s::bigint as user_id) as s"
        " on a.user_id = s.user_id when not matched then insert"
        " (user_id, campaign_id, due_at, assigned_at) values (s.user_id, %s, now(), now())",
        NOBODY,
        known["campaign_id"],
    )


@pytest.mark.rule(19)
def test_parent_and_child_may_come_in_one_statement(company: Database) -> None:
    company.execute(
        "with parent as (insert into core.campaigns (name, kind, version_id)"
        " values ('By hand', 'manual', %s) returning campaign_id)"
        " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select %s, campaign_id, now(), now() from parent",
        parents(company)["version_id"],
        parents(company)["user_id"],
    )
    assert company.value("select count(*) from core.assignments") == 1


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("core.users", "user_id"),
        ("core.training_versions", "version_id"),
        ("core.campaigns", "campaign_id"),
        ("core.recertification_runs", "run_id"),
        ("core.trainings", "training_id"),
    ],
)
@pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])
def test_no_parent_goes_or_gets_another_key(
    company: Database, table: str, key: str, role: str | None
) -> None:
    if role:
        company.execute(f"set local role {role}")
    company.refuses("ZR301", f"delete from {table}")
    company.refuses("ZR301", f"truncate {table} cascade")
    sqlstate = "ZR307" if key == "version_id" else "ZR301"
    company.refuses(sqlstate, f"update {table} set {key} = default")


@pytest.mark.rule(19)
def test_a_parent_that_another_session_has_not_committed_is_no_parent_yet(apart: Database) -> None:
    campaign = parents(apart)["campaign_id"]
    with Database.connect(apart.dsn) as other:
        other.execute("begin")
        user = other.user("E-9")
        with refused("ZR207"):
            apart.execute(ASSIGNMENT, user, campaign)
        other.execute(ASSIGNMENT, user, campaign)  # in its own transaction it is
        other.execute("rollback")
        with refused("ZR207"):
            apart.execute(ASSIGNMENT, user, campaign)
        user = other.user("E-9")
        apart.execute(ASSIGNMENT, user, campaign)


@pytest.mark.rule(19)
def test_an_older_snapshot_names_no_newer_parent(apart: Database) -> None:
    campaign = parents(apart)["campaign_id"]
    with Database.connect(apart.dsn) as other:
        other.execute("begin isolation level repeatable read")
        other.value("select count(*) from core.users")
        user = apart.user("E-9")
        with refused("ZR207"):
            other.execute(ASSIGNMENT, user, campaign)


@pytest.mark.rule(19)
def test_a_parent_cannot_be_deleted_while_its_child_is_uncommitted(apart: Database) -> None:
    known = parents(apart)
    with Database.connect(apart.dsn) as other:
        other.execute("begin")
        other.execute(ASSIGNMENT, known["user_id"], known["campaign_id"])
        with refused("ZR301"):
            apart.execute("delete from core.users where user_id = %s", known["user_id"])
        other.execute("commit")
    assert apart.value("select count(*) from core.assignments join core.users using (user_id)") == 1


@pytest.mark.rule(19)
def test_evidence_and_a_change_of_its_version_take_turns(apart: Database) -> None:
    apart.submit("2")
    version = apart.version_id("2")
    change = "update core.training_versions set content = 'other' where version_id = %s"
    with Database.connect(apart.dsn) as first, Database.connect(apart.dsn) as second:
        first.execute("begin")
        first.execute(EVIDENCE, parents(apart)["user_id"], version)
        with background(lambda: second.execute(change, version)) as waiting:
            until_blocked(apart, second.pid)
            first.execute("commit")
        error = waiting.exception()
    assert isinstance(error, psycopg.Error)
    assert error.sqlstate == "ZR307"


@pytest.mark.rule(6, 9, 11)
def test_a_recertification_waits_for_evidence_that_is_being_recorded(apart: Database) -> None:
    apart.users("E-1", "E-2")
    apart.evidence("E-1", "1")
    apart.submit("2")
    with Database.connect(apart.dsn) as importing, Database.connect(apart.dsn) as approving:
        importing.execute("begin")
        # as an import of evidence does
        importing.execute("select from core.trainings where name = 'Lockout' for share")
        importing.evidence("E-2", "1")
        with background(lambda: approving.approve("2", recertify_everyone=True)) as waiting:
            until_blocked(apart, approving.pid)
            importing.execute("commit")
        row = waiting.result()
    assert (row["population"], row["created"], row["evidence_superseded"]) == (2, 2, 2)
    assert apart.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}


@pytest.mark.rule(6, 9, 11)
def test_evidence_waits_for_a_recertification_and_joins_the_next_run(apart: Database) -> None:
    apart.users("E-1", "E-2")
    apart.evidence("E-1", "1")
    apart.submit("2")
    lock = "select from core.trainings where name = 'Lockout' for share"
    with Database.connect(apart.dsn) as importing, Database.connect(apart.dsn) as approving:
        approving.execute("begin")
        approving.approve("2", recertify_everyone=True)
        importing.execute("begin")
        with background(lambda: importing.execute(lock)) as waiting:
            until_blocked(apart, importing.pid)
            approving.execute("commit")
        waiting.result()
        importing.evidence("E-2", "1")
        importing.execute("commit")
    assert apart.statuses() == {"E-1": [("1", "superseded")], "E-2": [("1", "current")]}
    row = apart.recertify("2")
    assert (row["population"], row["created"]) == (1, 1)
