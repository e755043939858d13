"""Backups of the whole database: made on the record and in one snapshot, restored whole or not."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline import api
from pipeline.clients import environment, fitting
from pipeline.database import one
from pipeline.delivering import is_taken, new_file
from pipeline.errors import (
    BadInput,
    DatabaseUnavailable,
    SchemaMismatch,
    WrongState,
)
from pipeline.install import hold_install_lock, make_roles, require_room, schema_status
from pipeline.verdicts import require_intact

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

#: What a backup of Recert has among its contents.
_OURS = "TABLE ops migrations "

#: How an entry of the contents tells what only a superuser makes; an upgrade by one makes it anew.
_GUARDS = (" EVENT TRIGGER ", " recert_guards ")

#: How many lines of a program's complaint are told.
_TOLD = 5


# --- making one -----------------------------------------------------------------------------------


def back_up(connection: Connection, file: Path, *, is_embedded: bool, overwrite: bool) -> Row:
    """Write the database to a file; returns the file, its size and what it holds.

    The connection is in autocommit mode. The row of the audit log comes first, so that the backup
    has it, also when the backup then fails. The file is there when it is complete, for its owner
    alone, and never instead of another one unless ``overwrite`` says so.

    Raises :class:`WrongState` when the file exists, :class:`DatabaseUnavailable` when the programs
    are missing or fail, or the file cannot be written, and what ``api.begin_backup`` raises.
    """
    _require_recorder(connection)
    with _written(file, overwrite=overwrite) as stream:
        (program, *_) = fitting(connection, "pg_dump", is_embedded=is_embedded)
        api.begin_backup(connection, file_name=file.name)
        with connection.transaction():
            connection.execute(
                "set transaction isolation level repeatable read read only;"
                " set local idle_in_transaction_session_timeout = 0"
            )
            if connection.info.server_version >= 170000:
                connection.execute("set local transaction_timeout = 0")
            held = one(
                connection,
                "select pg_catalog.pg_export_snapshot() as snapshot, h.seq as audit_seq,"
                " encode(h.hash, 'hex') as audit_hash, m.schema_version"
                " from audit.head as h cross join (select max(migration_number)"
                " as schema_version from ops.migrations) as m",
                {},
            )
            done = _run(
                [
                    *(program, "--format=custom", "--no-password"),
                    # by name: to a standard output that can seek it writes a part twice
                    *(f"--snapshot={held['snapshot']}", f"--file={stream.name}"),
                ],
                environment(connection, "recert db backup"),
            )
            if done.returncode != 0:
                raise _failed(
                    "The backup could not be made.",
                    done.stderr,
                    "Mend what the detail names, then run the same command again.",
                )
        # before it has its name, under which another backup may put its own
        digest, size = _digest(Path(stream.name))
    return {
        "file": str(file),
        "bytes": size,
        "sha256": digest,
        "schema_version": held["schema_version"],
        "audit_seq": held["audit_seq"],
        "audit_hash": held["audit_hash"],
    }


def _require_recorder(connection: Connection) -> None:
    """An older or newer schema will do, as long as it can record that it was backed up."""
    missing, older = one(
        connection,
        "select to_regclass('ops.migrations') is null as missing,"
        " to_regprocedure('api.begin_backup(text)') is null as older",
        {},
    ).values()
    if missing:
        raise SchemaMismatch(
            "The database has no Recert schema to back up.",
            sqlstate="ZR001",
            hint="Install it with `recert db init`.",
        )
    if older:
        raise SchemaMismatch(
            "The database's schema is from before backups were recorded.",
            sqlstate="ZR002",
            detail="there is no api.begin_backup",
            hint="Dump it with pg_dump, then upgrade it with `recert db upgrade`.",
        )


@contextmanager
def _written(file: Path, *, overwrite: bool) -> Iterator[IO[bytes]]:
    """The file to come, its owner's alone: whole, or not there."""
    try:
        if is_taken(file, replace=overwrite):
            raise FileExistsError
        with new_file(file, replace=overwrite, mode=0o600) as stream:
            yield stream
    except FileExistsError as error:
        raise WrongState(
            "The file exists already.",
            sqlstate="ZR209",
            detail=str(file),
            hint="Name another one, or have a plain file replaced with --force.",
        ) from error
    except OSError as error:
        raise DatabaseUnavailable(
            f"The backup cannot be written: {error.strerror or error}.",
            detail=str(file),
            hint="Name a file in a folder that you can write, with room for the database.",
        ) from error


