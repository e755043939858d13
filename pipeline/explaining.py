"""The plans of what a command does, as the server ran them: written to a file by --explain."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.distributing import is_distributed
from pipeline.errors import BadInput, NotAllowed, WrongState

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: Times of the nodes are left out: taking them slows a statement of a million rows down by half.
_SETTINGS = {
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_nested_statements": "on",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_buffers": "on",
    "auto_explain.log_wal": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_triggers": "on",
    # not the values of parameters: they name people
    "auto_explain.log_parameter_max_length": "0",
    "auto_explain.log_level": "notice",
}

#: A file that is not there yet.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


@contextmanager
def explained(connection: Connection, file: Path | None) -> Iterator[None]:
    """Write the plan of every statement of the block to a file; nothing without a file.

    As ``EXPLAIN (ANALYZE, BUFFERS, WAL)`` shows them, those within functions too, in the order in
    which they ended; the connection is in a transaction that ends with the block. Raises
    :class:`NotAllowed` where the login may not load auto_explain, :class:`WrongState` on a cluster,
    and :class:`BadInput` where the file is there or cannot be written.
    """
    if file is None:
        yield
        return
    import psycopg

    if is_distributed(connection):
        raise WrongState(
            "The plans of a cluster cannot be written to a file.",
            detail="auto_explain does not know what Citus does with a statement",
            hint="Ask for them with EXPLAIN on the coordinator: docs/scale.md has an example.",
        )
    try:
        # constants of the statements name the training, and who acts
        target = os.fdopen(os.open(file, _NEW, mode=0o600), "w", encoding="utf-8")
    except OSError as error:
        raise BadInput(
            "The file for the plans cannot be written.",
            detail=f"{file}: {error.strerror}",
            hint="Name a file that is not there yet, in a folder that you may write to.",
        ) from error
    with target:
        try:
            connection.execute("load 'auto_explain'")
            for name, value in _SETTINGS.items():
                # those that this version of PostgreSQL has: 15 never logs parameters
                connection.execute(
                    "select set_config(name, %s, true) from pg_catalog.pg_settings where name = %s",
                    [value, name],
                )
        except psycopg.errors.InsufficientPrivilege as error:
            file.unlink(missing_ok=True)
            raise NotAllowed(
                "This login may not look at plans.",
                sqlstate="42501",
                detail=str(error).strip(),
                hint="Use a superuser's login, or have it preload auto_explain"
                " (session_preload_libraries) and set auto_explain's settings.",
            ) from error

        def write(notice: psycopg.errors.Diagnostic) -> None:
            text = notice.message_primary or ""
            if text.startswith("duration: "):
                target.write(f"{text}\n\n")

        connection.add_notice_handler(write)
        try:
            yield
        finally:
            connection.remove_notice_handler(write)
