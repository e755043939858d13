"""A schema on a Citus cluster: whether it is there, and how its tables get to their nodes.

Which table lies where is said in ``sql/distributed/``; see docs/decisions/0030.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import NotAllowed, RecertError, SchemaMismatch
from pipeline.guards import is_superuser, lift_guards
from pipeline.reapplying import drop_reapplied, execute
from pipeline.sources import distribution

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]

#: What the functions of sql/distributed/ need.
_OLDEST_SERVER = 160000

#: Functions run as their owner, and so does what they ask of other nodes.
_REACH_OTHER_NODES = ("recert_owner", "recert_builder")

#: Settings of the database that our triggers on tables of a cluster, and our rights, need.
_SETTINGS = {
    "citus.enable_unsafe_triggers": "on",
    "citus.propagate_set_commands": "local",
    # a table on every node may be written after one that is spread: one connection a node
    "citus.multi_shard_modify_mode": "sequential",
    # two statements may go to the same shards beside each other; in one order of shards, by the
    # setting before, so that two that meet wait and make no circle
    "citus.enable_deadlock_prevention": "off",
    # a statement that reads a table on every node, and calls a function, stays where it is
    "citus.task_assignment_policy": "greedy",
}

#: For the nodes: schemas get there as their owner's functions do. Workers would tell each other.
_MAY_MAKE_SCHEMAS = """
do $$
begin
    perform set_config('citus.enable_ddl_propagation', 'off', true);
    execute format('grant create on database %I to recert_owner', current_database());
end;
$$
"""


def has_citus(connection: Connection) -> bool:
    """Whether the database has the extension."""
    row = connection.execute(
        "select to_regclass('pg_catalog.pg_dist_local_group') is not null"
    ).fetchone()
    return bool(row and row[0])


def is_distributed(connection: Connection) -> bool:
    """Whether the schema is spread over a Citus cluster."""
    if not has_citus(connection):
        return False
    row = connection.execute(
        "select exists (select from pg_catalog.pg_dist_partition"
        " where logicalrelid = to_regclass('core.evidence'))"
    ).fetchone()
    return bool(row and row[0])


def require_cluster(connection: Connection) -> None:
    """Raise unless this is the coordinator of a Citus cluster, and the login may distribute.

    :class:`SchemaMismatch` (``ZR009``) without Citus, on a worker, or where the coordinator
    does not count itself among the nodes; :class:`NotAllowed` where the login is no superuser.
    """
    problem = None
    if not has_citus(connection):
        problem = "the extension citus is not in this database"
    else:
        row = connection.execute(
            "select (select groupid from pg_catalog.pg_dist_local_group),"
            " exists (select from pg_catalog.pg_dist_node where groupid = 0)"
        ).fetchone()
        group, has_coordinator = row or (0, False)
        if connection.info.server_version < _OLDEST_SERVER:
            problem = "the server is older than PostgreSQL 16"
        elif group != 0:
            problem = "this is a worker of the cluster"
        elif not has_coordinator:
            problem = "the coordinator is not among the nodes of the cluster"
    if problem is not None:
        raise SchemaMismatch(
            "This is no coordinator of a Citus cluster that could take the schema.",
            sqlstate="ZR009",
            detail=problem,
            hint="On every node: create extension citus. On the coordinator:"
            " select citus_set_coordinator_host('its name'), and citus_add_node for each worker.",
        )
    if not is_superuser(connection):
        raise NotAllowed(
            "Only a superuser distributes the schema.",
            sqlstate="ZR308",
            detail="citus.enable_unsafe_triggers, and roles of other nodes",
            hint="Run it as a superuser of the coordinator.",
        )


def prepare(connection: Connection) -> None:
    """Set what the database needs on a cluster, for later sessions and for this one."""
    for name, value in _SETTINGS.items():
        connection.execute(
            "do $$ begin execute format('alter database %I set "
            f"{name} = {value}', current_database()); end $$".encode()
        )
        connection.execute(f"set {name} = {value}".encode())


def distribute(connection: Connection, folder: Path | None = None) -> None:
    """Spread the tables over the nodes; one that is there already stays as it is.

    In a transaction of its own: nothing counts as installed until the rest is re-applied.
    """
    with connection.transaction():
        lift_guards(connection)
        drop_reapplied(connection)
        connection.execute("delete from ops.objects")
        connection.execute("set local role none")
        for file in distribution(folder):
            execute(connection, file, one_by_one=True)


def open_nodes(connection: Connection) -> None:
    """Let the roles that functions run as reach the other nodes; again after a node was added.

    They have no password: which hosts may connect as them is the matter of pg_hba.conf.
    """
    for role in _REACH_OTHER_NODES:
        connection.execute(f"alter role {role} login".encode())
    rows = connection.execute(
        "select nodename, nodeport, result from run_command_on_workers(%s) where not success",
        [_MAY_MAKE_SCHEMAS],
    ).fetchall()
    if rows:
        raise RecertError(
            "A node of the cluster cannot be prepared.",
            detail="; ".join(f"{name}:{port}: {result}" for name, port, result in rows),
            hint="Mend it, then run the same command again.",
        )
