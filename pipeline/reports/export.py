"""Writes a mart to a file: CSV, JSON lines, Parquet or a workbook, by the file's ending."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pipeline import api
from pipeline.database import many
from pipeline.delivering import keep
from pipeline.errors import BadInput, WrongState
from pipeline.exporting import created
from pipeline.output import announce
from pipeline.reports.behind import announce_behind
from pipeline.reports.conditions import Condition, as_sql
from pipeline.reports.files.columns import streamed_rows
from pipeline.reports.files.digest import digest_of
from pipeline.reports.files.text_files import write_csv, write_jsonl
from pipeline.reports.standing import Standing, may_record, name_of, read_marts
from pipeline.settings import Settings

if TYPE_CHECKING:
    import psycopg

    from pipeline.reports.runner import Progress

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

#: Which files can be written, by their endings.
ENDINGS = (".csv", ".jsonl", ".parquet", ".xlsx")

_MARTS = """
    select n.nspname as schema, c.relname as name
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where n.nspname in ('mart_compliance', 'mart_audit') and c.relkind in ('r', 'v', 'm')
    order by n.nspname, c.relname
"""
_COLUMNS = """
    select a.attname as name, format_type(a.atttypid, null) as type,
        array_position(k.conkey, a.attnum) as place_in_key
    from pg_attribute as a
    left join pg_constraint as k on k.conrelid = a.attrelid and k.contype = 'p'
    where a.attrelid = to_regclass(%(mart)s) and a.attnum > 0 and not a.attisdropped
    order by a.attnum
"""


@dataclass(frozen=True)
class Mart:
    """A mart: its columns with their SQL types, and those that its rows are ordered by."""

    schema: str
    name: str
    types: Mapping[str, str]
    key: Sequence[str]


def export_mart(
    settings: Settings,
    mart: str,
    file: Path,
    *,
    conditions: Sequence[Condition] = (),
    rebuild: bool = False,
    as_built: bool = False,
    replace: bool = False,
    progress: AbstractContextManager[Progress] | None = None,
) -> Row:
    """Write the rows of a mart that fulfil all conditions; what was written, and of which moment.

    ``mart`` may be given with its schema. The export is recorded in the log when the rows are on
    disk and before the file has its name; a login that only reads exports unrecorded, ``audit_seq``
    is None then. Raises :class:`BadInput` (the file's ending, a value that does not fit its column,
    too many rows for a workbook), :class:`WrongState` (no such mart or column, the file exists, the
    marts are older than the record) and what :func:`pipeline.exporting.created` raises.
    """
    ending = _ending(file)
    reading = read_marts(settings, rebuild=rebuild, as_built=as_built, progress=progress)
    with created(file, replace=replace) as stream:
        with reading as (connection, standing):
            found = find_mart(connection, mart)
            announce_behind(settings, standing)

            def tell(number: int) -> None:
                announce(settings, f"{number:,} rows are written.", rows=number)

            write = _writer(ending, found.name, standing, file.parent)
            rows = _write(connection, found, conditions, stream, write, tell)
            is_recorded = may_record(connection)
        keep(stream)
        exported = {
            "mart": f"{found.schema}.{found.name}",
            "file": str(file),
            "rows": rows,
            "bytes": os.fstat(stream.fileno()).st_size,
            "sha256": digest_of(stream),
            "as_of": standing.as_of,
            "head_seq": standing.head_seq,
            "head_hash": standing.head_hash,
            "audit_seq": None,
        }
        if is_recorded:
            scope = {"where": [str(c) for c in conditions], "file": name_of(file), "rows": rows}
            with settings.connection() as connection:
                exported["audit_seq"] = api.record_report_export(
                    connection,
                    kind="mart",
                    name=str(exported["mart"]),
                    scope=scope,
                    head_seq=standing.head_seq,
                    head_hash=standing.head_hash,
                    sha256=str(exported["sha256"]),
                )
    return exported


def _ending(file: Path) -> str:
    ending = file.suffix.lower()
    if ending not in ENDINGS:
        raise BadInput(
            "The file's ending does not say what to write.",
            sqlstate="ZR102",
            detail=file.name,
            hint=f"Let it end with one of {' '.join(ENDINGS)}.",
        )
    return ending


def find_mart(connection: Connection, given: str) -> Mart:
    """The mart of this name, with its schema or without; raises :class:`WrongState`."""
    marts = list(many(connection, _MARTS))
    for mart in marts:
        if given in (mart["name"], f"{mart['schema']}.{mart['name']}"):
            break
    else:
        raise WrongState(
            "There is no such mart.",
            sqlstate="ZR217",
            detail=given,
            hint=f"There are {', '.join(each['name'] for each in marts) or 'none yet'}.",
        )
    columns = list(many(connection, _COLUMNS, {"mart": f"{mart['schema']}.{mart['name']}"}))
    in_key = [column for column in columns if column["place_in_key"] is not None]
    in_key.sort(key=lambda column: int(column["place_in_key"]))
    return Mart(
        mart["schema"],
        mart["name"],
        {column["name"]: column["type"] for column in columns},
        [column["name"] for column in in_key or columns[:1]],
    )


def _write(
    connection: Connection,
    mart: Mart,
    conditions: Sequence[Condition],
    stream: IO[bytes],
    write: Callable[..., int],
    tell: Callable[[int], object],
) -> int:
    import psycopg
    from psycopg import sql

    where, arguments = as_sql(conditions, mart.types)
    query = sql.SQL("select * from {}{} order by {}").format(
        sql.Identifier(mart.schema, mart.name),
        where,
        sql.SQL(", ").join(map(sql.Identifier, mart.key)),
    )
    try:
        with streamed_rows(connection, query, arguments, tell) as (columns, rows):
            return write(stream, columns, rows)
    except psycopg.DataError as error:
        if error.sqlstate is None:
            raise
        raise BadInput(
            "A value of --where does not fit its column.",
            sqlstate="ZR102",
            detail=error.diag.message_primary,
            hint="Its columns are "
            + ", ".join(f"{name} ({kind})" for name, kind in mart.types.items())
            + ".",
        ) from error


def _writer(ending: str, name: str, standing: Standing, beside: Path) -> Callable[..., int]:
    """What writes columns and rows to a stream, its pieces ``beside``; it returns how many rows."""
    match ending:
        case ".csv":
            return write_csv
        case ".jsonl":
            return write_jsonl
        case ".parquet":
            from pipeline.reports.files.parquet_file import write_parquet

            return write_parquet
        case _:
            from pipeline.reports.files.workbook import write_xlsx

            return partial(write_xlsx, name=name, created=standing.as_of, beside=beside)
