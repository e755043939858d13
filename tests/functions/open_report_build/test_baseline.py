"""Which build a build of the marts goes on from: the last of everything that still fits."""

from __future__ import annotations

import pytest

from tests.company import Database


def opened(database: Database, definition: str = "models", *, is_full: bool = False) -> int | None:
    """Open a build; returns the number of the one that it goes on from."""
    number = database.value(
        "select api.open_report_build(gen_random_uuid()::text, %s, p_is_full => %s)",
        definition,
        is_full,
    )
    baseline: int | None = database.value(
        "select baseline_build_number from ops.report_builds where build_number = %s", number
    )
    return baseline


def ended(database: Database, *, is_whole: bool = True) -> int:
    """End the build that is open well; returns its number."""
    row = database.row(
        "select build_number, build_id from ops.report_builds order by 1 desc limit 1"
    )
    database.execute(
        "select api.record_report_build(%s, 1, 1, 0, '{}', now(), 0, repeat('0', 64), %s)",
        row["build_id"],
        is_whole,
    )
    number: int = row["build_number"]
    return number


@pytest.fixture
def built(database: Database) -> Database:
    """One build of everything has ended well."""
    assert opened(database) is None
    ended(database)
    return database


@pytest.mark.one_server("every build is a full one on a cluster")
def test_a_build_goes_on_from_the_last_one_of_everything(built: Database) -> None:
    assert opened(built) == 1
    last = ended(built)
    assert opened(built) == last
    ended(built, is_whole=False)  # of a selection
    assert opened(built) == last
    assert opened(built) == last  # and one that was interrupted


def test_everything_anew_goes_on_from_nothing(built: Database) -> None:
    assert opened(built, is_full=True) is None


def test_other_models_go_on_from_nothing_whether_they_were_built_or_not(built: Database) -> None:
    assert opened(built, "other models") is None
    # which may have changed the tables already
    assert opened(built) is None


@pytest.mark.parametrize(
    "change",
    [
        "update ops.report_builds set system_identifier = system_identifier + 1",
        "update ops.report_builds set database_oid = database_oid::bigint + 1",
        # a server whose transactions have been numbered anew
        "update ops.report_builds"
        " set snapshot_xmin = (snapshot_xmin::text::bigint + 100000)::text::xid8",
        "update ops.report_builds set is_whole = false",
        "update ops.objects set checksum = 'other' where path = 'functions/core/_standing.sql'",
        "update ops.objects set checksum = 'other' where path = 'functions/audit/_payload.sql'",
        "insert into ops.migrations select (m).* from (select jsonb_populate_record("
        'm, \'{"migration_number": 9999, "name": "9999_more"}\') as m'
        " from ops.migrations as m limit 1) as n",
    ],
)
def test_what_does_not_fit_any_more_is_nothing_to_go_on_from(built: Database, change: str) -> None:
    with built.unguarded("ops.report_builds", "ops.objects", "ops.migrations"):
        built.execute(change)
    assert opened(built) is None
