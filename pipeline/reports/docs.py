"""Publishes what dbt knows of the marts: models, columns, tests, and what is made from what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.clients import connection_variables
from pipeline.database import connected
from pipeline.exporting import opened
from pipeline.reports import failures
from pipeline.reports.build import require_builder
from pipeline.reports.environment import replaced, working_folder
from pipeline.reports.runner import write_docs
from pipeline.sources import dbt_project_folder

Row = dict[str, Any]


def publish_docs(dsn: str, actor: str | None, file: Path, *, replace: bool, run_id: str) -> Row:
    """Write the documentation of the marts of a database to one file of HTML.

    Raises :class:`DatabaseUnavailable`, :class:`SchemaMismatch`, :class:`NotAllowed` (a login that
    is no member of recert_builder), :class:`WrongState` when the file exists, and :class:`Defect`.
    """
    with (
        opened(file, replace=replace) as (write, finish),
        connected(dsn, actor=actor, autocommit=True, application_name=run_id) as connection,
    ):
        require_builder(connection)
        with working_folder(connection) as folder:
            variables = connection_variables(connection, f"{run_id} dbt")
            with replaced(variables):
                outcome, page = write_docs(folder)
            failures.raise_for(outcome, folder, selected=False)
            html = page.read_bytes()
            # nobody need know where the command is installed, and whose account this is
            for path, name in ((folder, "dbt"), (dbt_project_folder(), dbt_project_folder().name)):
                html = html.replace(str(path).encode(), name.encode())
        write(html)
        finish()
    return {"file": str(file), "bytes": len(html)}
