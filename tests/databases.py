"""Databases of the tests' own: copies of a template, on the server or on all nodes of a cluster."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql

from tests import citus

if TYPE_CHECKING:
    from pipeline.embedded import EmbeddedServer

#: Sets the databases of this process apart where several share a server.
WORKER = f"_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"


def create(server: EmbeddedServer | citus.CitusServer, name: str, template: str) -> str:
    """Make a database from a template; its DSN."""
    if isinstance(server, citus.CitusServer):
        citus.create(server, name, template)
    else:
        with psycopg.connect(server.dsn, autocommit=True) as admin:
            admin.execute(
                # a copy of the files: by way of the log its end would write what is dropped
                sql.SQL("create database {} template {} strategy file_copy").format(
                    sql.Identifier(name), sql.Identifier(template)
                )
            )
    return server.dsn.replace("/recert?", f"/{name}?")


def drop(server: EmbeddedServer | citus.CitusServer, name: str) -> None:
    """Drop a database, whoever is in it."""
    if isinstance(server, citus.CitusServer):
        citus.drop(server, name)
        return
    with psycopg.connect(server.dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
