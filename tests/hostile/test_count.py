"""The tests of this folder try at least 5,000 cases: each keeps what its mark promises."""

from __future__ import annotations

import pytest


def test_there_are_enough_cases(request: pytest.FixtureRequest) -> None:
    folder = request.path.parent
    items = [item for item in request.session.items if item.path.is_relative_to(folder)]
    if {item.path for item in items} != {*folder.glob("test_*.py")}:
        pytest.skip("counts the whole folder, and some of it is left out of this run")
    marks = [mark for item in items if (mark := item.get_closest_marker("cases"))]
    assert sum(mark.args[0] for mark in marks) >= 5_000
