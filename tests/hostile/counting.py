"""How many cases the tests of this folder try: promised by a mark, and counted as they run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


class Cases:
    """A count of the cases that were tried."""

    def __init__(self) -> None:
        self.number = 0

    def one(self) -> None:
        """Count a case that went as it should."""
        self.number += 1

    def several(self, number: int) -> None:
        """Count as many."""
        self.number += number


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Iterator[Cases]:
    """The count of a test, which must reach what its mark ``cases(number)`` promises."""
    cases = Cases()
    yield cases
    (promised,) = request.node.get_closest_marker("cases").args
    assert cases.number >= promised
