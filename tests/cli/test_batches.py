"""Recertifying in batches as people call it: the same answer, progress, and going on with it."""

from __future__ import annotations

import json
import re
import signal
import subprocess

import pytest

from pipeline import enrolling
from pipeline.database import connected
from tests.cli.calling import (
    COMMAND,
    COUNTS,
    HUNG,
    KEYS,
    Recert,
    environment,
    finish,
    start,
)
from tests.cli.terminal import terminal
from tests.company import REASON, Database, login, login_name
from tests.faults.recertifying import prepare
from tests.sessions import until_somebody_is_blocked

JSON = ["--format", "json"]
DECIDE = ["--reason", REASON, "--as", "Q-1"]
RESUME = ["recertify", "--resume", "--as", "Q-1", *JSON]
PEOPLE = 700


@pytest.fixture
def many(database: Database) -> Database:
    """Version 1 in force with evidence of many people, version 2 pending."""
    prepare(database, PEOPLE)
    return database


def approve(*options: str) -> list[str]:
    return ["approve", "Lockout", "2", "--recertify-everyone", *options, *DECIDE, *JSON]


@pytest.mark.rule(4, 10, 12)
@pytest.mark.parametrize("options", [["--jobs", "3"], ["--batch-size", "64"], ["--jobs", "1"]])
def test_the_answer_is_that_of_one_transaction(
    many: Database, recert: Recert, options: list[str]
) -> None:
    plan = recert(many, "approve", "Lockout", "2", "--plan", "--as", "Q-1", *JSON).document
    result = recert(many, *approve(*options, "--plan-digest", plan["plan_digest"]))
    assert result.code == 0
    assert list(result.document) == KEYS
    assert (result.document["activated"], result.document["dry_run"]) == (True, False)
    for name in ("plan_digest", "campaign", *COUNTS):
        assert result.document[name] == plan[name]
    assert result.document["created"] == len(many.assigned("2"))
    assert many.value("select count(*) from api.recertification_batches where is_enrolling") == 0


@pytest.mark.rule(11)
def test_again_in_batches_nothing_is_left_to_do(many: Database, recert: Recert) -> None:
    assert recert(many, *approve()).code == 0
    assert many.value("select count(*) from api.recertification_batches") == 0
    again = recert(many, "recertify", "Lockout", "2", "--jobs", "2", *DECIDE, *JSON)
    assert again.code == 0
    assert (again.document["population"], again.document["activated"]) == (0, False)


@pytest.mark.rule(10)
def test_very_many_are_enrolled_in_batches_by_themselves(
    many: Database, recert: Recert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enrolling, "MANY", PEOPLE)
    result = recert(many, *approve())
    assert result.code == 0
    assert result.document["population"] == PEOPLE
    assert many.value("select count(*) from api.recertification_batches") == 1


@pytest.mark.rule(10)
def test_a_login_with_one_connection_enrols_by_that(many: Database) -> None:
    run = many.approve("2", recertify_everyone=True, batch_size=64)
    with login(many.dsn, "recert_runner", "recert_service") as dsn:
        many.execute(f'alter role "{login_name(dsn)}" connection limit 1')
        row = enrolling.enrol(
            lambda: connected(dsn, actor="Q-1", autocommit=True), run["run_id"], 2
        )
    assert row["population"] == PEOPLE
    assert row["created"] == len(many.assigned("2"))
    assert many.value("select state from api.job_runs") == "succeeded"


