"""Makes a pack: registers, log, summary and manifest, from one moment of the marts."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import __version__, api
from pipeline.database import one
from pipeline.delivering import hidden_folder, keep
from pipeline.errors import NotAllowed, WrongState
from pipeline.exporting import created
from pipeline.output import announce, as_json, as_text
from pipeline.reports.behind import announce_behind
from pipeline.reports.files.columns import streamed_rows
from pipeline.reports.files.digest import digest_of
from pipeline.reports.files.text_files import write_jsonl
from pipeline.reports.files.workbook import workbook
from pipeline.reports.pack.archive import write_archive
from pipeline.reports.pack.check import ANCHOR, LOG
from pipeline.reports.pack.manifest import NAME, entries_of, write_manifest
from pipeline.reports.pack.registers import REGISTERS, Register, is_empty, write_register
from pipeline.reports.pack.scope import Resolved, Scope, find_under_way, resolve
from pipeline.reports.standing import Standing, may_record, name_of, read_marts
from pipeline.settings import Settings
from pipeline.sources import verifier_files
from pipeline.verifying import verify_file

if TYPE_CHECKING:
    import psycopg

    from pipeline.reports.runner import Progress

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

_README = Path(__file__).parent / "README.txt"
_LOG_ROWS = "select * from api.audit_export where seq <= %(head_seq)s order by seq"
_DATABASE = "select current_database() as name"


def make_pack(
    settings: Settings,
    file: Path,
    scope: Scope,
    *,
    company: str | None = None,
    rebuild: bool = False,
    as_built: bool = False,
    replace: bool = False,
    progress: AbstractContextManager[Progress] | None = None,
) -> Row:
    """Write the pack of a scope to a new file; what it holds, and its row of the audit log.

    The same scope at the same build of the marts gives the same bytes. ``company`` is whose record
    it is, as the cover and the manifest say. Raises :class:`BadInput`
    (a period that ends before it begins, a moment that the marts do not reach), :class:`WrongState`
    (an unknown training, nothing in the scope, the file exists, the marts are older than the
    record), :class:`NotAllowed` (a login that only reads: a pack has its row in the log) and
    what :func:`pipeline.exporting.created` raises.
    """
    scope.require_order()
    reading = read_marts(settings, rebuild=rebuild, as_built=as_built, progress=progress)
    with (
        created(file, replace=replace) as stream,
        hidden_folder(file.parent) as hidden,
    ):
        folder = hidden / "pack"
        folder.mkdir()
        with reading as (connection, standing):
            _require_recorder(connection)
            resolved = resolve(connection, scope, standing)
            announce_behind(settings, standing)
            under_way = find_under_way(connection, resolved)
            for row in under_way:
                announce(
                    settings,
                    f"Under way at that moment, and told as done: {row['kind']} {row['name']}.",
                )
            files, is_intact = _write_files(
                settings, connection, folder, resolved, standing, under_way, company
            )
        announce(settings, "Packing ...")
        write_archive(stream, folder, NAME)
        keep(stream)
        sha256 = digest_of(stream)
        with settings.connection() as connection:
            audit_seq = api.record_report_export(
                connection,
                kind="pack",
                name=name_of(file),
                scope=scope.as_object(),
                head_seq=resolved.head_seq,
                head_hash=resolved.head_hash,
                sha256=sha256,
            )
        size = os.fstat(stream.fileno()).st_size
    return {
        "file": str(file),
        "bytes": size,
        "sha256": sha256,
        "files": files,
        "scope": scope.as_object(),
        "as_of": resolved.as_of,
        "head_seq": resolved.head_seq,
        "head_hash": resolved.head_hash,
        "is_intact": is_intact,
        "under_way": under_way,
        "audit_seq": audit_seq,
    }


def _require_recorder(connection: Connection) -> None:
    if not may_record(connection):
        raise NotAllowed(
            "This login only reads, and making a pack is recorded in the audit log.",
            sqlstate="ZR304",
            hint="Use a login that is a member of recert_runner and of recert_auditor.",
        )


def _write_files(
    settings: Settings,
    connection: Connection,
    folder: Path,
    resolved: Resolved,
    standing: Standing,
    under_way: list[Row],
    company: str | None,
) -> tuple[int, bool]:
    """Write all files of the pack; how many, and whether the log verifies."""
    registers = _write_registers(settings, connection, folder, resolved, standing)
    if is_empty(registers, resolved):
        raise WrongState(
            "Nothing of the record is in this scope.",
            sqlstate="ZR216",
            detail=json.dumps(resolved.scope.as_object(), ensure_ascii=False),
            hint="Widen the period, leave --training out, or give a later moment.",
        )
    rows = {f"registers/{name}.csv": register.rows for name, register in registers.items()}
    announce(settings, "Writing the audit log ...")
    with (folder / LOG).open("xb") as stream:
        arguments = {"head_seq": resolved.head_seq}
        with streamed_rows(connection, _LOG_ROWS, arguments, _teller(settings)) as (columns, log):
            rows[LOG] = write_jsonl(stream, columns, log)
    head = {"seq": resolved.head_seq, "hash": resolved.head_hash}
    database = one(connection, _DATABASE, {})["name"]
    anchor = {**head, "occurred_at": resolved.head_occurred_at, "database": database}
    (folder / ANCHOR).write_text(json.dumps(anchor, ensure_ascii=False) + "\n", encoding="utf-8")
    verdict = verify_file(folder / LOG, [(resolved.head_seq, resolved.head_hash)])
    if not verdict["is_intact"]:
        announce(
            settings,
            f"The audit log does not verify: row {verdict['first_bad_seq']}, {verdict['problem']}."
            " The pack says so.",
        )
    shutil.copyfile(_README, folder / "README.txt")
    for name, program in verifier_files().items():
        shutil.copyfile(program, folder / name)
    told: Row = {
        "company": company,
        "scope": resolved.scope.as_object(),
        "database": database,
        "chain_head": head,
        "under_way": as_json(under_way),
        "marts": {
            "build": standing.build_number,
            "as_of": as_json(standing.as_of),
            "head_seq": standing.head_seq,
            "head_hash": standing.head_hash,
            "audit_seq": standing.audit_seq,
        },
        "written_by": {
            "recert": __version__,
            "typst": version("typst"),
            "xlsxwriter": version("xlsxwriter"),
        },
    }
    announce(settings, "Setting the summary ...")
    from pipeline.reports.pack.summary import write_summary

    write_summary(folder, resolved, told, registers, verdict, entries_of(folder, rows))
    entries = entries_of(folder, rows)
    write_manifest(folder, entries, told)
    return len(entries), verdict["is_intact"]


def _write_registers(
    settings: Settings,
    connection: Connection,
    folder: Path,
    resolved: Resolved,
    standing: Standing,
) -> dict[str, Register]:
    (folder / "registers").mkdir()
    registers: dict[str, Register] = {}
    with (
        tempfile.TemporaryDirectory(dir=folder.parent) as pieces,
        (folder / "registers.xlsx").open("xb") as stream,
        workbook(
            stream, created=standing.as_of, title="Recert: registers", folder=Path(pieces)
        ) as book,
    ):
        write_about = book.notes("about")
        for name in REGISTERS:
            announce(settings, f"Writing {name} ...")
            registers[name] = write_register(
                connection, name, resolved, folder / "registers", book, _teller(settings)
            )
        write_about(_about(resolved, registers))
    return registers


def _about(resolved: Resolved, registers: dict[str, Register]) -> list[tuple[str, str]]:
    scope = resolved.scope
    lines = [
        ("Training", scope.training or "all"),
        ("From", str(scope.since or "the beginning")),
        ("To", str(scope.to or "the end")),
        ("As of", as_text(resolved.as_of)),
        ("Audit log up to row", f"{resolved.head_seq:,}"),
        ("Times", "UTC"),
        ("", ""),
    ]
    for name, register in registers.items():
        told = f"{REGISTERS[name]}: {register.rows:,} rows"
        if register.in_sheet < register.rows:
            told += f"; the first {register.in_sheet:,} are here, all are in registers/{name}.csv"
        lines.append((name, told))
    return lines


def _teller(settings: Settings) -> Callable[[int], object]:
    return lambda number: announce(settings, f"{number:,} rows are written.", rows=number)
