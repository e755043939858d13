"""Every release is upgraded with its data: the schema of a fresh install, and no row lost."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline import api
from pipeline.daily import run_daily
from pipeline.database import connected
from pipeline.embedded import EmbeddedServer
from pipeline.errors import RecertError
from pipeline.install import install, make_roles
from tests.company import REASON, Database, copied
from tests.install.dump_schema import dump
from tests.install.installing import run, status

RELEASES = sorted(Path(__file__).with_name("releases").glob("schema_*.sql"))

#: What an upgrade writes itself.
LEDGERS = ("ops.migrations", "ops.objects")

#: Where a migration adds rows: a version in force without a decision is one to ask about.
FILLED = {"core.review_tasks"}


def rows(database: Database) -> dict[str, tuple[list[str], list[str]]]:
    """Columns of each table and its rows as JSON, without what the ledgers say."""
    tables = database.rows(
        "select c.oid::regclass::text as name, array_agg(a.attname::text order by a.attnum)"
        " as columns from pg_class as c join pg_attribute as a on a.attrelid = c.oid"
        " where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and c.relnamespace in"
        " ('core'::regnamespace, 'audit'::regnamespace, 'ops'::regnamespace)"
        " group by c.oid order by 1"
    )
    return {
        table["name"]: (
            table["columns"],
            [
                row["row"]
                for row in database.rows(
                    f"select to_jsonb(r)::text as row from {table['name']} as r order by 1"
                )
            ],
        )
        for table in tables
        if table["name"] not in LEDGERS
    }


def only(columns: list[str], found: list[str]) -> list[str]:
    """Rows with these columns alone."""
    kept = [{name: json.loads(row)[name] for name in columns} for row in found]
    return sorted(json.dumps(row, sort_keys=True) for row in kept)


def installed(dsn: str) -> str:
    """The schema without what dbt has built and granted, which is no part of an install."""
    with psycopg.connect(dsn) as connection:
        views = connection.execute(
            "select 'drop view ' || string_agg(oid::regclass::text, ', ') from pg_class"
            " where relkind = 'v' and relnamespace = 'staging'::regnamespace having count(*) > 0"
        ).fetchone()
        if views:
            connection.execute(views[0])
        connection.execute("revoke usage on schema mart_compliance, mart_audit from recert_auditor")
        found = dump(connection)
        connection.rollback()
    return found


def load(server: EmbeddedServer, dsn: str, file: Path) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        make_roles(connection)
    kept = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    subprocess.run(
        [
            *(server.tool("psql"), "--no-psqlrc", "--quiet", "--output=/dev/null"),
            *("--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={file}", dsn),
        ],
        env=kept,
        check=True,
    )
    with psycopg.connect(dsn, autocommit=True) as connection:
        # the dump has not all bodies of functions: they come even where no file has changed since
        connection.execute("delete from ops.objects")


@pytest.fixture(scope="module", params=RELEASES, ids=lambda file: file.stem)
def released(
    request: pytest.FixtureRequest, server: EmbeddedServer
) -> Iterator[tuple[str, dict[str, Any]]]:
    """An upgraded release that the tests of it share: its DSN, and its rows before that."""
    with copied(server, "template0") as dsn:
        load(server, dsn, request.param)
        with Database.connect(dsn) as database:
            before = rows(database)
        assert run(dsn).schema_version == int(request.param.stem.partition("_")[2])
        yield dsn, before


@pytest.fixture
def upgraded(released: tuple[str, dict[str, Any]]) -> Iterator[Database]:
    """The same, connected; what a test does is undone."""
    with Database.connect(released[0]) as database, database.undone():
        yield database


def test_an_upgraded_schema_is_the_one_of_a_fresh_install(upgraded: Database) -> None:
    assert installed(upgraded.dsn) == Path(__file__).with_name("schema.sql").read_text(
        encoding="utf-8"
    )
    assert status(upgraded.dsn).is_current


def test_every_row_is_as_it_was(released: tuple[str, dict[str, Any]], upgraded: Database) -> None:
    _, before = released
    require_kept(before, rows(upgraded))


def require_kept(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Assert that every row is there with what it said, and that no table has another one."""
    assert before["core.evidence"][1]
    for name, (columns, found) in before.items():
        now, kept = after[name]
        assert set(columns) <= set(now), name
        more = Counter(only(columns, kept))
        more.subtract(Counter(only(columns, found)))
        assert set(more.values()) <= ({0, 1} if name in FILLED else {0}), name


