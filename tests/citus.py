"""A Citus cluster to run the tests on: RECERT_CITUS_DSN names a superuser of its coordinator.

The databases of the tests are made on every node. What is in the named database is left alone;
its nodes are taken. The role recert_owner, which all databases share, stays a superuser: a cluster
for tests alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipeline.install import install

#: Few shards: each statement of a test goes to all of them.
SHARDS = 4


@dataclass(frozen=True)
class CitusServer:
    """The coordinator, in the place of a server of the tests' own; ``dsn`` is a URL."""

    given: str

    @property
    def dsn(self) -> str:
        """A URL of the coordinator's database ``postgres``."""
        parts = conninfo_to_dict(self.given)
        password = f":{quote(str(parts['password']), safe='')}" if parts.get("password") else ""
        user = quote(str(parts.get("user") or "postgres"), safe="")
        return (
            f"postgresql://{user}{password}@{parts.get('host') or '127.0.0.1'}"
            f":{parts.get('port') or 5432}/recert?sslmode={parts.get('sslmode') or 'prefer'}"
        )

    def nodes(self) -> list[str]:
        """DSN of each node's database ``postgres``, the coordinator first."""
        with psycopg.connect(self.given, autocommit=True) as connection:
            rows = connection.execute(
                "select nodename, nodeport from pg_dist_node where groupid <> 0 order by groupid"
            ).fetchall()
        return [
            make_conninfo(self.given, dbname="postgres"),
            *(
                make_conninfo(self.given, dbname="postgres", host=name, port=port)
                for name, port in rows
            ),
        ]

    def make_template(self, name: str) -> None:
        """Make a database with the schema, distributed over the same nodes."""
        with psycopg.connect(self.nodes()[0], autocommit=True) as admin:
            # roles are of the whole cluster: one after the other
            admin.execute("select pg_advisory_lock(1)")
            drop(self, name)
            create(self, name, "template0")
            with psycopg.connect(self.add_nodes(name), autocommit=True) as connection:
                install(connection, distributed=True)
            with _everywhere(self.nodes()) as connections:
                for connection in connections:
                    # sessions of tests are the owner's there (tests.company), and may what they may
                    # on a single server
                    connection.execute("alter role recert_owner superuser")

    def add_nodes(self, name: str) -> str:
        """Make a database the coordinator's of the same nodes; its DSN."""
        coordinator, *workers = (make_conninfo(node, dbname=name) for node in self.nodes())
        for node in (coordinator, *workers):
            with psycopg.connect(node, autocommit=True) as connection:
                connection.execute("create extension if not exists citus")
        with psycopg.connect(coordinator, autocommit=True) as connection:
            place = conninfo_to_dict(coordinator)
            connection.execute(
                "select citus_set_coordinator_host(%s, %s::integer)", [place["host"], place["port"]]
            )
            for worker in workers:
                place = conninfo_to_dict(worker)
                connection.execute(
                    "select citus_add_node(%s, %s::integer)", [place["host"], place["port"]]
                )
            connection.execute(
                sql.SQL("alter database {} set citus.shard_count = {}").format(
                    sql.Identifier(name), sql.Literal(SHARDS)
                )
            )
        return coordinator


def the_cluster() -> CitusServer | None:
    """The cluster that the environment names."""
    given = os.environ.get("RECERT_CITUS_DSN")
    return CitusServer(given) if given else None


@contextmanager
def _everywhere(nodes: list[str]) -> Iterator[list[psycopg.Connection[tuple[object, ...]]]]:
    connections = [psycopg.connect(node, autocommit=True) for node in nodes]
    try:
        for connection in connections:
            connection.execute("set client_min_messages = error")
        yield connections
    finally:
        for connection in connections:
            connection.close()


def create(cluster: CitusServer, name: str, template: str) -> None:
    """Make a database on every node, each a copy of the node's template."""
    with _everywhere(cluster.nodes()) as connections:
        for connection in connections:
            with _left_alone(connection, template):
                connection.execute(
                    sql.SQL("create database {} template {}").format(
                        sql.Identifier(name), sql.Identifier(template)
                    )
                )
            connection.execute(
                "do $$ declare r record; begin for r in select unnest(s.setconfig) as c"
                " from pg_db_role_setting as s inner join pg_database as d on s.setdatabase = d.oid"
                f" where d.datname = '{template}' loop execute format("
                f"'alter database %I set %s to %L', '{name}', split_part(r.c, '=', 1),"
                " split_part(r.c, '=', 2)); end loop; end $$"
            )


@contextmanager
def _left_alone(
    connection: psycopg.Connection[tuple[object, ...]], template: str
) -> Iterator[None]:
    """Nobody is in the template: Citus itself looks after every database that lets it in."""
    if template == "template0":
        yield
        return
    allow = sql.SQL("alter database {} allow_connections {}")
    connection.execute(allow.format(sql.Identifier(template), sql.Literal(False)))
    try:
        connection.execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s",
            [template],
        )
        yield
    finally:
        connection.execute(allow.format(sql.Identifier(template), sql.Literal(True)))


def drop(cluster: CitusServer, name: str) -> None:
    """Drop a database on every node."""
    with _everywhere(cluster.nodes()) as connections:
        for connection in connections:
            connection.execute(
                sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
            )
