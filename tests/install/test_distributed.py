"""A schema on a Citus cluster: where its tables lie, and that nodes recertify their own people.

Where RECERT_CITUS_DSN names a superuser of a coordinator; `make test-citus` runs these and
the tests of functions, marts and what is made of them there.
"""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.errors import SchemaMismatch
from pipeline.install import install
from tests import citus, databases
from tests.company import REASON, Database, login
from tests.install.installing import add_migration

on_a_cluster = pytest.mark.skipif(
    citus.the_cluster() is None, reason="RECERT_CITUS_DSN names no coordinator"
)

BY_USER = {
    *("evidence", "assignments", "recertification_exceptions", "campaign_exceptions"),
    *("signatures", "exemptions", "notifications", "expirations"),
}
BY_TRIGGERS = {"user_history", "training_history", "rule_history", "recompute_queue"}


@on_a_cluster
def test_people_lie_side_by_side_and_the_rest_is_on_every_node(database: Database) -> None:
    rows = database.rows(
        "select c.relname, p.partmethod, p.colocationid, column_to_column_name("
        "p.logicalrelid, p.partkey) as spread_by"
        " from pg_class as c left join pg_dist_partition as p on c.oid = p.logicalrelid"
        " where c.relnamespace = 'core'::regnamespace and c.relkind = 'r'"
    )
    lies = {row["relname"]: row for row in rows}
    assert {name for name, row in lies.items() if row["partmethod"] == "h"} == BY_USER
    assert {row["spread_by"] for row in rows if row["partmethod"] == "h"} == {"user_id"}
    assert len({row["colocationid"] for row in rows if row["partmethod"] == "h"}) == 1
    assert {name for name, row in lies.items() if row["partmethod"] is None} == BY_TRIGGERS
    assert {row["partmethod"] for row in rows} == {"h", "n", None}


def trained(database: Database) -> None:
    """Forty people trained on the active version 1, and 2 pending."""
    database.deciders()
    database.training()
    database.activate("1")
    for number in range(40):
        database.user(f"E-{number}")
        database.evidence(f"E-{number}", "1")
    database.submit("2")


@pytest.fixture
def company(database: Database) -> Database:
    trained(database)
    database.act_as("Q-1")
    return database


def _remote_commands(database: Database, query: str, *arguments: object) -> list[str]:
    """What the coordinator asks of the nodes for a query."""
    told: list[str] = []

    def keep(notice: psycopg.errors.Diagnostic) -> None:
        text = notice.message_primary or ""
        if text.startswith("issuing "):
            told.append(" ".join(text.removeprefix("issuing ").split()))

    database.execute("set citus.log_remote_commands = on")
    database.connection.add_notice_handler(keep)
    try:
        database.execute(query, *arguments)
    finally:
        database.connection.remove_notice_handler(keep)
        database.execute("reset citus.log_remote_commands")
    return told


@on_a_cluster
@pytest.mark.rule(8)
@pytest.mark.rule(9)
def test_each_node_recertifies_its_own_people(company: Database) -> None:
    commands = _remote_commands(
        company,
        "select * from api.approve_version('Lockout', '2', %s, p_recertify_everyone => true)",
        REASON,
    )
    inserts = [text for text in commands if text.startswith("INSERT INTO core.assignments_")]
    updates = [text for text in commands if text.startswith("UPDATE core.evidence_")]
    assert len(inserts) == len(updates) == citus.SHARDS
    for text in inserts:
        assert "FROM core.evidence_" in text
        assert "ON CONFLICT DO NOTHING" in text
    # no rows on their way to or from the coordinator
    for text in inserts + updates:
        assert "intermediate_result" not in text
    assert not [text for text in commands if text.startswith("COPY core.")]
    assert company.value("select count(*) from core.assignments") == 40
    assert (
        company.value(
            "select count(*) from core.evidence where recertification_status = 'superseded'"
        )
        == 40
    )


@on_a_cluster
@pytest.mark.rule(8)
def test_the_plan_of_the_insert_is_one_task_a_shard(company: Database) -> None:
    company.approve("2")
    company.act_as(None)
    query = company.value(
        "select core._recertification_query(core._recertification_frame("
        "%s, null, null, now(), null, null, null), null, null)",
        company.version_id("2"),
    )
    plan = [
        row["QUERY PLAN"].strip()
        for row in company.rows(
            "explain (costs off) insert into core.assignments"
            " (user_id, campaign_id, due_at, assigned_at)"
            f" select p.user_id, 1, now(), now() from ({query}) as p"
            " where p.outcome = 'created' order by p.user_id on conflict do nothing"
        )
    ]
    assert plan[0] == "Custom Scan (Citus Adaptive)"
    assert f"Task Count: {citus.SHARDS}" in plan
    assert any("Insert on assignments_" in line for line in plan)
    assert not any("Subplan" in line or "INSERT ... SELECT" in line for line in plan)


@on_a_cluster
@pytest.mark.rule(9)
def test_the_plan_of_the_update_is_one_task_a_shard(company: Database) -> None:
    plan = [
        row["QUERY PLAN"].strip()
        for row in company.rows(
            "explain (costs off) update core.evidence as e"
            " set recertification_status = 'superseded', superseded_at = now(),"
            " superseded_by_campaign_id = 1"
            " where e.version_id = any(array[1]::bigint[])"
            " and e.recertification_status in ('current', 'expired')"
        )
    ]
    assert plan[0] == "Custom Scan (Citus Adaptive)"
    assert f"Task Count: {citus.SHARDS}" in plan
    assert any("Update on evidence_" in line for line in plan)
    assert not any("Subplan" in line for line in plan)


