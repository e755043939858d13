"""What became of a training and its people is nothing to another training and other people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied
from tests.functions.among_others import live
from tests.functions.over_two_years import SHARED, Years, everybody, two_years
from tests.model.clock import set_clock, take_over

#: What the two years try in vain, in this order; everything else is done.
REFUSED = [
    *("ZR201", "ZR203", "ZR307", "ZR304", "ZR306"),
    *("ZR102", "ZR304", "ZR204", "ZR209", "ZR204"),
]

START = datetime(2030, 1, 1, 9, 30, tzinfo=UTC)


@contextmanager
def company(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        yield database


@pytest.mark.rule(1, 4, 9, 10, 13, 14, 15, 18, 20)
def test_a_training_is_told_of_as_if_it_were_alone(server: EmbeddedServer, template: str) -> None:
    with company(server, template) as alone:
        expected = live(alone, "Beta")
    with company(server, template) as crowded:
        live(crowded, "Alpha")
        for step, (found, told) in enumerate(zip(live(crowded, "Beta"), expected, strict=True)):
            assert found == told, step
        assert crowded.row("select * from api.verify_audit_chain()")["is_intact"]
        assert {row["status"] for row in crowded.checks()} == {"pass"}


def told_over_two_years(company: Database, before: list[str], after: list[str]) -> list[Any]:
    """What is told of the training Beta while others live before and after it each day.

    The first of ``before`` is three steps ahead, the last of ``after`` some behind.
    """
    take_over(company)
    set_clock(company, START - timedelta(days=3))
    company.user("X-1", "quality_admin")
    for at, number in enumerate(SHARED, start=1):
        company.user(number, department="Shared", location="Linz" if at % 2 else "Graz")

    def begun(training: str, hour: float) -> tuple[Years, Iterator[int]]:
        life = Years(company, training, START, hour)
        return life, two_years(life)

    beta, days = begun("Beta", 1)
    others = [begun(name, place / 10) for place, name in enumerate(before)]
    later = [begun(name, 2 + place / 10) for place, name in enumerate(after)]

    def live(lives: list[tuple[Years, Iterator[int]]], today: datetime) -> None:
        for life, its_days in lives:
            life.wake(today)
            next(its_days, None)

    for ahead in (-3, -2, -1):
        live(others[:1], START + timedelta(days=ahead))
        everybody(company)
    day: int | None = 0
    steps = 0
    while day is not None:
        today = START + timedelta(days=day)
        set_clock(company, today)
        everybody(company)
        live(others, today)
        beta.wake(today)
        day = next(days, None)
        steps += 1
        live(later if steps > 2 else later[1:], today)
    return beta.told


@pytest.mark.one_server("a clock of its own is not on the nodes")
@pytest.mark.rule(5, 6, 7, 8, 9, 10, 11, 13, 14, 16, 17, 18, 22)
def test_over_two_years_a_training_is_told_of_as_if_it_were_alone(
    server: EmbeddedServer, template: str
) -> None:
    with company(server, template) as alone:
        expected = told_over_two_years(alone, [], [])
    refused = [code for _, code in expected if isinstance(code, str)]
    assert refused == REFUSED
    with company(server, template) as crowded:
        found = told_over_two_years(crowded, ["Gamma", "Alpha"], ["Delta", "Epsilon"])
        assert crowded.row("select * from api.verify_audit_chain()")["is_intact"]
    for step, (one, other) in enumerate(zip(found, expected, strict=True)):
        assert one == other, step
