"""How the texts of files are read: what is a date, a number, a truth, and what is none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.company import Database

MIDNIGHT = datetime(2024, 1, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-31", MIDNIGHT),
        ("2024-02-29", datetime(2024, 2, 29, tzinfo=UTC)),
        ("2000-02-29", datetime(2000, 2, 29, tzinfo=UTC)),
        ("2024-04-30", datetime(2024, 4, 30, tzinfo=UTC)),
        ("2024-01-31T10:30", MIDNIGHT + timedelta(hours=10, minutes=30)),
        ("2024-01-31 10:30:05", MIDNIGHT + timedelta(hours=10, minutes=30, seconds=5)),
        ("2024-01-31T00:00:00.25Z", MIDNIGHT + timedelta(milliseconds=250)),
        ("2024-01-31T02:00:00+02:00", MIDNIGHT),
        ("2024-01-30T18:30:00 -0530", MIDNIGHT),
        ("2024-01-31T01:00+01", MIDNIGHT),
    ],
)
def test_moments(database: Database, text: str, moment: datetime) -> None:
    # whatever the session's zone is, what has none is UTC
    database.execute("set timezone = 'America/New_York'")
    assert database.value("select core._as_timestamp(%s)", text) == moment


@pytest.mark.parametrize(
    "text",
    [
        *("2024-02-31", "2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10"),
        *("2024-01-00", "2024-01-32", "2024-1-1", "0000-01-01", "20240131", "31.01.2024"),
        *("31/01/2024", "2024-01-31T24:00", "2024-01-31T23:60", "2024-01-31T23:59:60"),
        *("2024-01-31T10", "2024-01-31T10:00+15:00", "2024-01-31Z", "2024-01-31 UTC", "now"),
        *("infinity", "today", "epoch", "1700000000", "", " ", "2024-01-31\n", "\uff12024-01-31"),
    ],
)
def test_what_is_no_moment(database: Database, text: str) -> None:
    assert database.value("select core._as_timestamp(%s)", text) is None


_ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    moment=st.datetimes(
        datetime(1001, 1, 1),  # noqa: DTZ001  the zone is added by Hypothesis
        datetime(9998, 12, 31),  # noqa: DTZ001
        timezones=_ZONES,
    )
)
def test_every_moment_that_python_writes_is_read_back(database: Database, moment: datetime) -> None:
    assert database.value("select core._as_timestamp(%s)", moment.isoformat()) == moment


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?", fullmatch=True))
def test_no_text_that_looks_like_a_moment_breaks_the_reader(database: Database, text: str) -> None:
    try:
        expected = datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        expected = None
    if expected is not None and expected.year < 1000:
        expected = None
    assert database.value("select core._as_timestamp(%s)", text) == expected


@pytest.mark.parametrize(
    ("function", "text", "value"),
    [
        ("_as_boolean", "TRUE", True),
        ("_as_boolean", "yes", True),
        ("_as_boolean", "1", True),
        ("_as_boolean", "f", False),
        ("_as_boolean", "No", False),
        ("_as_boolean", "0", False),
        ("_as_boolean", "maybe", None),
        ("_as_boolean", "2", None),
        ("_as_integer", "30", 30),
        ("_as_integer", "30.0", 30),
        ("_as_integer", "-4", -4),
        ("_as_integer", "30.5", None),
        ("_as_integer", "9999999999", None),
        ("_as_integer", "1e3", None),
        ("_as_integer", "٣", None),
        ("_as_score", "0", Decimal("0.00")),
        ("_as_score", "100", Decimal("100.00")),
        ("_as_score", "100.00", Decimal("100.00")),
        ("_as_score", "87.125", Decimal("87.13")),
        ("_as_score", "100.01", None),
        ("_as_score", "-1", None),
        ("_as_score", "NaN", None),
        ("_as_score", "80%", None),
        ("_as_attributes", '{"shift": "late"}', {"shift": "late"}),
        ("_as_attributes", "[1]", None),
        ("_as_attributes", "null", None),
        ("_as_attributes", "{", None),
        ("_as_attributes", '{"a": "\\u0000"}', None),
        ("_as_attributes", '{"a": 1e999999}', None),
        ("_as_attributes", "[" * 100_000, None),
        ("_trimmed", " \t\u00a0a b\r\n", "a b"),
        ("_trimmed", "vvv", "vvv"),
        ("_trimmed", "\ufeff ", None),
        ("_trimmed_list", " a; ;b c;", ["a", "b c"]),
        ("_trimmed_list", "", []),
    ],
)
def test_other_values(database: Database, function: str, text: str, value: Any) -> None:
    assert database.value(f"select core.{function}(%s)", text) == value


def test_readers_of_values_are_inlined(database: Database) -> None:
    """A function called once a row would be what a load of a million rows takes its time for."""
    plan = database.rows(
        "explain (verbose) select core._trimmed(score), core._as_score(score),"
        " core._as_timestamp(completed_at), core._as_boolean(score), core._as_integer(score),"
        " core._faults(core._fault('score', 'is wrong', score)) from ops.staged_evidence"
    )
    assert "core._" not in str(plan)