@pytest.mark.rule(10, 11)
def test_killed_it_goes_on_from_where_it_was(many: Database, recert: Recert) -> None:
    """Kill -9 as soon as something is enrolled; then again, until the rest is done at once."""
    call = approve("--batch-size", "1", "--jobs", "2", "--dsn", many.dsn, "--log-format", "json")
    kills = 0
    while True:
        with subprocess.Popen(
            [*COMMAND, *call],
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stderr is not None
            for line in process.stderr:
                if kills < 2 and re.search(r'"batches_enrolled": ?[1-9]', line):
                    process.send_signal(signal.SIGKILL)
            process.wait(timeout=HUNG)
        if process.returncode == 0:
            break
        assert process.returncode == -signal.SIGKILL
        kills += 1
        call = [*RESUME, "--dsn", many.dsn, "--log-format", "json"]
    assert many.value("select count(*) from core.recertification_runs where is_enrolling") == 0
    run = many.row("select * from core.recertification_runs")
    assert run["population"] == PEOPLE
    assert run["created"] == len(many.assigned("2"))
    assert {flag for flags in many.statuses().values() for _, flag in flags} == {"superseded"}
    failed = many.rows("select * from api.check_invariants(true) where status = 'fail'")
    assert failed == []
    states = [row["state"] for row in many.rows("select state from api.job_runs order by 1")]
    assert states == ["interrupted"] * kills + ["succeeded"]


@pytest.mark.rule(11)
def test_what_fails_in_a_batch_is_told_with_the_way_on(many: Database, recert: Recert) -> None:
    many.execute(
        "create function public.stop() returns trigger language plpgsql as"
        " $$begin if new.batch_number = 3 then raise exception 'Stop' using errcode = '40001';"
        " end if; return new; end$$;"
        " create trigger stop before update on core.recertification_batches"
        " for each row execute function public.stop()"
    )
    result = recert(many, *approve("--batch-size", "64"))
    assert (result.code, result.out) == (75, "")
    assert "--resume" in result.err
    job = many.row("select state, sqlstate, result from api.job_runs")
    assert (job["state"], job["sqlstate"]) == ("failed", "40001")
    assert job["result"]["batches_enrolled"] < job["result"]["batches"]
    assert recert(many, "campaign", "list", *JSON).document[0]["state"] == "enrolling"
    assert recert(many, "recertify", "Lockout", "2", *DECIDE).code == 6
    # the scheduler's log tells of it every day
    daily = recert(many, "daily", "--no-marts", "--log-format", "json", "--as", "Q-1")
    told = [line for line in map(json.loads, daily.err.splitlines()) if "batches" in line]
    assert daily.code == 0
    assert [line["batches_enrolled"] for line in told] == [job["result"]["batches_enrolled"]]

    many.execute("drop trigger stop on core.recertification_batches")
    result = recert(many, *RESUME)
    assert result.code == 0
    assert list(result.document) == KEYS
    assert result.document["population"] == PEOPLE
    assert recert(many, *RESUME).code == 6
    daily = recert(many, "daily", "--no-marts", "--log-format", "json", "--as", "Q-1")
    assert not any("batches" in json.loads(line) for line in daily.err.splitlines())


@pytest.mark.rule(11)
def test_before_the_first_batch_the_way_on_is_told_as_well(many: Database, recert: Recert) -> None:
    """Somebody is in the way of claiming the run, which has begun: given up, or interrupted."""
    with Database.connect(many.dsn) as other, login(many.dsn, "recert_service") as dsn:
        many.execute(f'grant recert_runner to "{login_name(dsn)}"')
        many.execute(f"alter role \"{login_name(dsn)}\" set lock_timeout = '100ms'")
        other.execute("begin; lock table ops.job_runs in share mode")
        result = recert(*approve("--jobs", "2"), "--dsn", dsn)
        assert (result.code, result.out) == (75, "")
        assert "--resume" in result.err
        many.execute(f'alter role "{login_name(dsn)}" reset lock_timeout')
        process = start("recertify", "--resume", "--as", "Q-1", "--dsn", dsn)
        until_somebody_is_blocked(many, "recert-")
        process.send_signal(signal.SIGINT)
        interrupted = finish(process)
        other.execute("rollback")
    assert interrupted.code == 130
    assert "--resume" in interrupted.err
    assert recert(many, *RESUME).code == 0


def test_going_on_names_one_of_several(many: Database, recert: Recert) -> None:
    many.training("Gowning")
    many.activate("1", "Gowning")
    many.activate("2", "Gowning")
    many.approve("2")
    for training in ("Lockout", "Gowning"):
        many.recertify("2", training, batch_size=1)
    many.act_as(None)
    assert recert(many, *RESUME).code == 6
    named = ["recertify", "Gowning", "2", "--resume", "--as", "Q-1", *JSON]
    assert recert(many, *named).document["training"] == "Gowning"
    assert recert(many, *RESUME).document["training"] == "Lockout"


@pytest.mark.parametrize(
    "call",
    [
        ["recertify"],
        ["recertify", "Lockout"],
        ["recertify", "--resume", "--reason", REASON],
        ["recertify", "--resume", "--plan"],
        ["recertify", "--resume", "--batch-size", "9"],
        ["recertify", "Lockout", "2", "--jobs", "0", "--reason", REASON],
        ["recertify", "Lockout", "2", "--batch-size", "0", "--reason", REASON],
    ],
)
def test_what_does_not_go_together_is_wrong_usage(
    untouched: Database, recert: Recert, call: list[str]
) -> None:
    assert recert(untouched, *call, "--as", "Q-1").code == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["approve", "Lockout", "2", "--jobs", "2"], 2),
        (["approve", "Lockout", "2", "--recertify-everyone", "--jobs", "2", "--effective-on"], 5),
    ],
)
def test_batches_belong_to_a_recertification_now(
    untouched: Database, recert: Recert, options: list[str], code: int
) -> None:
    day = ["2099-01-04"] if options[-1] == "--effective-on" else []
    assert recert(untouched, *options, *day, *DECIDE).code == code


def test_a_terminal_shows_how_far_it_is(many: Database) -> None:
    call = ["approve", "Lockout", "2", "--recertify-everyone", "--yes", "--batch-size", "64"]
    with terminal(*call, *DECIDE, "--dsn", many.dsn) as screen:
        assert screen.finish() == 0
    assert "people a second" in screen.shown
