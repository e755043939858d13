"""What commands that write much leave in `recert jobs`, and that nothing else of them changes."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import KEYS, Recert, finish, start
from tests.cli.terminal import terminal
from tests.company import REASON, Database, login, login_name
from tests.faults.recertifying import prepare
from tests.sessions import until, until_gone, until_somebody_is_blocked

WHY = ["--reason", REASON, "--as", "Q-1"]
JSON = ["--format", "json"]
APPROVE = ["approve", "Lockout", "2", "--recertify-everyone", *WHY]

#: What makes a scan wait, and everything else that locks trainings.
LOCK = "select from core.trainings for update"


def runs(company: Database) -> list[dict[str, Any]]:
    return company.rows("select * from api.job_runs order by job_run_id")


def run_of(company: Database) -> dict[str, Any]:
    (row,) = runs(company)
    return row


def people(folder: Path, *lines: str) -> str:
    path = folder / "people.csv"
    path.write_text("employee_number,full_name\n" + "".join(f"{line}\n" for line in lines))
    return str(path)


@contextmanager
def held_up(company: Database, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command in a process of its own that waits until the block ends."""
    with Database.connect(company.dsn) as other:
        other.execute("begin")
        other.execute(LOCK)
        process = start(*arguments, "--dsn", company.dsn)
        until_somebody_is_blocked(company, "recert-")
        yield process
        other.execute("rollback")


# -- rows ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "job", "step", "rows"),
    [
        (["scan", "overdue"], "scan", "overdue_scan", 0),
        (["scan", "expiry"], "scan", "expiry_scan", 0),
        (["recompute"], "recompute", "recompute", 0),
        (APPROVE, "approve", "approve", 4),
        (["approve", "Lockout", "2", *WHY], "approve", "approve", 0),
        (["recertify", "Lockout", "1", *WHY], "recertify", "recertify", 0),
    ],
)
def test_a_command_has_a_row_with_its_result(
    company: Database, recert: Recert, arguments: list[str], job: str, step: str, rows: int
) -> None:
    result = recert(company, *arguments, *JSON)
    assert result.code == 0
    row = run_of(company)
    assert (row["job"], row["step"], row["state"]) == (job, step, "succeeded")
    assert row["result"] == result.document
    assert (row["rows"], row["sqlstate"], row["message"]) == (rows, None, None)
    assert row["wal_bytes"] > 0
    assert re.fullmatch(r"recert-[0-9a-f]{12}", row["application_name"])
    # it was begun before the work, and ended after it
    assert row["started_at"] < row["finished_at"]


