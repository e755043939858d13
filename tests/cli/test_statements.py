"""`recert db status` with pg_stat_statements: what the statements of the database cost."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pipeline.embedded import EmbeddedServer
from tests.cli.calling import Recert
from tests.company import Database, login

JSON = ["--format", "json"]
EXTENSION = "create extension pg_stat_statements"

KEYS = ["calls", "seconds", "rows", "wal_bytes", "since", "top"]
TOP_KEYS = ["calls", "seconds", "mean_ms", "rows", "wal_bytes", "query"]


@pytest.fixture(scope="module")
def counting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has the library loaded, with the extension in a schema of its own."""
    binaries = os.environ.get("RECERT_TEST_BINARIES")
    server = EmbeddedServer(
        tmp_path_factory.mktemp("counting"),
        binaries=Path(binaries) if binaries else None,
        settings={"shared_preload_libraries": "pg_stat_statements", "fsync": "off"},
    )
    dsn = server.start()
    try:
        with psycopg.connect(dsn, autocommit=True) as admin:
            admin.execute("create schema counted")
            admin.execute(f"{EXTENSION} schema counted".encode())
        yield dsn
    finally:
        server.stop()


@pytest.fixture
def counted(counting: str) -> Iterator[Database]:
    """Nothing is counted yet."""
    with Database.connect(counting) as database:
        database.execute("select counted.pg_stat_statements_reset()")
        yield database


def test_what_statements_cost(counted: Database, recert: Recert) -> None:
    counted.execute("create table public.written as select generate_series(1, 50000) as n")
    for _ in range(3):
        counted.execute(
            "select\n\tcount(*) as " + "a_very_long_name_" * 3 + ", 'a literal'"
            " from public.written as w cross join generate_series(1, 100) as s"
        )
    counted.execute("drop table public.written")
    row = recert(counted, "db", "status", *JSON).document
    assert row["statements_note"] is None
    found = row["statements"]
    assert list(found) == KEYS
    assert found["calls"] >= 5
    assert found["rows"] >= 50_000
    assert found["wal_bytes"] >= 50_000 * 20
    assert found["since"].endswith("Z")
    assert 1 <= len(found["top"]) <= 5
    assert {tuple(each) for each in found["top"]} == {tuple(TOP_KEYS)}
    longest = found["top"][0]
    assert longest["calls"] == 3
    assert longest["rows"] == 3
    assert longest["mean_ms"] == pytest.approx(1000 * longest["seconds"] / 3, abs=1)
    # on one line, and what was asked for is left out
    assert longest["query"].startswith("select count(*) as a_very_long_name_")
    assert "a literal" not in longest["query"]
    for each in found["top"]:
        assert len(each["query"]) <= 120
        assert "\n" not in each["query"]
    seconds = [each["seconds"] for each in found["top"]]
    assert seconds == sorted(seconds, reverse=True)
    assert sum(seconds) <= found["seconds"] + 0.01


def test_the_figures_are_those_of_this_database(
    counting: str, counted: Database, recert: Recert
) -> None:
    other = counting.replace("/recert?", "/postgres?")
    with psycopg.connect(other, autocommit=True) as connection:
        connection.execute("select count(*) from generate_series(1, 3000000) as elsewhere")
    found = recert(counted, "db", "status", *JSON).document["statements"]
    assert not [each for each in found["top"] if "elsewhere" in each["query"]]


