"""Behind a connection pool in transaction mode commands work, and leave and find nothing there."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from pipeline.database import connected, is_pooled
from pipeline.errors import DatabaseUnavailable
from pipeline.settings import Settings
from tests.cli.calling import COUNTS, Recert, call, finish, start
from tests.cli.pooling.conftest import Pool
from tests.company import REASON, Database, refused
from tests.sessions import until_somebody_is_blocked

JSON = ["--format", "json"]
WHY = ["--reason", REASON, "--as", "Q-1"]
APPROVE = ["approve", "Lockout", "2", "--recertify-everyone", *WHY]

#: What a session is set to that a command sets.
SET = (
    "select current_setting('recert.actor', true) as actor,"
    " current_setting('timezone') as timezone, current_setting('datestyle') as datestyle,"
    " current_setting('search_path') as search_path,"
    " current_setting('client_connection_check_interval') as interval,"
    " current_setting('tcp_keepalives_idle') as keepalives,"
    " current_setting('idle_session_timeout') as idle, current_user::text as role,"
    " current_setting('auto_explain.log_min_duration', true) as explained"
)


@pytest.fixture
def through(company: Database, pool: Pool) -> str:
    """The DSN of the company by way of the pool; times are told in Vienna's there."""
    company.execute(
        "do $$ begin execute format('alter database %I set timezone = ''Europe/Vienna''',"
        " current_database()); end $$"
    )
    return pool.through(company.dsn)


