"""What must hold after every fault: all of a recertification is there, or nothing of it."""

from __future__ import annotations

from tests.cli.calling import COUNTS
from tests.company import Database
from tests.faults.recertifying import counts

Contents = dict[str, tuple[int, str]]


def contents(database: Database) -> Contents:
    """Every table of the record with its number of rows and a digest over all of them."""
    tables = [
        row["name"]
        for row in database.rows(
            "select oid::regclass::text as name from pg_class where relkind in ('r', 'p')"
            " and relnamespace in ('core'::regnamespace, 'audit'::regnamespace,"
            " 'ops'::regnamespace) and oid <> 'ops.job_runs'::regclass"
        )
    ]
    found = {}
    for table in tables:
        row = database.row(
            "select count(*) as rows, coalesce(sum(hashtextextended(t::text, 0)), 0)::text as sum"
            f" from {table} as t"
        )
        found[table] = (row["rows"], row["sum"])
    return found


def assert_whole(database: Database) -> None:
    """Runs, enrolments, flags, exceptions and audit rows agree; the chain and the doctor too."""
    pairs = database.rows(
        """
        select 'runs' as what, count(*) as told, (
            select count(*) from audit.log where action = 'recertify'
        ) as there from core.recertification_runs
        union all
        select 'campaigns', count(distinct campaign_id), (
            select count(*) from core.campaigns where kind = 'recertification'
        ) from core.recertification_runs
        union all
        select 'enrolled', coalesce(sum(created), 0), (
            select count(*) from core.assignments as a
            join core.campaigns as c using (campaign_id) where c.kind = 'recertification'
        ) from core.recertification_runs
        union all
        select 'superseded', coalesce(sum(evidence_superseded), 0), (
            select count(*) from core.evidence where recertification_status = 'superseded'
        ) from core.recertification_runs
        union all
        select 'exceptions', coalesce(sum(already_current + inactive + exempt), 0), (
            select count(*) from core.recertification_exceptions
        ) from core.recertification_runs
        union all
        select 'active versions', count(distinct training_id), count(*)
        from core.training_versions where state = 'active'
        """
    )
    assert [pair for pair in pairs if pair["told"] != pair["there"]] == []
    assert database.value("select is_intact from api.verify_audit_chain()")
    findings = database.rows("select * from api.check_invariants()")
    assert [row for row in findings if row["status"] == "fail"] == []


def is_done(database: Database) -> bool:
    """Whether the recertification is there, by its audit row alone."""
    return bool(database.value("select exists (select from audit.log where action = 'recertify')"))


def assert_done(database: Database, people: int) -> None:
    """The recertification is there once, with the exact counts."""
    assert_whole(database)
    told = database.row(f"select {', '.join(COUNTS)} from core.recertification_runs")
    assert told == counts(people)
    assert (database.state("1"), database.state("2")) == ("inactive", "active")


def assert_nothing_done(database: Database, before: Contents) -> None:
    """Not a row of any table is another than before."""
    now = contents(database)
    assert {table: rows for table, rows in now.items() if before[table] != rows} == {}
    assert_whole(database)