def test_what_a_function_does_is_counted_once(counted: Database, recert: Recert) -> None:
    counted.execute("set pg_stat_statements.track = 'all'")
    counted.execute(
        "do $$ begin perform count(*) from generate_series(1, 1000000) as inner_one; end $$"
    )
    found = recert(counted, "db", "status", *JSON).document["statements"]
    assert [each["calls"] for each in found["top"] if each["query"] == "do"] == [1]
    assert not [each for each in found["top"] if "inner_one" in each["query"]]


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("create role other login password 'hunter2'", "create role"),
        ("alter role told password U&'hunter2'", "alter role"),
        ("alter role told password/**/'hunter2'", "alter role"),
        ("/* select */ alter role told password $$hunter2$$", "alter role"),
        (
            "create subscription s connection 'host=h user=u password=hunter2' publication p"
            " with (connect = false)",
            "create subscription",
        ),
        (
            "create subscription s connection 'postgresql://u:hunter2@h/db' publication p"
            " with (connect = false)",
            "create subscription",
        ),
        ("do $$ begin perform 'hunter2'; end $$", "do"),
    ],
)
def test_a_password_is_not_among_them(
    counted: Database, recert: Recert, statement: str, words: str
) -> None:
    counted.execute("create role told")
    counted.execute("select counted.pg_stat_statements_reset()")
    try:
        counted.execute(statement)
        assert counted.value("select count(*) from counted.pg_stat_statements") <= 3
        for form in ("json", "csv", "table"):
            shown = recert(counted, "db", "status", "--format", form)
            assert shown.code == 0
            assert "hunter2" not in shown.out
            assert form != "json" or words in {
                each["query"] for each in shown.document["statements"]["top"]
            }
    finally:
        counted.execute(
            "do $$ begin if exists (select from pg_subscription) then"
            " alter subscription s set (slot_name = none); end if; end $$"
        )
        counted.execute("drop subscription if exists s")
        counted.execute("drop role told")
        counted.execute("drop role if exists other")


def test_people_read_lines(counted: Database, recert: Recert) -> None:
    counted.execute("select count(*) from generate_series(1, 100000) as read_by_people")
    shown = recert(counted, "db", "status").out
    assert [line.split()[0] for line in shown.splitlines() if not line.startswith(" ")][-2:] == [
        *("statements", "longest"),
    ]
    assert "read_by_people" in shown
    counted.execute("select counted.pg_stat_statements_reset()")
    assert recert(counted, "db", "status").code == 0


def test_who_may_not_see_them_is_told(counted: Database, recert: Recert) -> None:
    with login(counted.dsn) as dsn:
        # the schema is nobody else's
        row = recert("db", "status", *JSON, "--dsn", dsn).document
        assert row["statements"] is None
        assert row["statements_note"]
        assert row["statements_note"] in recert("db", "status", "--dsn", dsn).out
        counted.execute("grant usage on schema counted to public")
        row = recert("db", "status", *JSON, "--dsn", dsn).document
        # the figures are there, and the statements of others are not
        assert row["statements"]["calls"] >= 1
        assert not [each for each in row["statements"]["top"] if "grant" in each["query"]]
        counted.execute("revoke usage on schema counted from public")


def test_without_the_library_it_is_told(dsn: str, database: Database, recert: Recert) -> None:
    row = recert(database, "db", "status", *JSON).document
    assert (row["statements"], row["statements_note"]) == (None, None)
    database.execute(EXTENSION)
    row = recert(database, "db", "status", *JSON).document
    assert row["statements"] is None
    assert "shared_preload_libraries" in row["statements_note"]
    assert row["schema"] == "current"


@pytest.mark.parametrize("version", ["1.7", "1.8"])
def test_an_extension_of_an_earlier_server(counted: Database, recert: Recert, version: str) -> None:
    """After an upgrade of the server it may have the names of then."""
    counted.execute("drop extension pg_stat_statements")
    try:
        counted.execute(f"{EXTENSION} schema counted version '{version}'")
        counted.execute("select 1")
        found = recert(counted, "db", "status", *JSON).document["statements"]
        assert found["calls"] >= 1
        assert found["since"] is None
        assert (found["wal_bytes"] is None) == (version == "1.7")
        assert "calls" in recert(counted, "db", "status").out
    finally:
        counted.execute("drop extension pg_stat_statements")
        counted.execute(f"{EXTENSION} schema counted")
