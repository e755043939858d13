"""A small company in a few words: what tests say to get people, versions and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import dict_row

from tests import citus, databases

if TYPE_CHECKING:
    from pipeline.embedded import EmbeddedServer

REASON = "New lock type on line 4"


def moved(column: str, by: str) -> str:
    """What an update sets to move a moment by an interval, in the hours of UTC.

    An update on a cluster takes no sum that depends on the session's time zone.
    """
    return f"{column} = ({column} at time zone 'UTC' + interval '{by}') at time zone 'UTC'"


class Database:
    """A connection of a superuser to a test's own database, in autocommit mode.

    A superuser counts as a member of recert_service, so it may act as anybody.
    """

    def __init__(self, dsn: str, connection: psycopg.Connection[Any]) -> None:
        self.dsn = dsn
        self.connection = connection

    @classmethod
    @contextmanager
    def connect(cls, dsn: str) -> Iterator[Database]:
        with psycopg.connect(dsn, autocommit=True, row_factory=dict_row) as connection:
            # a test that waits for a lock that never comes free fails instead of hanging
            connection.execute("set statement_timeout = '5min'")
            if citus.the_cluster() is not None:
                # nodes take no two users in one transaction, and functions run as their owner; who
                # is a superuser there (tests.citus)
                connection.execute(
                    "select set_config('role', 'recert_owner', false)"
                    " where (select rolsuper from pg_roles where rolname = session_user)"
                )
            yield cls(dsn, connection)

    def execute(self, query: str, *arguments: Any) -> psycopg.Cursor[Any]:
        return self.connection.execute(query.encode(), arguments or None)

    def each(self, statements: str) -> None:
        """Execute statements, a line each, one by one, as a cluster takes what changes tables."""
        for statement in statements.split(";\n"):
            self.execute(statement)

    def rows(self, query: str, *arguments: Any) -> list[dict[str, Any]]:
        return self.execute(query, *arguments).fetchall()

    @property
    def pid(self) -> int:
        """The backend that serves this connection."""
        return self.connection.info.backend_pid

    def row(self, query: str, *arguments: Any) -> dict[str, Any]:
        (row,) = self.rows(query, *arguments)
        return row

    def value(self, query: str, *arguments: Any) -> Any:
        (value,) = self.row(query, *arguments).values()
        return value

    @contextmanager
    def undone(self) -> Iterator[None]:
        """A transaction around the block that is rolled back: for a database that tests share."""
        with self.connection.transaction(force_rollback=True):
            yield

    @contextmanager
    def unguarded(self, *tables: str) -> Iterator[None]:
        """A transaction in which a superuser has switched off whatever guards these tables."""
        with self.connection.transaction():
            for table in tables:
                self.execute(f"alter table {table} disable trigger all")
            yield
            for table in tables:
                # ours are enabled always, those of constraints are not
                self.execute(f"alter table {table} enable trigger all")
                for row in self.rows(
                    "select tgname as name from pg_trigger"
                    " where tgrelid = %s::regclass and not tgisinternal",
                    table,
                ):
                    self.execute(f"alter table {table} enable always trigger {row['name']}")

    def refuses(self, sqlstate: str, query: str, *arguments: Any) -> None:
        """Assert that the query raises this SQLSTATE; a transaction around it goes on."""
        with refused(sqlstate), self.connection.transaction():
            self.execute(query, *arguments)

    def snapshot(self, *tables: str) -> dict[str, list[str]]:
        """Every row of these tables, or of all of ours, as text: to see that nothing changed."""
        named = [{"name": table} for table in tables] or self.rows(
            "select oid::regclass::text as name from pg_class where relkind = 'r'"
            " and relnamespace in ('core'::regnamespace, 'audit'::regnamespace,"
            " 'ops'::regnamespace) order by 1"
        )
        return {
            table["name"]: [
                row["row"]
                for row in self.rows(
                    f"select r::text as row from {table['name']} as r order by r::text"
                )
            ]
            for table in named
        }

    def record(self) -> dict[str, list[str]]:
        """The same without what ran, where a command that was refused leaves a row, too."""
        return {table: rows for table, rows in self.snapshot().items() if table != "ops.job_runs"}

    def checks(self) -> list[dict[str, Any]]:
        """What each check found, those of all evidence included.

        On a cluster without owner_is_kept_out: the tests are the owner there, which is a superuser
        for it (tests.citus).
        """
        left_out = "owner_is_kept_out" if citus.the_cluster() is not None else None
        rows = self.rows("select * from api.check_invariants(true)")
        return [row for row in rows if row["check"] != left_out]

    def failed_checks(self) -> set[str]:
        """Names of the checks that fail."""
        return {row["check"] for row in self.checks() if row["status"] == "fail"}

    def act_as(self, employee_number: str | None) -> None:
        self.execute("select set_config('recert.actor', %s, false)", employee_number or "")

    def user(self, number: str, role: str = "employee", **columns: Any) -> int:
        """Record a person; returns the user_id."""
        columns = {
            "employee_number": number,
            "full_name": f"Person {number}",
            "role": role,
            **columns,
        }
        names = ", ".join(columns)
        places = ", ".join(["%s"] * len(columns))
        return self.value(
            f"insert into core.users ({names}) values ({places}) returning user_id",
            *columns.values(),
        )

    def users(self, *numbers: str) -> None:
        for number in numbers:
            self.user(number)

    def training(self, name: str = "Lockout", **settings: Any) -> int:
        """Record a training; returns the training_id."""
        settings = {"name": name, **settings}
        names = ", ".join(settings)
        places = ", ".join(["%s"] * len(settings))
        return self.value(
            f"insert into core.trainings ({names}) values ({places}) returning training_id",
            *settings.values(),
        )

    def deciders(self) -> None:
        """An author, A-1, and a quality admin who may decide on the author's versions, Q-1."""
        self.user("A-1", "quality_admin")
        self.user("Q-1", "quality_admin")

    def submit(self, label: str, training: str = "Lockout", author: str = "A-1") -> dict[str, Any]:
        self.act_as(author)
        return self.row(
            "select * from api.submit_version(%s, %s, %s, %s, %s)",
            training,
            label,
            f"# {training} {label}",
            ["SOP-017@C"],
            REASON,
        )

    def approve(
        self,
        label: str,
        training: str = "Lockout",
        *,
        approver: str = "Q-1",
        reason: str = REASON,
        **options: Any,
    ) -> dict[str, Any]:
        """Approve a pending version; options as those of api.approve_version without ``p_``."""
        self.act_as(approver)
        extra = "".join(f", p_{name} => %s" for name in options)
        return self.row(
            f"select * from api.approve_version(%s, %s, %s{extra})",
            training,
            label,
            reason,
            *options.values(),
        )

    def activate(self, label: str, training: str = "Lockout") -> None:
        """Submit and approve a version, recertifying nobody."""
        self.submit(label, training)
        self.approve(label, training)

    def recertify(
        self, label: str, training: str = "Lockout", *, approver: str = "Q-1", **options: Any
    ) -> dict[str, Any]:
        self.act_as(approver)
        extra = "".join(f", p_{name} => %s" for name in options)
        return self.row(
            f"select * from api.recertify(%s, %s, %s{extra})",
            training,
            label,
            REASON,
            *options.values(),
        )

    def plan(self, label: str, training: str = "Lockout") -> dict[str, Any]:
        return self.row("select * from api.preview_recertification(%s, %s)", training, label)

    def version_id(self, label: str, training: str = "Lockout") -> int:
        return self.value(
            "select version_id from core.training_versions as v"
            " join core.trainings as t using (training_id) where t.name = %s and v.label = %s",
            training,
            label,
        )

    def state(self, label: str, training: str = "Lockout") -> str:
        return self.value(
            "select state from core.training_versions where version_id = %s",
            self.version_id(label, training),
        )

    def imported_version(
        self, label: str, state: str, training: str = "Lockout", author: str = "A-1"
    ) -> int:
        """A version with a source as a history import brings it; returns the version_id."""
        version_id = self.value(
            "insert into core.training_versions (training_id, label, content_sha256, author_id,"
            " is_imported) select t.training_id, %s, sha256(''), u.user_id, true"
            " from core.trainings as t, core.users as u"
            " where t.name = %s and u.employee_number = %s returning version_id",
            label,
            training,
            author,
        )
        self.execute("insert into core.version_sources values (%s, 'SOP-017', 'C')", version_id)
        times = {
            "pending_review": "submitted_at = now()",
            "active": "activated_at = now()",
            "inactive": "activated_at = now(), deactivated_at = now()",
        }
        self.execute(
            f"update core.training_versions set {times.get(state, 'content = content')},"
            " state = %s where version_id = %s",
            state,
            version_id,
        )
        return version_id

    def user_id(self, number: str) -> int:
        return self.value("select user_id from core.users where employee_number = %s", number)

    def evidence(
        self,
        number: str,
        label: str,
        training: str = "Lockout",
        *,
        completed_at: datetime = datetime(2026, 1, 5, tzinfo=UTC),
    ) -> int:
        """Record evidence as a paper record would be; returns the evidence_id."""
        evidence_id = self.value(
            "insert into core.evidence (user_id, version_id, completed_at, content_sha256, score)"
            " select u.user_id, v.version_id, %s, v.content_sha256, 80"
            " from core.users as u, core.training_versions as v"
            " where u.employee_number = %s and v.version_id = %s returning evidence_id",
            completed_at,
            number,
            self.version_id(label, training),
        )
        # what a trigger does elsewhere, functions do on a cluster
        self.execute("select core._freeze_versions(%s)", [self.version_id(label, training)])
        return int(evidence_id)

    def statuses(self, training: str = "Lockout") -> dict[str, list[tuple[str, str]]]:
        """For each employee number the (version label, flag) of the evidence, in order."""
        found: dict[str, list[tuple[str, str]]] = {}
        for row in self.rows(
            "select u.employee_number, v.label, e.recertification_status as flag"
            " from core.evidence as e join core.users as u using (user_id)"
            " join core.training_versions as v using (version_id)"
            " join core.trainings as t using (training_id)"
            " where t.name = %s order by e.evidence_id",
            training,
        ):
            found.setdefault(row["employee_number"], []).append((row["label"], row["flag"]))
        return found

    def assigned(self, label: str, training: str = "Lockout") -> dict[str, str]:
        """For each employee number the status in the version's recertification."""
        return {
            row["employee_number"]: row["status"]
            for row in self.rows(
                "select u.employee_number, a.status from core.assignments as a"
                " join core.users as u using (user_id) join core.campaigns as c using (campaign_id)"
                " where c.kind = 'recertification' and c.version_id = %s",
                self.version_id(label, training),
            )
        }


