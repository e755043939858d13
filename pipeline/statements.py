"""What the statements of a database cost, as far as pg_stat_statements counts them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pipeline.database import many
from pipeline.masking import masked_statement
from pipeline.output import as_text, in_bytes

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

Row = dict[str, Any]

#: Statements that are told one by one, and characters of each.
_TOP = 5
_LENGTH = 120

#: What stands in the place of a statement that the login may not read.
_NOT_OURS = "<insufficient privilege>"

_COLUMNS = """
select n.nspname as schema, c.relname as view, array_agg(a.attname::text) as columns
from pg_catalog.pg_extension as e
inner join pg_catalog.pg_namespace as n on e.extnamespace = n.oid
inner join pg_catalog.pg_class as c on n.oid = c.relnamespace
inner join pg_catalog.pg_attribute as a on c.oid = a.attrelid
where e.extname = 'pg_stat_statements'
    and c.relname in ('pg_stat_statements', 'pg_stat_statements_info')
    and a.attnum > 0 and not a.attisdropped
group by n.nspname, c.relname
"""

_TOTALS = """
select coalesce(sum(s.calls), 0)::bigint as calls,
    coalesce(round((sum(s.{time}) / 1000)::numeric, 3), 0) as seconds,
    coalesce(sum(s.rows), 0)::bigint as rows, {wal} as wal_bytes, {since} as since
from {view} as s
where {ours}
"""

_LONGEST = """
select sum(s.calls)::bigint as calls, round((sum(s.{time}) / 1000)::numeric, 3) as seconds,
    round((sum(s.{time}) / sum(s.calls))::numeric, 3) as mean_ms,
    sum(s.rows)::bigint as rows, {wal} as wal_bytes, s.query
from {view} as s
where {ours} and s.calls > 0
group by s.queryid, s.query
order by sum(s.{time}) desc, s.query
limit {top}
"""


def statements(connection: Connection) -> tuple[Row | None, str | None]:
    """The figures of this database since they were reset, and why there are none.

    Both are None where the extension is not in the database. ``top`` has the statements that took
    longest in total, shortened to a line.
    """
    import psycopg
    from psycopg import sql

    views = {row["view"]: row for row in many(connection, _COLUMNS)}
    if "pg_stat_statements" not in views:
        return None, None
    found = views["pg_stat_statements"]
    info = views.get("pg_stat_statements_info")
    # an extension that was not updated with its server has the names of before
    columns = set(found["columns"])
    time = "total_exec_time" if "total_exec_time" in columns else "total_time"
    ours = "s.dbid = (select d.oid from pg_catalog.pg_database as d where d.datname ="
    ours += " pg_catalog.current_database())"
    if "toplevel" in columns:
        ours += " and s.toplevel"  # what runs within a statement is in its figures
    parts = {
        "time": sql.Identifier(time),
        "wal": sql.SQL(
            "coalesce(sum(s.wal_bytes), 0)" if "wal_bytes" in columns else "null::numeric"
        ),
        "view": sql.Identifier(found["schema"], "pg_stat_statements"),
        "since": sql.SQL("null::timestamptz")
        if info is None
        else sql.SQL("(select i.stats_reset from {} as i)").format(
            sql.Identifier(info["schema"], "pg_stat_statements_info")
        ),
        "ours": sql.SQL(ours),
        "top": sql.Literal(_TOP),
    }
    try:
        with connection.transaction():
            (totals,) = many(connection, sql.SQL(_TOTALS).format(**parts).as_string(connection))
            longest = list(
                many(connection, sql.SQL(_LONGEST).format(**parts).as_string(connection))
            )
    except psycopg.errors.ObjectNotInPrerequisiteState:
        return None, "shared_preload_libraries of the server lacks pg_stat_statements"
    except psycopg.errors.InsufficientPrivilege as error:
        return None, f"the login may not read them: {error.diag.message_primary}"
    return totals | {"top": [row | {"query": _on_a_line(row["query"])} for row in longest]}, None


def _on_a_line(query: str | None) -> str:
    if query is None or query == _NOT_OURS:
        return query or ""
    line = " ".join(masked_statement(query).split())
    return line if len(line) <= _LENGTH else line[: _LENGTH - 1] + "…"


def in_words(found: Mapping[str, Any]) -> dict[str, str]:
    """The figures as lines for people."""

    def said(row: Mapping[str, Any]) -> str:
        calls = "1 call" if row["calls"] == 1 else f"{row['calls']:,} calls"
        rows = "1 row" if row["rows"] == 1 else f"{row['rows']:,} rows"
        wal = "" if row["wal_bytes"] is None else f", {in_bytes(float(row['wal_bytes']))} of WAL"
        return f"{calls}, {row['seconds']:,.3f} s, {rows}{wal}"

    since = f", since {as_text(found['since'])}" if found["since"] else ""
    lines = {"statements": said(found) + since}
    if found["top"]:
        lines["longest"] = "\n".join(f"{row['query']}\n  {said(row)}" for row in found["top"])
    return lines
