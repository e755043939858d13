"""A process of the server that did a part of the work is killed, and ours hears of it first.

Which of the two the server ends first is a matter of moments: test_server_killed meets it now and
then. Here is what PostgreSQL says then, from its parallel.c.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import psycopg

from pipeline.errors import DatabaseUnavailable, Defect, from_database


class _Told(psycopg.errors.ObjectNotInPrerequisiteState):
    def __init__(self, source_file: str) -> None:
        super().__init__("lost connection to parallel worker")
        self._source_file = source_file

    @property
    def diag(self) -> psycopg.errors.Diagnostic:
        told = SimpleNamespace(
            source_file=self._source_file,
            message_primary=str(self),
            message_detail=None,
            message_hint=None,
        )
        return cast("psycopg.errors.Diagnostic", told)


def test_it_is_a_server_that_was_lost() -> None:
    error = from_database(_Told("parallel.c"))
    assert isinstance(error, DatabaseUnavailable)
    assert error.hint
    # whoever else says that something is not ready says so
    assert isinstance(from_database(_Told("slot.c")), Defect)
