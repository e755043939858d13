"""Runs dbt in this process and tells what came of it. dbt itself prints nothing."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.sources import dbt_project_folder

#: Names of dbt's kinds of nodes that are steps of a build; hooks are not.
KINDS = ("model", "test", "unit_test")

#: psycopg2 has no class for codes of ours: a model that refuses names its own in the detail.
_OURS = re.compile(r"^DETAIL: .*\[(ZR\d{3})\]$", re.MULTILINE)

#: How the traceback of a model that failed names what PostgreSQL said.
_DATABASE_ERROR = re.compile(r"^psycopg2\.(?:errors\.)?(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A model or test that has ended.

    ``kind`` is one of :data:`KINDS`; a model's ``name`` has its schema. ``status`` is ``success``
    of a model, ``pass``, ``warn`` or ``fail`` of a test, ``error`` or ``skipped`` of either.
    ``rows`` are those of a table; of a test, how many speak against it. ``sqlstate`` is that of an
    ``error`` of the database. ``number`` of ``total`` tells how far the build is.
    """

    kind: str
    name: str
    status: str
    seconds: float
    rows: int | None = None
    message: str | None = None
    sqlstate: str | None = None
    number: int = 0
    total: int = 0


Progress = Callable[[Step], None]


@dataclass
class Outcome:
    """What dbt did: its id of the invocation, the steps, and what kept it from doing them.

    ``has_begun`` tells that it knew what to do.
    """

    invocation_id: str = ""
    has_begun: bool = False
    steps: list[Step] = field(default_factory=list)
    exception: BaseException | None = None


class _Listener:
    """Follows dbt's events, which come from all of its threads."""

    def __init__(self, outcome: Outcome, progress: Progress | None) -> None:
        self._outcome = outcome
        self._progress = progress
        self._lock = threading.Lock()
        self._number = 0
        self._total = 0
        self.sqlstates: dict[str, str] = {}

    def __call__(self, event: Any) -> None:
        with self._lock:
            self._outcome.invocation_id = event.info.invocation_id
            match event.info.name:
                case "ConcurrencyLine":
                    self._outcome.has_begun = True
                    self._total = event.data.node_count
                case "CatchableExceptionOnRun":
                    code = sqlstate_in(event.data.exc_info)
                    if code is not None:
                        self.sqlstates[event.data.node_info.unique_id] = code
                case "NodeFinished":
                    self._finished(event.data)

    def _finished(self, data: Any) -> None:
        node, run = data.node_info, data.run_result
        if self._progress is None or node.resource_type not in (*KINDS, "seed"):
            return
        if node.materialized == "ephemeral":
            return  # part of the models that use it
        self._number += 1
        if node.resource_type == "seed":
            return  # part of the project
        response = dict(run.adapter_response)
        relation = node.node_relation
        is_model = node.resource_type == "model"
        step = Step(
            kind=node.resource_type,
            name=f"{relation.schema}.{relation.alias}" if is_model else node.node_name,
            status=run.status,
            seconds=run.execution_time,
            rows=_rows(response) if is_model else run.num_failures,
            number=self._number,
            total=max(self._total, self._number),
        )
        try:
            self._progress(step)
        except (OSError, SystemExit):
            # nobody reads it any more; dbt would take that for a fault of the model
            self._progress = None


def _rows(response: dict[str, Any]) -> int | None:
    """Rows of a table as dbt's adapter tells them; a view has none."""
    rows = response.get("rows_affected")
    return int(rows) if rows is not None and rows >= 0 else None


def sqlstate_in(trace: str) -> str | None:
    """PostgreSQL's code in a traceback of psycopg2, which dbt passes on as text only."""
    import psycopg

    ours = _OURS.search(trace)
    if ours is not None:
        return ours[1]
    for name in reversed(_DATABASE_ERROR.findall(trace)):
        code: str | None = getattr(getattr(psycopg.errors, name, None), "sqlstate", None)
        if code is not None:
            return code
        if name == "OperationalError":
            return "08006"  # psycopg2 gives no code where the server was lost
    return None


def _arguments(folder: Path, project: Path, *command: str) -> list[str]:
    """The command with what it has in common with all others: where things are, and silence."""
    return [
        *command,
        *("--project-dir", str(project), "--profiles-dir", str(project)),
        *("--target-path", str(folder / "target"), "--log-path", str(folder)),
        *("--log-level", "none", "--log-level-file", "debug", "--log-file-max-bytes", "4000000"),
        *("--threads", "2", "--no-use-colors-file"),
        *("--no-version-check", "--no-send-anonymous-usage-stats"),
    ]


def _build(select: Sequence[str], *, full_refresh: bool, unit_tests: bool) -> list[str]:
    return [
        "build",
        "--no-write-json",
        *(f"--select={text}" for text in select),
        *(["--full-refresh"] if full_refresh else []),
        *([] if unit_tests else ["--exclude-resource-type", "unit_test"]),
    ]


def write_docs(folder: Path) -> tuple[Outcome, Path]:
    """Run ``dbt docs generate``: the outcome, and the one file of HTML that it writes."""
    from dbt.cli.main import dbtRunner

    result = dbtRunner().invoke(
        _arguments(folder, dbt_project_folder(), "docs", "generate", "--static")
    )
    close_log()
    return Outcome(exception=result.exception), folder / "target" / "static_index.html"


def run(
    outcome: Outcome,
    folder: Path,
    *,
    project: Path | None = None,
    select: Sequence[str] = (),
    full_refresh: bool = False,
    unit_tests: bool = False,
    progress: Progress | None = None,
) -> None:
    """Run ``dbt build`` with the connection that the environment names, writing to ``folder``.

    ``project`` is a dbt project other than ours. ``select`` is in dbt's syntax. ``progress`` is
    called once for each step, from threads of dbt, never two at once. Fills in the outcome, and
    raises nothing of dbt's: what went wrong is there.
    """
    from dbt.cli.main import dbtRunner

    listener = _Listener(outcome, progress)
    result = dbtRunner(callbacks=[listener]).invoke(
        _arguments(
            folder,
            project or dbt_project_folder(),
            *_build(select, full_refresh=full_refresh, unit_tests=unit_tests),
        )
    )
    close_log()
    outcome.exception = result.exception
    for node_result in getattr(result.result, "results", ()):
        kind = str(node_result.node.resource_type.value)
        is_model = kind == "model"
        if kind == "operation" and node_result.status.value not in ("error", "fail"):
            continue
        node = node_result.node
        outcome.steps.append(
            Step(
                kind=kind,
                name=f"{node.schema}.{node.alias}" if is_model else node.name,
                status=str(node_result.status.value),
                seconds=node_result.execution_time,
                rows=_rows(node_result.adapter_response) if is_model else node_result.failures,
                message=node_result.message,
                sqlstate=listener.sqlstates.get(node.unique_id),
            )
        )


def close_log() -> None:
    """Close the log, which dbt leaves open until it runs again."""
    from dbt_common.events.event_manager_client import cleanup_event_logger

    cleanup_event_logger()
    logger = logging.getLogger("file_log")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
