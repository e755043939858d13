"""The company that completing, signing and campaigns are tried on, and what their tests say."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests import databases
from tests.company import REASON, Database, copied

START = "select * from api.start_assignment(%s, %s)"
COMPLETE = (
    "select * from api.complete_training(p_training => %s, p_employee_number => %s,"
    " p_score => %s, p_signature_method => %s)"
)
SIGN = "select * from api.sign_evidence(%s, %s, %s)"
CREATE = (
    "select * from api.create_campaign(p_training => %s, p_name => %s, p_due_at => %s,"
    " p_change_reason => %s"
)

#: How the active versions of the trainings came to be; Fire has none in force.
VERSIONS = {"Lockout": ("1", "2"), "Gowning": ("1",)}


def fill(database: Database) -> None:
    """People of all roles, E-1 with manager M-1; Lockout in version 2, Gowning signed, in 1."""
    database.deciders()
    database.user("H-1", "hr_admin")
    database.user("C-1", "corporate_admin")
    database.user("L-1", "team_lead")
    database.user("U-1", "auditor")
    database.user("G-1")
    manager = database.user("M-1", manager_id=database.user_id("G-1"))
    database.user("E-1", manager_id=manager)
    database.users("E-2", "E-3")
    database.user("X-1", is_active=False, manager_id=manager)
    database.training("Lockout", initial_due_offset_days=14)
    database.training("Gowning", requires_signature=True)
    database.training("Fire")
    for training, labels in VERSIONS.items():
        for label in labels:
            database.activate(label, training)
    database.submit("1", "Fire")
    database.approve("1", "Fire", activate=False)
    database.act_as(None)


@pytest.fixture(scope="session")
def filled(server: EmbeddedServer, template: str) -> Iterator[str]:
    """Name of a database with the company, to be copied and never connected to."""
    name = f"completing_template{databases.WORKER}"
    try:
        dsn = databases.create(server, name, template)
    except psycopg.errors.DuplicateDatabase:
        # every folder that imports the fixture has one of its own
        yield name
        return
    try:
        with Database.connect(dsn) as database:
            fill(database)
        yield name
    finally:
        databases.drop(server, name)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, filled: str) -> Iterator[Database]:
    """The company in a database that the tests of a module share."""
    with copied(server, filled) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """The company; what a test does is undone."""
    with shared.undone():
        shared.act_as(None)
        yield shared


@pytest.fixture
def apart(server: EmbeddedServer, filled: str) -> Iterator[Database]:
    """The company in a database of the test's own: for tests of several sessions."""
    with copied(server, filled) as dsn, Database.connect(dsn) as database:
        yield database


def complete(
    database: Database,
    actor: str,
    training: str = "Lockout",
    *,
    of: str | None = None,
    score: Any = None,
    method: str | None = None,
) -> dict[str, Any]:
    database.act_as(actor)
    return database.row(COMPLETE, training, of, score, method)


def start(
    database: Database, actor: str, training: str = "Lockout", *, of: str | None = None
) -> dict[str, Any]:
    database.act_as(actor)
    return database.row(START, training, of)


def sign(
    database: Database,
    actor: str,
    training: str = "Lockout",
    *,
    method: str = "drawn",
    evidence_id: int | None = None,
) -> dict[str, Any]:
    database.act_as(actor)
    return database.row(SIGN, training, method, evidence_id)


def in_days(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)


def created(
    audience: dict[str, Any],
    *,
    name: Any = "Spring",
    training: Any = "Lockout",
    due_at: Any = "2999-01-31",
    reason: Any = REASON,
) -> tuple[Any, ...]:
    """The query and arguments that create a campaign for an audience, named without ``p_``."""
    extra = "".join(f", p_{argument} => %s" for argument in audience)
    return (f"{CREATE}{extra})", training, name, due_at, reason, *audience.values())


def create(database: Database, actor: str = "Q-1", **options: Any) -> dict[str, Any]:
    """Create a campaign; options as those of :func:`created`, the rest is its audience."""
    database.act_as(actor)
    named = {
        key: options.pop(key) for key in ("name", "training", "due_at", "reason") if key in options
    }
    return database.row(*created(options, **named))


def unchanged(database: Database, sqlstate: str, query: str, *arguments: Any) -> None:
    """Assert that the query is refused and that no row of any table changed."""
    before = database.snapshot()
    database.refuses(sqlstate, query, *arguments)
    assert database.snapshot() == before


@contextmanager
def broken(database: Database, event: str, table: str) -> Iterator[None]:
    """Let nothing be written to a table during the block: 53100, as if the disk were full."""
    database.execute(
        "create or replace function public.fail() returns trigger language plpgsql as"
        " $$ begin raise exception 'disk full' using errcode = '53100'; end $$"
    )
    database.execute(
        f"create trigger fails before {event} on {table} execute function public.fail()"
    )
    yield
    database.execute(f"drop trigger fails on {table}")


def last_audit(database: Database, count: int = 1) -> list[dict[str, Any]]:
    """The last rows of the audit log in order, each with its payload as a document."""
    rows = database.rows(
        "select seq, actor, action, entity_type, entity_id, change_reason,"
        " payload::jsonb as payload from audit.log order by seq desc limit %s",
        count,
    )
    return rows[::-1]


def given(
    database: Database,
    number: str,
    label: str,
    *,
    kind: str = "manual",
    training: str = "Lockout",
    name: str = "Given",
    status: str = "not_started",
) -> None:
    """An assignment in a campaign of this kind and version, made when missing."""
    version_id = database.version_id(label, training)
    database.execute(
        "insert into core.campaigns (name, kind, version_id) values (%s, %s, %s)"
        " on conflict (version_id, kind, name) do nothing",
        name,
        kind,
        version_id,
    )
    database.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at, status,"
        " completed_at) select %s, campaign_id, now() - interval '1 d', now() - interval '9 d', %s,"
        " case when %s = 'completed' then now() - interval '5 d' end"
        " from core.campaigns where name = %s and kind = %s and version_id = %s",
        database.user_id(number),
        status,
        status,
        name,
        kind,
        version_id,
    )


def statuses(database: Database, number: str, training: str = "Lockout") -> list[str]:
    """What became of a person's assignments of a training, in the order of their campaigns."""
    rows = database.rows(
        "select a.status from core.assignments as a join core.users as u using (user_id)"
        " join core.campaigns as c using (campaign_id)"
        " join core.training_versions as v using (version_id)"
        " join core.trainings as t using (training_id)"
        " where u.employee_number = %s and t.name = %s order by a.campaign_id",
        number,
        training,
    )
    return [row["status"] for row in rows]
