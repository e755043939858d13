"""The audit log: a row for every change or no change at all, in one chain without gaps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.chain import columns, first_bad
from tests.company import REASON, Database, copied, refused
from tests.sessions import background, together, until_blocked

CHAIN = "select * from api.audit_log order by seq"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2")
        database.training()
        database.activate("1")
        database.evidence("E-1", "1")
        database.submit("2")
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """Version 1 in force with evidence of E-1, version 2 pending; what a test does is undone."""
    with shared.undone():
        yield shared


def everything(company: Database) -> None:
    """One of each action that there is."""
    company.approve("2", recertify_everyone=True)
    company.evidence("E-2", "1")
    company.recertify("2")
    company.submit("3")
    company.submit("4")
    company.approve("4", activate=False)
    company.execute(
        "select api.grant_exemption('E-2', 'Lockout', %s, %s)",
        'Quotes " and \\ and 安全',
        datetime.now(UTC) + timedelta(days=9),
    )
    company.act_as(None)
    company.execute("select api.scan_overdue()")


@pytest.mark.rule(20, 21)
def test_the_chain_is_recomputed_from_its_rows_alone(company: Database) -> None:
    everything(company)
    rows = company.rows(CHAIN)
    assert {row["action"] for row in rows} == {
        "submit_version",
        "approve_version",
        "recertify",
        "resolve_review_task",
        "grant_exemption",
        "scan_overdue",
    }
    assert [row["seq"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["prev_hash"] == "00" * 32
    assert first_bad(rows) is None


@pytest.mark.rule(20)
def test_every_column_is_inside_the_payload(company: Database) -> None:
    everything(company)
    for row in company.rows(CHAIN):
        payload = json.loads(row["payload"])
        told = columns(row)
        assert set(told) == {
            "seq",
            "occurred_at",
            "actor",
            "db_role",
            "client_addr",
            "action",
            "entity_type",
            "entity_id",
            "change_reason",
        }
        assert {name: payload[name] for name in told} == told


@pytest.mark.rule(20)
def test_details_do_not_replace_a_column(company: Database) -> None:
    company.act_as("Q-1")
    company.execute(
        "select audit._append(row('export', 'log', '1', null,"
        ' \'{"actor": "nobody", "seq": 0, "hash": "x", "kept": 1}\')::audit.entry)'
    )
    payload = json.loads(company.rows(CHAIN)[-1]["payload"])
    assert (payload["actor"], payload["kept"]) == ("Q-1", 1)
    assert payload["seq"] == company.value("select max(seq) from audit.log")
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(20)
def test_the_row_tells_person_login_and_time(company: Database) -> None:
    before = company.value("select clock_timestamp()")
    row = company.approve("2")
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["actor"], logged["db_role"], logged["client_addr"]) == (
        "Q-1",
        company.value("select session_user::text"),
        None,  # a local socket has none
    )
    assert before < logged["occurred_at"] < company.value("select clock_timestamp()")


@pytest.mark.rule(21)
def test_an_unknown_action_is_refused(company: Database) -> None:
    company.refuses(
        "23514", "select audit._append(row('tidy_up', 'log', '1', null, null)::audit.entry)"
    )


SUBMIT = "select api.submit_version('Lockout', '3', 'text', array['SOP-1'], %s)"
APPROVE = "select api.approve_version('Lockout', '2', %s, true, true)"
APPROVE_ONLY = "select api.approve_version('Lockout', '2', %s, false)"
RECERTIFY = "select api.recertify('Lockout', '1', %s)"
GRANT = "select api.grant_exemption('E-1', 'Lockout', %s, now() + interval '1 d')"
SCAN = "select api.scan_overdue() where length(%s) > 0"


@pytest.mark.rule(20)
@pytest.mark.parametrize("action", [SUBMIT, APPROVE, APPROVE_ONLY, RECERTIFY, GRANT, SCAN])
@pytest.mark.parametrize("fault", ["insert", "update"])
def test_without_its_audit_row_nothing_happens(company: Database, action: str, fault: str) -> None:
    company.execute(
        "insert into core.campaigns (name, kind, version_id) values ('By hand', 'manual', %s)",
        company.version_id("1"),
    )
    company.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select %s, campaign_id, now() - interval '9 d', now() from core.campaigns",
        company.user_id("E-2"),
    )
    company.execute(
        "create function pg_temp.fail() returns trigger language plpgsql as"
        " $$ begin raise exception 'disk full' using errcode = '53100'; end $$"
    )
    table = {"insert": "audit.log", "update": "audit.head"}[fault]
    company.execute(
        f"create trigger fails before {fault} on {table} execute function pg_temp.fail()"
    )
    company.act_as("Q-1")
    before = company.snapshot()
    company.refuses("53100", action, REASON)
    assert company.snapshot() == before
    company.execute(f"drop trigger fails on {table}")
    company.execute(action, REASON)
    assert company.snapshot() != before


@pytest.mark.rule(20)
@pytest.mark.parametrize("state", ["missing", "unknown"])
def test_without_an_actor_nothing_happens(company: Database, state: str) -> None:
    company.act_as("N-1" if state == "unknown" else None)
    before = company.snapshot()
    company.refuses("ZR203" if state == "unknown" else "ZR304", APPROVE, REASON)
    assert company.snapshot() == before


@pytest.mark.rule(20)
def test_eight_writers_at_once_leave_no_gap(database: Database) -> None:
    database.deciders()

    def write() -> list[int]:
        with Database.connect(database.dsn) as session:
            return [session.value("select audit_seq from api.scan_overdue()") for _ in range(10)]

    written = together(*[write] * 8)
    assert sorted(seq for seqs in written for seq in seqs) == list(range(1, 81))
    rows = database.rows(CHAIN)
    assert [row["seq"] for row in rows] == list(range(1, 81))
    assert first_bad(rows) is None
    assert database.value("select is_intact from api.verify_audit_chain()")
    moments = [row["occurred_at"] for row in rows]
    assert moments == sorted(moments)


@pytest.mark.rule(20)
def test_a_writer_that_is_rolled_back_leaves_no_gap(database: Database) -> None:
    scan = "select audit_seq from api.scan_overdue()"
    with Database.connect(database.dsn) as first, Database.connect(database.dsn) as second:
        first.execute("begin")
        assert first.value(scan) == 1
        with background(lambda: second.value(scan)) as waiting:
            until_blocked(database, second.pid)
            first.execute("rollback")
        assert waiting.result() == 1
    assert first_bad(database.rows(CHAIN)) is None
    assert database.value("select rows_checked from api.verify_audit_chain()") == 1


@pytest.mark.rule(20)
def test_a_session_that_dies_while_it_writes_leaves_no_gap(database: Database) -> None:
    scan = "select audit_seq from api.scan_overdue()"
    with Database.connect(database.dsn) as first:
        first.execute("begin")
        first.value(scan)
        database.execute("select pg_terminate_backend(%s)", first.pid)
        with pytest.raises(psycopg.OperationalError):
            first.execute("commit")
    assert database.value(scan) == 1


@pytest.mark.rule(20)
@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_a_stricter_isolation_makes_a_writer_try_again_and_not_fork_the_chain(
    database: Database, level: str
) -> None:
    scan = "select audit_seq from api.scan_overdue()"
    with Database.connect(database.dsn) as other:
        other.execute(f"begin isolation level {level}")
        other.value("select 1")
        database.value(scan)
        with refused("40001"):
            other.value(scan)
        other.execute("rollback")
        assert other.value(scan) == 2
    assert first_bad(database.rows(CHAIN)) is None


@pytest.mark.rule(20)
@pytest.mark.parametrize("name", [None, "", "  "])
def test_what_is_put_on_the_record_is_named(company: Database, name: str | None) -> None:
    before = company.snapshot()
    company.refuses("ZR102", "select api.begin_backup(%s)", name)
    company.refuses("ZR102", "select api.open_report_build(%s, 'd')", name)
    assert company.snapshot() == before