@on_a_cluster
@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "table",
    [
        *("evidence", "assignments", "signatures", "exemptions", "recertification_exceptions"),
        *("users", "trainings", "training_versions", "campaigns", "recertification_runs"),
        *("user_history", "documents", "review_tasks", "notifications", "expirations"),
    ],
)
def test_nothing_is_deleted_or_truncated_on_any_node(company: Database, table: str) -> None:
    company.refuses("ZR301", f"delete from core.{table}")
    company.refuses("ZR301", f"truncate core.{table} cascade")


@on_a_cluster
@pytest.mark.rule(19)
def test_evidence_is_not_edited_and_its_flag_goes_forward(company: Database) -> None:
    company.approve("2", recertify_everyone=True)
    company.refuses("ZR301", "update core.evidence set score = 100")
    company.refuses("ZR301", "update core.evidence set recertification_status = 'current'")
    company.refuses(
        "ZR301",
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256,"
        " recertification_status) values (%s, %s, now(), '', 'expired')",
        company.user_id("E-1"),
        company.version_id("1"),
    )
    company.refuses(
        "23503",
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " values (-1, -1, now(), now())",
    )


@on_a_cluster
@pytest.mark.rule(11)
def test_who_is_there_already_is_not_counted_again(company: Database) -> None:
    first = company.approve("2", recertify_everyone=True)
    again = company.recertify("2")
    assert (first["created"], again["created"], again["evidence_superseded"]) == (40, 0, 0)
    company.act_as(None)
    # the evidence of the fixture came behind the functions: that is all there is to find
    assert company.failed_checks() == {"changes_are_in_the_log"}


@on_a_cluster
def test_a_payload_that_is_no_json_is_none(database: Database) -> None:
    for payload in ("no JSON", "", '{"a": 1'):
        # known to the planner, and not
        assert database.value(f"select audit._parsed('{payload}')") is None
        assert (
            database.value(
                "select count(audit._parsed(t.payload)) from unnest(%s::text[]) as t (payload)",
                [payload],
            )
            == 0
        )
    assert database.value("select audit._parsed('{\"a\": 1}') ->> 'a'") == "1"


@on_a_cluster
def test_a_login_that_acts_for_people_reads_what_they_see(company: Database) -> None:
    with (
        login(company.dsn, "recert_runner", "recert_service") as dsn,
        Database.connect(dsn) as runner,
    ):
        runner.act_as("E-1")
        assert [row["employee_number"] for row in runner.rows("select * from api.evidence")] == [
            "E-1"
        ]
        runner.act_as("Q-1")
        assert runner.value("select count(*) from api.evidence") == 40


@on_a_cluster
def test_a_second_time_and_an_upgrade_leave_the_tables_where_they_are(database: Database) -> None:
    where = "select logicalrelid::text, partmethod from pg_dist_partition order by 1"
    before = database.rows(where)
    with psycopg.connect(database.dsn, autocommit=True) as admin:
        assert install(admin, distributed=True).is_current
        admin.execute("delete from ops.objects")
        assert not install(admin).is_current
        assert install(admin).is_current
    assert before == database.rows(where)


@on_a_cluster
def test_a_migration_changes_the_tables_of_every_node(company: Database, folder: Path) -> None:
    add_migration(
        folder,
        "noted",
        "alter table core.evidence add column note text;"
        " comment on column core.evidence.note is 'A note.';"
        " alter table core.trainings add column note text;"
        " comment on column core.trainings.note is 'A note.';",
    )
    with psycopg.connect(company.dsn, autocommit=True) as admin:
        before = install(admin, folder)
        assert before.pending == (f"{before.schema_version + 1:04d}_noted",)
        assert install(admin, folder).is_current
    company.approve("2", recertify_everyone=True)
    assert company.value("select count(*) from core.evidence where note is null") == 40


@on_a_cluster
def test_a_single_server_grows_into_a_cluster(server: EmbeddedServer, template: str) -> None:
    """What is recorded goes to the nodes as it is."""
    cluster = citus.the_cluster()
    assert cluster is not None
    name = f"growing_{template}"
    dsn = databases.create(server, name, "template0")
    try:
        with psycopg.connect(dsn, autocommit=True) as admin:
            install(admin)
        with Database.connect(dsn) as database:
            trained(database)
            database.approve("2", recertify_everyone=True)
            before = database.snapshot()
        cluster.add_nodes(name)
        with psycopg.connect(dsn, autocommit=True) as admin:
            assert not install(admin, distributed=True).is_current
            assert install(admin).is_current
        with Database.connect(dsn) as database:
            after = database.snapshot()
            changed = {table for table in before if before[table] != after[table]}
            assert changed <= {"ops.installations", "ops.catalogue", "ops.objects"}
            database.submit("3")
            assert database.approve("3", recertify_everyone=True)["population"] == 0
            assert database.recertify("3")["created"] == 0
    finally:
        databases.drop(server, name)


@pytest.mark.skipif(citus.the_cluster() is not None, reason="it is a cluster")
def test_without_a_cluster_nothing_is_installed(empty_dsn: str) -> None:
    with psycopg.connect(empty_dsn, autocommit=True) as admin:
        with pytest.raises(SchemaMismatch) as refused:
            install(admin, distributed=True)
        assert refused.value.sqlstate == "ZR009"
        row = admin.execute("select to_regnamespace('core')").fetchone()
        assert row == (None,)


@pytest.mark.skipif(citus.the_cluster() is not None, reason="it is a cluster")
def test_a_single_server_stays_one(dsn: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as admin:
        with pytest.raises(SchemaMismatch) as refused:
            install(admin, distributed=True)
        assert refused.value.sqlstate == "ZR009"
        assert install(admin).is_current