@contextmanager
def copied(server: EmbeddedServer, template: str, name: str | None = None) -> Iterator[str]:
    """The DSN of a copy of a database, dropped at the end: for tests that share one.

    Where marts are built it has a ``name``, which only one at a time has: what dbt has read of the
    project it uses again for a database of the same server and name, and for no other.
    """
    name = f"{name}{databases.WORKER}" if name else f"copy_{uuid4().hex}"
    dsn = databases.create(server, name, template)
    try:
        yield dsn
    finally:
        databases.drop(server, name)


@contextmanager
def login(dsn: str, *roles: str) -> Iterator[str]:
    """A login that is a member of these roles: the DSN with it, until the end of the block."""
    name = f"login_{uuid4().hex}"
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("create role {} login").format(sql.Identifier(name)))
        try:
            for role in roles:
                admin.execute(
                    sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(name))
                )
            yield make_conninfo(dsn, user=name)
        finally:
            admin.execute(sql.SQL("drop owned by {}").format(sql.Identifier(name)))
            admin.execute(sql.SQL("drop role {}").format(sql.Identifier(name)))


def login_name(dsn: str) -> str:
    """The login that a DSN names."""
    return str(conninfo_to_dict(dsn)["user"])


@contextmanager
def refused(sqlstate: str) -> Iterator[None]:
    """Assert that the block raises this SQLSTATE, with values in DETAIL and a next step in HINT."""
    with pytest.raises(psycopg.Error) as caught:
        yield
    error = caught.value
    assert error.sqlstate == sqlstate, f"{error.sqlstate}: {error}"
    if sqlstate.startswith("ZR"):
        assert error.diag.message_detail
        assert error.diag.message_hint