@contextmanager
def client(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """Another client of the pool, which has one session for all."""
    with psycopg.connect(dsn, autocommit=True, prepare_threshold=None) as connection:
        yield connection


def is_set(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        row = cursor.execute(SET).fetchone()
    assert row is not None
    return row


def session(connection: psycopg.Connection[Any]) -> int:
    row = connection.execute("select pg_catalog.pg_backend_pid()").fetchone()
    assert row is not None
    return int(row[0])


# -- what is left in the pool --------------------------------------------------------------------


def test_nothing_leaks_to_other_clients(through: str, recert: Recert) -> None:
    with client(through) as other:
        before, pid = is_set(other), session(other)
        assert before["actor"] in (None, "")
        assert before["timezone"] == "Europe/Vienna"
        result = recert(*APPROVE, *JSON, "--dsn", through)
        assert result.code == 0
        assert result.document["created"] == 2
        # the same session of the server, which acts for nobody and tells the time as before
        assert session(other) == pid
        assert is_set(other) | {"actor": ""} == before | {"actor": ""}
        assert not is_set(other)["actor"]
        # nor after one that failed
        assert recert("approve", "Lockout", "9", *WHY, "--dsn", through).code == 6
        assert session(other) == pid
        assert not is_set(other)["actor"]
        assert is_set(other)["timezone"] == "Europe/Vienna"


def test_an_actor_acts_for_one_transaction(through: str, company: Database) -> None:
    with client(through) as other:
        with connected(through, actor="Q-1") as connection:
            assert is_pooled(connection)
            row = connection.execute("select * from api.acting_user()").fetchone()
            assert row is not None
            assert "Q-1" in row
        # whoever is next in that session is not Q-1
        with refused("ZR304"):
            other.execute("select api.approve_version('Lockout', '2', %s)", [REASON])
    assert company.state("2") == "pending_review"


def test_what_others_left_there_is_not_ours(
    through: str, company: Database, recert: Recert
) -> None:
    with client(through) as other:
        pid = session(other)
        other.execute(
            "set recert.actor = 'Q-1'; set timezone = 'Asia/Tokyo'; set datestyle = 'German';"
            " set search_path = pg_temp; set role recert_auditor"
        )
        assert recert("scan", "overdue", "--dsn", through).code == 0
        assert session(other) == pid
        last = "select actor from audit.log order by seq desc limit 1"
        assert company.value(last) == "system"
        # nobody acts as Q-1 without saying so
        assert recert("approve", "Lockout", "2", "--reason", REASON, "--dsn", through).code == 7
        assert recert(*APPROVE, "--dsn", through).code == 0
        rows = recert("audit", "log", *JSON, "--dsn", through).document
        assert rows[-1]["actor"] == "Q-1"
        assert rows[-1]["occurred_at"].endswith("Z")
        assert is_set(other)["timezone"] == "Asia/Tokyo"
        other.execute("reset all; reset role")


@pytest.mark.parametrize(
    "left",
    [
        "create schema lure;"
        " create function lure.to_regclass(text) returns regclass language sql"
        " as 'select null::regclass';"
        " create function lure.pg_backend_pid() returns integer language sql as 'select 1';"
        " set search_path = lure, pg_catalog",
        # it may not look at the schema, nor do anything else
        "set role pg_monitor",
        "set session authorization pooled_service",
        "set default_transaction_read_only = on",
        "set session characteristics as transaction isolation level serializable, read only",
    ],
)
def test_what_others_left_there_decides_nothing(
    service: str, through: str, company: Database, recert: Recert, left: str
) -> None:
    with client(through) as other:
        pid = session(other)
        other.execute(left.encode())
        assert recert("scan", "overdue", "--dsn", through).code == 0
        row = company.row("select actor, db_role from audit.log order by seq desc limit 1")
        assert row == {"actor": "system", "db_role": company.value("select session_user::text")}
        company.execute("update ops.objects set checksum = 'another'")
        assert recert("jobs", "--dsn", through).code == 4
        assert recert("daily", "--dsn", through).code == 3
        other.execute("reset session authorization")
        assert session(other) == pid
        # the next one in this session finds it as the pool gave it
        for statement in ("reset role", "reset all"):
            other.execute(statement.encode())


def test_limits_that_others_left_are_not_ours(through: str, company: Database) -> None:
    limits = {
        "statement_timeout": "1h",
        "lock_timeout": "1h",
        "idle_in_transaction_session_timeout": "1h",
        "row_security": "off",
        "default_transaction_read_only": "on",
        "transaction_read_only": "off",
        "synchronous_commit": "off",
    }
    if company.connection.info.server_version >= 170000:
        limits["transaction_timeout"] = "1h"
    asked = "select name, setting from pg_settings where name = any(%s) order by name"
    names = [list(limits)]
    with connected(company.dsn) as connection:
        usual = connection.execute(asked.encode(), names).fetchall()
    with client(through) as other:
        for name, value in limits.items():
            other.execute(f"set {name} = '{value}'".encode())
        with connected(through) as connection:
            assert connection.execute(asked.encode(), names).fetchall() == usual
        assert other.execute("show statement_timeout").fetchone() == ("1h",)
        other.execute("reset all")


def test_a_login_that_only_reads_does_so(
    service: str, company: Database, pool: Pool, recert: Recert
) -> None:
    company.execute("alter role pooled_service set default_transaction_read_only = on")
    behind = pool.through(service)
    with client(behind) as other:
        other.execute("set default_transaction_read_only = off")
        before = company.snapshot()
        assert recert("scan", "overdue", "--dsn", behind).code != 0
        assert company.snapshot() == before
        assert recert("jobs", "--dsn", behind).code == 0


def test_a_default_of_the_login_holds(
    service: str, company: Database, pool: Pool, recert: Recert
) -> None:
    company.execute("alter role pooled_service set recert.actor = 'H-1'")
    assert recert("scan", "overdue", "--dsn", pool.through(service)).code == 0
    row = company.row("select actor, db_role from audit.log order by seq desc limit 1")
    assert row == {"actor": "H-1", "db_role": "pooled_service"}


def test_plans_are_for_one_transaction(through: str, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "plans.txt"
    with client(through) as other:
        before, pid = is_set(other), session(other)
        assert recert("scan", "overdue", "--explain", str(file), "--dsn", through).code == 0
        assert "scan_overdue" in file.read_text(encoding="utf-8")
        assert session(other) == pid
        assert is_set(other)["explained"] in (before["explained"], "-1")


def test_an_interrupted_command_leaves_its_session(through: str, company: Database) -> None:
    with Database.connect(company.dsn) as holder:
        holder.execute("begin")
        holder.execute("select from core.trainings for update")
        process = start("scan", "overdue", "--dsn", through)
        until_somebody_is_blocked(company, "recert-")
        process.send_signal(signal.SIGINT)
        assert finish(process).code == 130
        holder.execute("rollback")
    with client(through) as other:
        assert not is_set(other)["actor"]
        assert is_set(other)["timezone"] == "Europe/Vienna"


# -- what works ----------------------------------------------------------------------------------


def test_commands_work_as_without_a_pool(
    through: str, company: Database, recert: Recert, tmp_path: Path
) -> None:
    def done(*arguments: str) -> Any:
        result = recert(*arguments, *JSON, "--dsn", through)
        assert result.code == 0, result.err
        return result.document if result.out else None

    content = tmp_path / "gowning.md"
    content.write_text("# Gowning", encoding="utf-8")
    people = tmp_path / "people.csv"
    people.write_text(
        "employee_number,full_name\n" + "".join(f"N-{n},Person {n}\n" for n in range(2000)),
        encoding="utf-8",
    )
    assert done("import", "users", str(people))["inserted"] == 2000
    assert done("import", "users", str(people))["skipped"] == 2000
    plan = done("approve", "Lockout", "2", "--plan", "--as", "Q-1")
    result = done(*APPROVE, "--plan-digest", plan["plan_digest"])
    assert {name: result[name] for name in COUNTS} == {name: plan[name] for name in COUNTS}
    assert done("recertify", "Lockout", "2", *WHY)["population"] == 0
    done(
        *("submit", "Lockout", "3", "--content", str(content), "--source", "SOP-1@A"),
        *("--reason", REASON, "--as", "A-1"),
    )
    (task,) = done("queue", "list", "--as", "Q-1")
    assert done("queue", "compare", "Lockout", "3", "--as", "Q-1")["training"] == "Lockout"
    assert task["version"] == "3"
    done("reject", "Lockout", "3", *WHY)
    done(
        *("campaign", "create", "Lockout", "--name", "May", "--due", "2035-01-31"),
        *("--department", "Line 4", *WHY),
    )
    assert len(done("campaign", "list")) == 2
    done("assignment", "start", "Lockout", "--as", "E-1")
    assert len(done("assignment", "list", "--as", "E-1")) == 2
    done("assignment", "complete", "Lockout", "--as", "E-1")
    assert done("assignment", "list", "--as", "E-1") == []
    done("exemption", "grant", "E-2", "Lockout", "--until", "2035-01-31", *WHY)
    assert len(done("exemption", "list", "--as", "Q-1")) == 1
    done("scan", "overdue")
    done("scan", "expiry")
    assert done("scan", "expiry", "--plan", "--within", "30") == []
    done("recompute")
    assert done("notifications", "list") == []
    assert done("notifications", "export") == []
    assert done("scheduled", "list") == []
    directly = recert("doctor", "--deep", *JSON, "--dsn", company.dsn)
    assert recert("doctor", "--deep", *JSON, "--dsn", through) == directly
    assert done("audit", "verify")["is_intact"]
    assert len(done("audit", "log", "--all")) == company.value("select count(*) from audit.log")
    assert done("audit", "export", str(tmp_path / "audit.jsonl"))["rows"] > 10
    assert done("audit", "anchor", str(tmp_path / "anchor.json"))
    # by a pool nobody can tell whether a run goes on: it leaves no row
    assert done("jobs") == []
    company.execute("select api.begin_job_step('daily', 'marts')")
    assert [row["step"] for row in done("jobs")] == ["marts"]
    assert done("db", "status")["schema"] == "current"


def test_very_many_are_recertified_in_one_transaction(
    through: str, company: Database, recert: Recert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.enrolling.MANY", 1)
    assert recert(*APPROVE, "--dsn", through).code == 0
    assert company.value("select count(*) from api.recertification_batches") == 0
    assert company.assigned("2") == {"E-1": "not_started", "E-2": "not_started"}


# -- what does not -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["daily"],
        ["daily", "--no-marts"],
        ["report", "build"],
        ["report", "docs", "{folder}/marts.html"],
        ["report", "site", "{folder}/site"],
        ["report", "site", "{folder}/site", "--rebuild"],
        ["report", "pack", "{folder}/pack.zip"],
        ["report", "export", "audit_trail", "--to", "{folder}/trail.csv"],
        ["db", "init"],
        ["db", "upgrade"],
        ["db", "backup", "{folder}/a.dump"],
        ["db", "restore", "{folder}/b.dump"],
        [*APPROVE, "--jobs", "2"],
        ["recertify", "Lockout", "1", "--batch-size", "64", *WHY],
        ["demo"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_what_needs_a_session_is_refused(
    through: str, company: Database, recert: Recert, tmp_path: Path, arguments: list[str]
) -> None:
    (tmp_path / "b.dump").write_bytes(b"PGDMP")
    before = company.snapshot()
    given = [argument.replace("{folder}", str(tmp_path)) for argument in arguments]
    result = recert("--log-format", "json", *given, "--dsn", through)
    assert (result.code, result.out) == (3, "")
    error = result.messages[-1]
    assert error["level"] == "error"
    assert "--dsn" in error["hint"]
    assert company.snapshot() == before
    assert [path.name for path in tmp_path.iterdir()] == ["b.dump"]


def test_psql_is_refused(through: str) -> None:
    # a process of its own, which psql would take over
    result = call("db", "psql", "--as", "Q-1", "--dsn", through)
    assert (result.code, result.out) == (3, "")


def test_going_on_with_batches_is_refused(through: str, company: Database, recert: Recert) -> None:
    run = company.approve("2", recertify_everyone=True, batch_size=64)
    before = company.snapshot()
    assert recert("recertify", "--resume", "--as", "Q-1", "--dsn", through).code == 3
    assert company.snapshot() == before
    assert run["batches"] == 1


def test_a_session_is_asked_for(through: str, company: Database) -> None:
    with pytest.raises(DatabaseUnavailable), connected(through, autocommit=True):
        pytest.fail("It has a session of a pool.")
    with connected(company.dsn, autocommit=True) as connection:
        assert not is_pooled(connection)
    with Settings(dsn=company.dsn).connection() as connection:
        assert not is_pooled(connection)
        assert connection.execute("show timezone").fetchone() == ("UTC",)
