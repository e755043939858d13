"""The daily job: its steps in their order, each on its own and on the record."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pipeline import api
from pipeline.database import many, translated
from pipeline.errors import Defect, RecertError, WrongState
from pipeline.output import as_json

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

JOB = "daily"

Work = Callable[["Connection"], dict[str, Any]]
Connecting = Callable[[], AbstractContextManager["Connection"]]
Watching = Callable[[int], AbstractContextManager[None]]

#: How long a step waits for somebody else's work, where the login is not set to less or more.
LOCK_TIMEOUT = "10min"


@dataclass(frozen=True)
class Step:
    """What is done, and the steps without which it would not be right."""

    name: str
    work: Work
    needs: tuple[str, ...] = ()


@dataclass
class StepResult:
    """How a step ended: ``state`` is succeeded, failed or skipped."""

    step: str
    state: str
    seconds: float = 0.0
    result: dict[str, Any] = field(default_factory=dict)
    error: RecertError | None = None


def _in_one_transaction(call: Work) -> Work:
    def work(connection: Connection) -> dict[str, Any]:
        with connection.transaction():
            return call(connection)

    return work


def run_scheduled(connection: Connection) -> dict[str, Any]:
    """Do every stored recertification whose day has come, each in a transaction of its own.

    One that fails keeps no other from being done; the first error is raised at the end.
    """
    due = list(
        many(
            connection,
            "select scheduled_recertification_id as id from api.scheduled_recertifications"
            " where is_due order by effective_on, scheduled_recertification_id",
        )
    )
    result: dict[str, Any] = {"due": len(due), "done": 0, "created": 0, "evidence_superseded": 0}
    failed: list[tuple[int, RecertError]] = []
    for row in due:
        try:
            with translated(), connection.transaction():
                run = api.run_scheduled_recertification(
                    connection, scheduled_recertification_id=row["id"]
                )
        except RecertError as error:
            if connection.closed:
                raise
            failed.append((row["id"], error))
            continue
        result["done"] += 1
        result["created"] += run["created"]
        result["evidence_superseded"] += run["evidence_superseded"]
    if failed:
        number, first = failed[0]
        raise type(first)(
            f"{len(failed)} of {len(due)} stored recertifications failed; number {number}: "
            f"{first.message}",
            sqlstate=first.sqlstate,
            detail=first.detail,
            hint=first.hint,
        )
    return result


def steps(marts: Work | None) -> list[Step]:
    """The steps in their order; ``marts`` builds the marts, None leaves that out."""
    found = [
        Step("expiry_scan", _in_one_transaction(api.scan_expiry)),
        Step("scheduled_recertifications", run_scheduled),
        Step(
            "recompute",
            _in_one_transaction(
                lambda connection: api.recompute_assignments(connection, queued_only=True)
            ),
        ),
        Step("overdue_scan", _in_one_transaction(api.scan_overdue)),
        Step("reminders", _in_one_transaction(api.write_reminders), needs=("overdue_scan",)),
    ]
    if marts is not None:
        found.append(Step("marts", marts))
    return found


def run_daily(
    connection: Connection,
    marts: Work | None,
    begun: Callable[[str], None] = lambda _: None,
    anew: Connecting | None = None,
    watching: Watching = lambda _: nullcontext(),
) -> list[StepResult]:
    """Run the steps on a connection in autocommit mode; ``begun`` hears of each by its name.

    ``watching`` is given the job_run_id of each step and is around its work.
    A failed step is in the results and keeps only the steps that need it from running; when the
    connection is lost, that step is the last, and ``anew`` makes another to record how it ended.
    Where that cannot be recorded either, the next run marks it as interrupted. Raises
    :class:`TryAgain` when the job is running already.
    """
    connection.execute(
        "select set_config('lock_timeout', %s, false) where current_setting('lock_timeout') = '0'",
        [LOCK_TIMEOUT],
    )
    api.claim_job(connection, job=JOB)
    results: list[StepResult] = []
    for step in steps(marts):
        begun(step.name)
        failed = {result.step for result in results if result.state != "succeeded"}
        try:
            with translated():
                result = _run(connection, step, failed & set(step.needs), anew, watching)
        except RecertError as error:
            # its end could not be recorded: what was done before is told all the same
            result = StepResult(step.name, "failed", error=error)
        results.append(result)
        if connection.closed:
            break
    return results


def _end(connection: Connection, anew: Connecting | None, job_run_id: int, **how: Any) -> None:
    """Record how a step ended; raises when the connection is lost, also if another records it."""
    try:
        with translated():
            api.end_job_step(connection, job_run_id=job_run_id, **how)
    except RecertError:
        if connection.closed and anew is not None:
            # the server may be gone as well, or the next run may have marked it already
            with suppress(RecertError), translated(), anew() as other:
                api.end_job_step(other, job_run_id=job_run_id, **how)
        raise


def _run(
    connection: Connection,
    step: Step,
    missing: set[str],
    anew: Connecting | None,
    watching: Watching,
) -> StepResult:
    import time

    started = time.monotonic()
    job_run_id = api.begin_job_step(connection, job=JOB, step=step.name)
    if missing:
        error: RecertError = WrongState(
            f"The step {', '.join(sorted(missing))} failed, and this one needs it",
            hint="Mend that, then run `recert daily` again.",
        )
        _end(connection, anew, job_run_id, state="skipped", message=error.message)
        return StepResult(step.name, "skipped", error=error)
    try:
        with watching(job_run_id), translated():
            done = step.work(connection)
    except RecertError as caught:
        error = caught
    except KeyboardInterrupt:
        # psycopg gives up the connection when the server does not cancel within seconds
        with suppress(RecertError):
            _end(connection, anew, job_run_id, state="interrupted")
        raise
    except Exception as caught:  # noqa: BLE001  the other steps still run
        error = Defect(
            f"This is a defect of recert: {type(caught).__name__}: {caught}",
            hint="Run `recert daily --debug` and report what it prints.",
        )
        error.__cause__ = caught
    else:
        result = StepResult(step.name, "succeeded", time.monotonic() - started, done)
        _end(connection, anew, job_run_id, state="succeeded", result=as_json(done))
        return result
    with suppress(RecertError) if connection.closed else nullcontext():
        _end(
            connection,
            anew,
            job_run_id,
            state="failed",
            sqlstate=error.sqlstate,
            message=error.message,
        )
    return StepResult(step.name, "failed", time.monotonic() - started, error=error)
