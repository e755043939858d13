"""What changes while a job waits for its locks is left alone by it, and done by the next."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.concurrency.interleaving import Stage, attempt
from tests.sessions import background, until_blocked


@pytest.mark.rule(9, 17)
def test_a_scan_expires_nothing_of_a_training_that_it_has_not_locked(stage: Stage) -> None:
    with stage.sessions() as (watcher, scanning, deciding), Database.connect(watcher.dsn) as busy:
        busy.execute("begin")
        busy.execute("select from core.trainings where name = 'Forklift' for share")
        with background(lambda: attempt(scanning, "scan expiry")) as waiting:
            until_blocked(watcher, scanning.pid)
            watcher.execute(
                "update core.trainings set recertification_interval_days = 1 where name = 'Lockout'"
            )
            deciding.execute("begin")
            attempt(deciding, "recertify")
            busy.execute("commit")
            # at the evidence that is superseded, or at the end of the chain
            until_blocked(watcher, scanning.pid)
            deciding.execute("commit")
        assert [row["expired"] for row in waiting.result()] == [4]
        # E-3's, on the version in force; the others' is superseded
        (row,) = attempt(scanning, "scan expiry")
        assert (row["expired"], row["created"]) == (1, 1)
