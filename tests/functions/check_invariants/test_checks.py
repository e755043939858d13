"""Each check of api.check_invariants fails when what it checks is broken behind the guards."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.sources import sql_folder
from tests.company import Database
from tests.functions.check_invariants.broken import BROKEN, NOT_ON_A_CLUSTER

PAGE = Path(__file__).parents[3] / "docs" / "checks.md"


def test_a_company_made_by_the_functions_passes(company: Database) -> None:
    rows = company.checks()
    assert [list(row) for row in rows] == [["check", "status", "rows", "remedy"]] * len(rows)
    assert {(row["status"], row["rows"], row["remedy"]) for row in rows} == {("pass", 0, None)}


def test_each_check_is_made_once(company: Database) -> None:
    """A row of several columns is easily made anew for each of them, and some take a minute."""
    company.execute("set local track_functions = 'all'")
    rows = company.rows("select * from api.check_invariants(true)")
    assert company.row(
        "select sum(calls) as calls, count(*) as functions from pg_stat_xact_user_functions"
        " where schemaname = 'ops' and funcname like '\\_check\\_%%'"
    ) == {"calls": len(rows), "functions": len(rows)}


def test_what_reads_all_evidence_is_asked_for(company: Database) -> None:
    rows = company.rows("select * from api.check_invariants()")
    assert [row["check"] for row in rows if row["status"] == "not applicable"] == [
        "evidence_digests"
    ]


@pytest.mark.one_server("the session is the owner's there, and so is what it keeps")
def test_what_others_keep_beside_it_is_theirs(company: Database) -> None:
    company.execute(
        """
        create schema other;
        create table other.log (n integer not null, constraint positive check (n > 0));
        create table other.child () inherits (other.log);
        create index on other.log (n);
        create view other.v as select 1 as n;
        create materialized view other.m as select 1 as n;
        create sequence other.s;
        create aggregate other.total(integer) (sfunc = int4pl, stype = integer);
        create function other.now() returns timestamptz language sql
        as 'select ''2030-01-01''::timestamptz';
        create function other.changed() returns trigger language plpgsql
        as 'begin return new; end';
        create trigger changed before insert on other.log
        for each row execute function other.changed();
        alter table other.log disable trigger changed;
        create rule stays as on delete to other.log do instead nothing;
        alter table other.log enable row level security;
        create policy everybody on other.log using (true);
        grant usage on schema other to public;
        grant select on other.log to public;
        grant select (n) on other.child to recert_auditor;
        alter default privileges in schema other grant select on tables to public;
        create function other.watched() returns event_trigger language plpgsql
        as 'begin end';
        create event trigger others on ddl_command_end execute function other.watched();
        """
    )
    rows = company.rows("select * from api.check_invariants(true)")
    assert [row for row in rows if row["status"] != "pass"] == []


@pytest.mark.rule(4, 9, 10, 13, 19, 20)
@pytest.mark.parametrize(
    ("check", "tables", "statements"),
    [
        pytest.param(*case, marks=pytest.mark.one_server(NOT_ON_A_CLUSTER[case[2]]))
        if case[2] in NOT_ON_A_CLUSTER
        else case
        for case in BROKEN
    ],
)
def test_a_broken_invariant_is_found(
    company: Database, check: str, tables: list[str], statements: str
) -> None:
    with company.unguarded(*tables):
        company.each(statements)
    row = company.row(f"select * from ops._check_{check}()")
    assert (row["check"], row["status"]) == (check, "fail")
    assert row["rows"] > 0
    assert row["remedy"]


@pytest.mark.parametrize(
    "check", ["guards_are_in_place", "schema_is_as_installed", "rights_are_as_documented"]
)
def test_an_installation_elsewhere_does_not_stand_for_this_one(
    company: Database, check: str
) -> None:
    """The tables' owner may add rows: nothing is compared with what was another server's."""
    here = company.value("select server_major from ops.installations")
    add = "insert into ops.installations (command_version, server_major) values ('9', %s)"
    with company.undone():
        company.execute("set local role recert_owner")
        company.execute(add, here - 1)
        company.execute("reset role")
        company.each(
            "drop trigger evidence_is_immutable on core.evidence;\n"
            "drop view api.audit_head;\ngrant select on core.users to recert_runner"
        )
        assert company.value(f"select status from ops._check_{check}()") == "fail"
    with company.undone():
        # as after a move to another server
        with company.unguarded("ops.installations"):
            company.execute("update ops.installations set server_major = server_major - 1")
        row = company.row(f"select * from ops._check_{check}()")
        assert (row["status"], row["rows"]) == ("not applicable", 0)
        assert row["remedy"]


@pytest.mark.one_server("the owner is a superuser there, for the tests alone")
def test_settings_that_switch_guards_off_are_found(company: Database) -> None:
    if company.value("select current_setting('event_triggers', true)") is None:
        pytest.skip("before PostgreSQL 17 there is no such setting")
    query = "select status from ops._check_owner_is_kept_out()"
    name = company.value("select current_database()")
    for change in (
        "set local event_triggers = off",
        f"alter database {name} set event_triggers = off",
        "alter role recert_runner set event_triggers = false",
        "alter role all set event_triggers = 'no'",
        "grant set on parameter event_triggers to recert_runner",
    ):
        with company.undone():
            company.execute(change)
            assert company.value(query) == "fail", change
    assert company.value(query) == "pass"


@pytest.mark.rule(20)
def test_a_value_that_stops_a_check_hides_nothing(company: Database) -> None:
    with company.unguarded("audit.log"):
        company.execute(
            "update audit.log set payload = jsonb_set(payload::jsonb, '{inserted}', '\"none\"')"
            " where action = 'import'"
        )
    before = company.rows("select * from api.check_invariants()")
    assert {row["check"] for row in before if row["status"] == "fail"} >= {
        "audit_chain",
        "evidence_is_counted",
    }
    company.execute(
        "create or replace function ops._check_evidence_is_counted() returns ops.finding"
        " language sql as 'select ops._finding(''x'', array[(1 / 0)::text], ''y'')'"
    )
    rows = company.rows("select * from api.check_invariants()")
    assert [row["check"] for row in rows] == [row["check"] for row in before]
    (stopped,) = (row for row in rows if row["check"] == "evidence_is_counted")
    assert (stopped["status"], stopped["rows"]) == ("fail", 1)
    assert stopped["remedy"]


def test_every_check_is_made_broken_here_and_explained(company: Database) -> None:
    checks = {
        re.sub("^_check_", "", file.stem) for file in sql_folder().glob("functions/ops/_check_*")
    }
    made = company.rows('select "check" from api.check_invariants()')
    assert sorted(row["check"] for row in made) == sorted(checks)
    assert checks == {check for check, _, _ in BROKEN}
    explained = re.findall(r"^## `(\w+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(explained) == sorted(checks)


def test_the_first_that_do_not_hold_are_named(company: Database) -> None:
    company.execute("alter table core.evidence disable trigger evidence_is_immutable")
    remedy = company.value("select remedy from ops._check_guards_are_in_place()")
    assert "core.evidence evidence_is_immutable" in remedy