def test_the_dump_has_every_kind_of_record(released: tuple[str, dict[str, Any]]) -> None:
    """Otherwise an upgrade of it shows little."""
    _, before = released

    def seen(table: str, column: str) -> set[Any]:
        return {json.loads(row)[column] for row in before[table][1]}

    assert seen("core.training_versions", "state") >= {
        *("draft", "pending_review", "approved", "active", "inactive")
    }
    assert seen("core.evidence", "recertification_status") >= {"current", "superseded"}
    assert before["core.exemptions"][1]
    if "core.notifications" in before:
        assert "rejected" in seen("core.training_versions", "state")
        assert seen("core.evidence", "recertification_status") == {
            *("current", "superseded", "expired")
        }
        assert seen("core.assignments", "status") >= {"not_started", "in_progress", "completed"}
        assert seen("core.campaigns", "kind") == {"manual", "rule", "recertification", "periodic"}
        assert seen("core.review_tasks", "task_type") == {
            *("version_approval", "source_outdated", "recert_decision")
        }
        assert all(
            before[name][1]
            for name in (
                *("core.signatures", "core.notifications", "core.scheduled_recertifications"),
                *("core.assignment_rules", "ops.job_runs", "ops.imports"),
            )
        )


@pytest.mark.rule(20)
def test_the_chain_verifies_and_goes_on(upgraded: Database) -> None:
    before = upgraded.row("select * from api.verify_audit_chain()")
    assert before["is_intact"]
    assert before["rows_checked"] == upgraded.value("select count(*) from audit.log") > 0
    upgraded.act_as("Q-002")
    upgraded.row(
        "select * from api.submit_version('CAPA', '99', 'New', array['SOP-1@A'], %s)", REASON
    )
    after = upgraded.row("select * from api.verify_audit_chain()")
    assert after["is_intact"]
    assert after["head_seq"] > before["head_seq"]


@pytest.mark.rule(6, 8, 9, 10)
def test_the_main_job_counts_right_on_upgraded_data(upgraded: Database) -> None:
    training = "Lockout/Tagout"
    people = upgraded.row(
        "select count(distinct e.user_id) as population, count(*) as evidence,"
        " count(distinct e.user_id) filter (where not u.is_active) as inactive"
        " from core.evidence as e join core.users as u using (user_id)"
        " join core.training_versions as v using (version_id)"
        " join core.trainings as t using (training_id) where t.name = %s"
        " and e.recertification_status in ('current', 'expired')",
        training,
    )
    everyone = upgraded.value(
        "select count(distinct user_id) from core.evidence join core.training_versions"
        " using (version_id) join core.trainings as t using (training_id) where t.name = %s",
        training,
    )
    # one who took the version in force
    upgraded.act_as("E-00003")
    upgraded.row(
        "select * from api.complete_training(%s, p_signature_method => 'click_to_confirm')",
        training,
    )
    upgraded.submit("9", training, author="Q-002")
    plan = upgraded.plan("9", training)
    done = upgraded.approve("9", training, approver="Q-001", recertify_everyone=True)
    assert done["plan_digest"] == plan["plan_digest"]
    assert 1 <= done["population"] <= people["population"] + 1 <= everyone + 1
    assert done["population"] == sum(
        done[name]
        for name in ("created", "already_enrolled", "already_current", "inactive", "exempt")
    )
    assert done["evidence_superseded"] == people["evidence"] + 1
    assert upgraded.value("select is_intact from api.verify_audit_chain()")


def test_scheduled_work_runs_on_upgraded_data(released: tuple[str, dict[str, Any]]) -> None:
    dsn, _ = released
    name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
    with psycopg.connect(dsn.replace(f"/{name}?", "/postgres?"), autocommit=True) as admin:
        admin.execute(f"create database {name}_daily template {name}".encode())
        try:
            with connected(
                dsn.replace(f"/{name}?", f"/{name}_daily?"), autocommit=True
            ) as connection:
                results = run_daily(connection, None)
                assert {result.state for result in results} == {"succeeded"}
                assert [result.error for result in results] == [None] * len(results)
                assert api.verify_audit_chain(connection)["is_intact"]
                again = api.scan_overdue(connection)
                assert (again["marked"], again["cleared"]) == (0, 0)
        finally:
            admin.execute(f"drop database {name}_daily with (force)".encode())


def test_an_upgrade_that_is_cut_off_again_and_again_is_finished_by_the_next(
    server: EmbeddedServer,
) -> None:
    """The session ends at the beginning of each migration, and of what comes after the last."""
    with copied(server, "template0") as dsn:
        load(server, dsn, RELEASES[0])
        with Database.connect(dsn) as database:
            before = rows(database)
            steps = len(status(dsn).pending) + 1
            for number in range(steps):
                with pytest.raises(RecertError) as caught:
                    cut_off(database, dsn, number)
                assert caught.value.exit_code == 3
                assert not status(dsn).is_current
                assert len(status(dsn).pending) == steps - 1 - number
            run(dsn)
            assert status(dsn).is_current
            assert installed(dsn) == Path(__file__).with_name("schema.sql").read_text("utf-8")
            require_kept(before, rows(database))


def cut_off(database: Database, dsn: str, number: int) -> None:
    """Upgrade until the second step of a run begins; the first time until the first does."""
    with connected(dsn, autocommit=True, check_schema=False) as connection:
        begun: list[str] = []

        def tell(step: str) -> None:
            begun.append(step)
            if len(begun) == min(number, 1) + 1:
                database.execute(
                    "select pg_terminate_backend(%s, 60000)", connection.info.backend_pid
                )

        install(connection, announce=tell)