def _digest(file: Path) -> tuple[str, int]:
    """SHA-256 of a file in hexadecimal, and its size in bytes."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return digest, content.tell()


# --- restoring one --------------------------------------------------------------------------------


def restore(
    connection: Connection,
    file: Path,
    *,
    is_embedded: bool,
    sha256: str | None,
    tell: Callable[[str], None],
) -> Row:
    """Restore a backup into a database without a schema of Recert, and verify it.

    The connection is in autocommit mode. All is one transaction: whatever goes wrong in it leaves
    the database as it was. ``sha256`` is what the file must have, as the backup told.

    Raises :class:`WrongState` when the database has a schema of Recert, :class:`BadInput` when the
    file is no complete backup of one, :class:`NotAllowed` and :class:`DatabaseUnavailable`. With
    everything restored: :class:`SchemaMismatch` when the schema is newer than the command, and
    :class:`CheckFailed` when the audit log does not verify.
    """
    digest, size = _checked(file, sha256)
    with hold_install_lock(connection):
        _require_no_record(connection)
        programs = fitting(connection, "pg_restore", is_embedded=is_embedded)
        program, contents = _readable(programs, file)
        with connection.transaction():
            make_roles(connection)
        with tempfile.NamedTemporaryFile("w", suffix=".list", encoding="utf-8") as chosen:
            chosen.writelines(_chosen(connection, contents, tell))
            chosen.flush()
            tell("Restoring ...")
            done = _run(
                [
                    *(program, "--single-transaction", "--exit-on-error", "--no-password"),
                    *(f"--use-list={chosen.name}", f"--dbname={_database(connection)}", file),
                ],
                environment(connection, "recert db restore"),
            )
        if done.returncode != 0:
            raise _failed(
                "The backup could not be restored; the database is as it was.",
                done.stderr,
                "Mend what the detail names, then run the same command again. Roles are the"
                " server's, not the database's: create those that are missing.",
            )
    connection.execute("analyze")
    return {"file": str(file), "bytes": size, "sha256": digest} | _verified(connection)


def _checked(file: Path, sha256: str | None) -> tuple[str, int]:
    try:
        digest, size = _digest(file)
    except OSError as error:
        raise BadInput(
            f"The backup cannot be read: {error.strerror or error}.",
            sqlstate="ZR103",
            detail=str(file),
            hint="Name a file that `recert db backup` wrote.",
        ) from error
    if sha256 is not None and digest != sha256.lower():
        raise BadInput(
            "The file is not the one that was backed up.",
            sqlstate="ZR103",
            detail=f"{file} has SHA-256 {digest}",
            hint="Take a copy that has the SHA-256 which `recert db backup` told.",
        )
    return digest, size


def _require_no_record(connection: Connection) -> None:
    """A record is never overwritten, not even by an older state of itself."""
    if one(connection, "select to_regclass('ops.migrations') is not null as found", {})["found"]:
        raise WrongState(
            "The database has a record already, and nothing overwrites one.",
            sqlstate="ZR208",
            detail=f"database {connection.info.dbname}",
            hint="Restore into a new database that you name with --dsn, or for a new embedded"
            " server into another RECERT_HOME.",
        )
    require_room(connection)


def _database(connection: Connection) -> str:
    """The name as pg_restore takes it: one that holds an = would be a connection string."""
    from psycopg.conninfo import make_conninfo

    return make_conninfo("", dbname=connection.info.dbname)


def _readable(programs: Sequence[Path], file: Path) -> tuple[Path, list[str]]:
    """The first program that can read the whole file, and the file's contents, a line an entry."""
    complaint, variables = "", dict(os.environ)
    for program in programs:
        listed = _run([program, "--list", file], variables)
        # all of it is read and unpacked: a file that ends early is known before anything is done
        read = _run([program, "--file=/dev/null", file], variables)
        if listed.returncode == 0 and read.returncode == 0:
            if _OURS not in listed.stdout:
                break
            return program, listed.stdout.splitlines(keepends=True)
        complaint = complaint or read.stderr or listed.stderr
    raise BadInput(
        "The file is no complete backup of Recert.",
        sqlstate="ZR103",
        detail=f"{file}: {_told(complaint) or 'it has no schema of Recert'}",
        hint="Take another copy of the file; one of a newer PostgreSQL needs its pg_restore.",
    )


def _chosen(
    connection: Connection, contents: Sequence[str], tell: Callable[[str], None]
) -> Iterator[str]:
    """The entries to restore: all but guards that cannot be made here.

    They belong to a superuser, whom another server may not have, and only a superuser makes them.
    """
    is_superuser, roles = one(
        connection,
        "select bool_or(rolsuper and rolname = current_user) as is_superuser,"
        " array_agg(rolname::text) as roles from pg_catalog.pg_roles",
        {},
    ).values()
    left_out = False
    for line in contents:
        if any(mark in line for mark in _GUARDS):
            owner = line.split()[-1]
            if not is_superuser or owner not in roles:
                left_out = True
                continue
        yield line
    if left_out:
        tell("The guards of the schema are a superuser's: `recert db upgrade` by one makes them.")


def _verified(connection: Connection) -> Row:
    """What was restored; raises where it does not verify, or is newer than the command."""
    verdict = api.verify_audit_chain(connection)
    require_intact(verdict)
    status = schema_status(connection)
    return {
        "schema_version": status.schema_version,
        "schema": "current" if status.is_current else "older than the command",
        "audit_seq": verdict["head_seq"],
        "audit_hash": verdict["head_hash"],
        "is_intact": verdict["is_intact"],
    }


# --- running PostgreSQL's programs ----------------------------------------------------------------


def _run(
    command: Sequence[str | Path], variables: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; when we are interrupted it is, too, and has ended."""
    with subprocess.Popen(
        command,
        env=variables | {"LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        preexec_fn=_end_with_us if sys.platform == "linux" else None,  # noqa: PLW1509  no threads
    ) as process:
        try:
            out, err = process.communicate()
        except BaseException:
            # it takes back what it did on the server
            process.terminate()
            process.wait()
            raise
    return subprocess.CompletedProcess(command, process.returncode, out, err)


def _end_with_us() -> None:
    """Have Linux end a program, before it runs, with the command that started it: kill -9, too."""
    import ctypes

    end_with_parent = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None).prctl(end_with_parent, signal.SIGTERM)


def _told(complaint: str) -> str:
    """The first lines of what a program complained of."""
    return "; ".join(line.strip() for line in complaint.splitlines()[:_TOLD])


def _failed(sentence: str, complaint: str, hint: str) -> DatabaseUnavailable:
    return DatabaseUnavailable(sentence, detail=_told(complaint), hint=hint)
