"""Who watches a run goes on after a look that failed, and never stops the work."""

from __future__ import annotations

from threading import Thread

import pytest

from pipeline import watching
from pipeline.settings import Settings
from pipeline.watching import watched, watched_build
from tests.company import Database
from tests.sessions import until

RUN = "recert-0123456789ab"
BUILD = f"{RUN} dbt"

#: What makes a look fail, or not, by its number; what is looked at is always the same.
LOOKS = """
create sequence public.looks;
create or replace function ops._waits_now()
returns table (run text, wait_events jsonb)
language plpgsql
as $$
begin
    if nextval('public.looks') in ({failing}) then
        raise 'Too slow' using errcode = 'query_canceled';
    end if;
    return query values ('recert-0123456789ab', '{{"CPU": 1}}'::jsonb);
end;
$$
"""
NOTED = "select coalesce((wait_events ->> 'CPU')::integer, 0) from ops.job_runs"
LOOKED = "select last_value > %s from public.looks"


@pytest.fixture
def run(company: Database, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A run that has begun, and is looked at often."""
    monkeypatch.setattr(watching, "_PAUSE", 0.01)
    company.execute("select set_config('application_name', %s, false)", BUILD)
    company.execute("select api.begin_job_step('scan', 'overdue_scan')")
    return Settings(dsn=company.dsn, run_id=RUN)


def number_of(company: Database) -> int:
    return int(company.value("select job_run_id from ops.job_runs"))


def test_a_look_that_failed_is_left_out(company: Database, run: Settings) -> None:
    company.execute(LOOKS.format(failing="1, 3, 7"))
    with watched(run, number_of(company)):
        until(company, f"select ({NOTED}) >= 5")
        until(company, LOOKED, 12)
    looks = company.value("select last_value from public.looks")
    assert company.value(NOTED) == looks - 3


def test_what_was_seen_is_handed_over_after_looks_that_failed(
    company: Database, run: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_LOOKS", 1_000_000)
    company.execute(LOOKS.format(failing="select generate_series(3, 100000)"))
    with watched(run, number_of(company)):
        until(company, LOOKED, 4)
        assert company.value(NOTED) == 0
    assert company.value(NOTED) == 2


def test_a_handing_over_that_failed_is_made_up_for(
    company: Database, run: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_TIMEOUT", "200ms")
    company.execute(LOOKS.format(failing="0"))
    waits = (
        "(select count(*) from pg_stat_activity where application_name = %s"
        " and cardinality(pg_blocking_pids(pid)) > 0)"
    )
    with watched_build(company.dsn, None, RUN, BUILD), Database.connect(company.dsn) as other:
        with other.connection.transaction():
            other.execute("lock ops.job_runs in access exclusive mode")
            until(company, f"select {waits} = 1", RUN)
            until(company, f"select {waits} = 0", RUN)
            before = other.value(NOTED)
            at = other.value("select last_value from public.looks")
            # it goes on looking
            until(company, LOOKED, at + 1)
        until(company, f"select ({NOTED}) > %s", before)


def test_it_ends_with_its_connection(company: Database, run: Settings) -> None:
    company.execute(LOOKS.format(failing="0"))
    theirs = "from pg_stat_activity where application_name = %s"
    with watched(run, number_of(company)):
        until(company, f"select ({NOTED}) >= 1")
        (watcher,) = [each for each in watching.threading.enumerate() if each.name == "watching"]
        company.execute(f"select pg_terminate_backend(pid) {theirs}", RUN)
        watcher.join(60)
        assert not watcher.is_alive()
    assert company.value(f"select count(*) {theirs}", RUN) == 0


def test_work_is_done_where_nobody_can_look(
    company: Database, run: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def start(self: Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(watching._Watcher, "start", start)
    done = []
    with watched(run, number_of(company)):
        done.append(company.value(NOTED))
    assert done == [0]