def test_an_import_has_a_row_without_what_it_rejected(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    file = people(tmp_path, "E-7,Seven", ",Nobody")
    result = recert(company, "import", "users", file, "--partial", *JSON)
    assert result.code == 0
    assert (result.document["inserted"], result.document["rejected"]) == (1, 1)
    row = run_of(company)
    assert (row["job"], row["step"], row["state"]) == ("import", "users", "succeeded")
    assert row["rows"] == 1
    assert row["result"] | {"rejects": result.document["rejects"]} == result.document
    assert "rejects" not in row["result"]


@pytest.mark.parametrize(
    ("arguments", "job", "sqlstate", "code"),
    [
        (["approve", "Lockout", "2", "--reason", "short", "--as", "Q-1"], "approve", "ZR101", 5),
        (["approve", "Lockout", "7", *WHY], "approve", "ZR202", 6),
        (["recertify", "Lockout", "1", "--plan-digest", "0", *WHY], "recertify", "ZR206", 6),
        (["recompute", "--user", "N-1"], "recompute", "ZR203", 6),
    ],
)
def test_what_is_refused_has_failed(
    untouched: Database, recert: Recert, arguments: list[str], job: str, sqlstate: str, code: int
) -> None:
    result = recert(untouched, "--log-format", "json", *arguments)
    assert (result.code, result.out) == (code, "")
    error = result.messages[-1]
    assert error["sqlstate"] == sqlstate
    row = runs(untouched)[-1]
    assert (row["job"], row["state"], row["sqlstate"]) == (job, "failed", sqlstate)
    assert row["message"] == error["message"]
    assert (row["result"], row["rows"]) == (None, None)
    assert row["application_name"] == error["run_id"]


def test_a_file_that_cannot_be_used_has_failed(
    company: Database, recert: Recert, tmp_path: Path
) -> None:
    assert recert(company, "import", "users", people(tmp_path, ",Nobody")).code == 5
    row = run_of(company)
    assert (row["step"], row["state"], row["sqlstate"]) == ("users", "failed", "ZR104")


@pytest.mark.parametrize(
    "arguments",
    [
        ["approve", "Lockout", "2", "--plan", "--as", "Q-1"],
        ["recertify", "Lockout", "1", "--plan", "--as", "Q-1"],
        ["scan", "expiry", "--plan"],
        ["queue", "list"],
    ],
)
def test_what_changes_nothing_has_no_row(
    company: Database, recert: Recert, arguments: list[str]
) -> None:
    assert recert(company, *arguments).code == 0
    assert runs(company) == []


@pytest.mark.parametrize("actor", ["E-1", "X-1", "N-1"], ids=["employee", "inactive", "unknown"])
def test_who_may_record_nothing_is_refused_by_the_work(
    untouched: Database, recert: Recert, actor: str
) -> None:
    before = untouched.snapshot()
    result = recert(
        untouched, "--log-format", "json", "approve", "Lockout", "2", *WHY, "--as", actor
    )
    with untouched.undone():
        untouched.act_as(actor)
        untouched.refuses(
            result.messages[-1]["sqlstate"],
            "select api.approve_version('Lockout', '2', %s)",
            REASON,
        )
    assert untouched.snapshot() == before


def test_batches_have_the_row_of_their_own(database: Database, recert: Recert) -> None:
    prepare(database, 200)
    assert recert(database, *APPROVE, "--jobs", "2").code == 0
    row = run_of(database)
    assert (row["job"], row["step"], row["state"]) == ("recertify", "enrol", "succeeded")
    assert row["rows"] == row["result"]["created"] + row["result"]["evidence_superseded"]
    assert row["wal_bytes"] > 0


# -- how it ends ---------------------------------------------------------------------------------


def test_an_interruption_is_recorded(company: Database) -> None:
    with held_up(company, "scan", "overdue") as process:
        assert run_of(company)["state"] == "running"
        process.send_signal(signal.SIGINT)
        assert finish(process).code == 130
    row = run_of(company)
    assert (row["state"], row["wal_bytes"], row["result"]) == ("interrupted", None, None)
    until_gone(company, "recert-")


def test_the_next_run_marks_a_killed_one(company: Database, recert: Recert) -> None:
    with held_up(company, "scan", "overdue") as process:
        process.send_signal(signal.SIGKILL)
        assert finish(process).code == -signal.SIGKILL
        until_gone(company, "recert-")
    assert run_of(company)["state"] == "running"
    assert recert(company, "scan", "expiry").code == 0
    assert [row["state"] for row in runs(company)] == ["running", "succeeded"]
    assert recert(company, "scan", "overdue").code == 0
    assert [row["state"] for row in runs(company)] == ["interrupted", "succeeded", "succeeded"]


def test_two_at_once_leave_each_other_alone(company: Database) -> None:
    with held_up(company, "scan", "overdue") as first:
        second = start("scan", "overdue", "--dsn", company.dsn)
        until(
            company,
            "select count(*) = 2 from pg_stat_activity where datname = current_database()"
            " and application_name like 'recert-%%' and cardinality(pg_blocking_pids(pid)) > 0",
        )
        assert [row["state"] for row in runs(company)] == ["running", "running"]
    assert (finish(first).code, finish(second).code) == (0, 0)
    assert [row["state"] for row in runs(company)] == ["succeeded", "succeeded"]
    assert len({row["application_name"] for row in runs(company)}) == 2


def test_work_stands_whose_end_cannot_be_recorded(company: Database) -> None:
    with held_up(company, *APPROVE, *JSON) as process:
        company.execute("select api.claim_job('approve')")
        assert run_of(company)["state"] == "interrupted"
    result = finish(process)
    assert (result.code, list(result.document)) == (0, KEYS)
    assert len(company.assigned("2")) == 2
    assert run_of(company)["state"] == "interrupted"


def test_a_lost_session_of_the_record_is_replaced(company: Database) -> None:
    with held_up(company, "scan", "overdue", *JSON) as process:
        company.execute(
            "select pg_terminate_backend(pid, 60000) from pg_stat_activity"
            " where datname = current_database() and application_name like 'recert-%%'"
            " and state = 'idle'"
        )
    result = finish(process)
    assert result.code == 0
    row = run_of(company)
    assert (row["state"], row["result"]) == ("succeeded", result.document)


def test_a_login_with_one_connection_works_unrecorded(company: Database, recert: Recert) -> None:
    with login(company.dsn, "recert_runner", "recert_service") as dsn:
        company.execute(f'alter role "{login_name(dsn)}" connection limit 1')
        result = recert("scan", "overdue", "--dsn", dsn)
    assert (result.code, result.err) == (0, "")
    assert runs(company) == []


# -- the id of a run -----------------------------------------------------------------------------


def test_a_call_has_one_id_in_all_that_it_says(company: Database, recert: Recert) -> None:
    ids = []
    for options in ([], ["--user", "N-1"]):
        result = recert(company, "--log-format", "json", "recompute", *options)
        assert {line["level"] for line in result.messages} == {"info", *(["error"] * len(options))}
        (run_id,) = {line["run_id"] for line in result.messages}
        assert run_id == runs(company)[-1]["application_name"]
        ids.append(run_id)
    assert len(set(ids)) == 2
    wrong = recert("--log-format=json", "scan", "nothing")
    assert re.fullmatch(r"recert-[0-9a-f]{12}", wrong.messages[0]["run_id"])


# -- what its sessions were at -------------------------------------------------------------------


def until_looked_at(company: Database) -> None:
    """Return when what the sessions of the run are at has been seen."""
    until(
        company,
        "select exists (select from pg_stat_activity where datname = current_database()"
        " and application_name like 'recert-%%' and state = 'idle'"
        " and query like '%%_waits_now%%')",
    )


@pytest.mark.parametrize(
    "arguments",
    [["scan", "overdue"], ["daily", "--no-marts"]],
    ids=["scan", "daily"],
)
def test_a_run_tells_what_it_waited_for(company: Database, arguments: list[str]) -> None:
    with held_up(company, *arguments) as process:
        # a run that goes on is looked at by whoever asks
        until(
            company,
            "select exists (select from api.job_runs, jsonb_object_keys(wait_events) as event"
            " where state = 'running' and event like 'Lock/%%')",
        )
        until_looked_at(company)
    assert finish(process).code == 0
    waits = company.value("select wait_events from ops.job_runs where step = 'overdue_scan'")
    assert sum(count for name, count in waits.items() if name.startswith("Lock/")) >= 1
    until_gone(company, "recert-")


def test_batches_tell_what_they_waited_for(database: Database) -> None:
    prepare(database, 200)
    database.approve("2", recertify_everyone=True, batch_size=64)
    with Database.connect(database.dsn) as other:
        other.execute("begin")
        other.execute("lock core.assignments in share mode")
        process = start(
            *("recertify", "--resume", "--jobs", "2", "--as", "Q-1", "--dsn", database.dsn)
        )
        until_somebody_is_blocked(database, "recert-")
        until_looked_at(database)
        other.execute("rollback")
    assert finish(process).code == 0
    waits = run_of(database)["wait_events"]
    assert sum(count for name, count in waits.items() if name.startswith("Lock/")) >= 1


def test_what_is_noted_meanwhile_outlives_a_killed_run(company: Database) -> None:
    with held_up(company, "scan", "overdue") as process:
        until(company, "select exists (select from ops.job_runs where wait_events is not null)")
        process.send_signal(signal.SIGKILL)
        assert finish(process).code == -signal.SIGKILL
        until_gone(company, "recert-")
    row = run_of(company)
    assert row["state"] == "running"
    assert row["wait_events"]


# -- the table -----------------------------------------------------------------------------------


def test_the_table_keeps_to_its_terminal(company: Database) -> None:
    company.execute(
        "insert into ops.job_runs (job, step, state, started_at, finished_at, result, wal_bytes,"
        " wait_events, message) values"
        " ('daily', 'scheduled_recertifications', 'succeeded', '2027-01-31 04:30:00+00',"
        """ '2027-01-31 04:31:05+00', '{"created": 1203456, "evidence_superseded": 1203456}',"""
        """ 1234567890, '{"CPU": 40, "IO/WALSync": 20, "Lock/transactionid": 2}', null),"""
        " ('daily', 'reminders', 'failed', '2027-01-31 04:31:05+00', '2027-01-31 04:31:06+00',"
        " null, 12345, null, 'canceling statement due to lock timeout while others worked')"
    )
    with terminal("jobs", "--dsn", company.dsn) as shown:
        assert shown.finish() == 0
    lines = re.sub(r"\x1b\[\d*m", "", shown.shown).splitlines()
    heading, first, *others = lines
    assert max(map(len, lines)) <= 120
    assert heading.split() == [
        *("id", "step", "state", "started", "(UTC)", "seconds", "rows", "rows/s", "WAL"),
        *("waits", "told"),
    ]
    assert "…" in first
    for text in ("succeeded", "01-31 04:30", "65.0", "2,406,912", "37,029", "1.2 GB", "CPU 65%"):
        assert text in first
    # the rest of a failure is told on lines of its own
    assert "failed" in others[0]
    words = " ".join(line.split("12.3 kB")[-1].strip() for line in others)
    assert " ".join(words.split()).endswith("due to lock timeout while others worked")
    assert "canceling statement" in words
