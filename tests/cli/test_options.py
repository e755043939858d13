"""The common options: taken before the command's name and after it, and what they change."""

from __future__ import annotations

import csv
import io
import json

import pytest
from psycopg.conninfo import make_conninfo

from pipeline.sources import migrations
from tests.cli.calling import Recert, call, keywords
from tests.company import REASON, Database, login, login_name

STATUS_KEYS = ["dsn", "server_version", "schema_version", "embedded"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dsn", "{dsn}", "--format", "json", "db", "status"],
        ["db", "--dsn", "{dsn}", "--format", "json", "status"],
        ["db", "status", "--dsn", "{dsn}", "--format", "json"],
        ["--dsn={dsn}", "db", "--format=json", "status"],
        ["--format", "csv", "--dsn", "host=x", "db", "status", "--format", "json", "--dsn={dsn}"],
    ],
    ids=["before", "between", "after", "equals sign", "the last one wins"],
)
def test_each_place_of_an_option(untouched: Database, recert: Recert, arguments: list[str]) -> None:
    result = recert(*(argument.format(dsn=untouched.dsn) for argument in arguments))
    assert result.code == 0
    assert result.document["embedded"] is False
    assert result.document["schema_version"] == len(migrations())


def test_the_status_of_a_database(untouched: Database, recert: Recert) -> None:
    status = recert(untouched, "db", "status", "--format", "json").document
    assert list(status)[:4] == STATUS_KEYS
    assert status["dsn"] == untouched.dsn
    assert untouched.value("show server_version").startswith(status["server_version"].split()[0])
    assert status["schema"] == "current"


def test_the_status_of_a_database_without_the_schema(empty_dsn: str, recert: Recert) -> None:
    status = recert("--dsn", empty_dsn, "db", "status", "--format", "json").document
    assert (status["schema_version"], status["schema"]) == (0, "missing")


def test_init_then_upgrade(empty_dsn: str, recert: Recert) -> None:
    first = recert("--dsn", empty_dsn, "db", "init", "--format", "json")
    assert first.code == 0
    assert first.document["changed"] is True
    assert first.document["schema_version_before"] == 0
    assert len(first.document["migrations_applied"]) == first.document["schema_version"]
    assert first.err  # what was applied, on stderr
    for command in ("init", "upgrade"):
        again = recert("--dsn", empty_dsn, "db", command, "--format", "json")
        assert (again.code, again.document["changed"], again.err) == (0, False, "")


def test_a_password_is_not_printed(untouched: Database, recert: Recert) -> None:
    secrets = {"password": "open sesame", "sslpassword": "simsalabim"}
    dsn = make_conninfo(untouched.dsn, **secrets)
    for form in ("json", "table", "csv"):
        result = recert("--dsn", dsn, "db", "status", "--format", form)
        assert result.code == 0
        assert "sesame" not in result.out + result.err
        assert "simsalabim" not in result.out + result.err


def test_a_dsn_of_keywords(untouched: Database, recert: Recert) -> None:
    result = recert("--dsn", " ".join(keywords(untouched.dsn)), "audit", "verify")
    assert result.code == 0


def test_the_environment_names_database_and_person(
    company: Database, recert: Recert, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECERT_DSN", company.dsn)
    monkeypatch.setenv("RECERT_ACTOR", "E-1")
    approve = ["approve", "Lockout", "2", "--reason", REASON]
    assert recert(*approve).code == 7
    assert recert("--as", "A-1", *approve).code == 7  # the option before the environment
    assert recert(*approve, "--as", "Q-1").code == 0
    monkeypatch.setenv("RECERT_DSN", "host=/no/such/folder")
    assert recert("audit", "verify").code == 3
    assert recert(company, "audit", "verify").code == 0


@pytest.mark.rule(1, 20)
def test_the_logins_own_person_acts_without_an_option(company: Database, recert: Recert) -> None:
    with login(company.dsn, "recert_runner") as dsn:
        company.execute(
            "update core.users set db_role = %s where employee_number = 'Q-1'",
            login_name(dsn),
        )
        result = recert("--dsn", dsn, "approve", "Lockout", "2", "--reason", REASON)
    assert result.code == 0
    assert company.value("select actor from audit.log order by seq desc limit 1") == "Q-1"


def test_a_login_with_unusual_settings(company: Database, recert: Recert) -> None:
    """Dates, times and isolation that an administrator has set for the login change nothing."""
    with login(company.dsn, "recert_runner", "recert_service") as dsn:
        name = login_name(dsn)
        for setting in (
            "timezone = 'Pacific/Apia'",
            "datestyle = 'German, DMY'",
            "intervalstyle = 'sql_standard'",
            "bytea_output = 'escape'",
            "standard_conforming_strings = off",
            "default_transaction_isolation = 'serializable'",
            "search_path = 'nowhere'",
            "client_encoding = 'LATIN1'",
        ):
            company.execute(f'alter role "{name}" set {setting}')
        arguments = ["approve", "Lockout", "2", "--recertify-everyone", "--format", "json"]
        result = recert("--dsn", dsn, *arguments, "--reason", REASON, "--as", "Q-1")
        assert result.code == 0, result.err
        assert result.document["created"] == 2
        assert result.document["due_at"].endswith("Z")
        verified = recert("--dsn", dsn, "audit", "verify", "--format", "json")
        assert verified.document["is_intact"]


def test_data_in_each_form(untouched: Database, recert: Recert) -> None:
    read = ["audit", "log", "--limit", "1"]
    (row,) = recert(untouched, *read, "--format", "json").document
    (line,) = csv.DictReader(io.StringIO(recert(untouched, *read, "--format", "csv").out))
    assert list(line) == list(row)
    assert line == {name: "" if value is None else str(value) for name, value in row.items()}
    table = recert(untouched, *read).out
    assert row["action"] in table


def test_an_empty_list(untouched: Database, recert: Recert) -> None:
    read = ["audit", "log", "--action", "export"]
    assert recert(untouched, *read, "--format", "json").out.strip() == "[]"
    header = recert(untouched, "audit", "log", "--format", "csv").out.splitlines()[0]
    assert recert(untouched, *read, "--format", "csv").out.splitlines() == [header]
    shown = recert(untouched, *read)
    assert (shown.code, shown.out) == (0, "")
    assert shown.err


def test_a_blank_name_or_database_is_not_taken_for_none(
    untouched: Database, recert: Recert
) -> None:
    """A script whose variable is not set must not act as the system, or on another database."""
    for option in ("--as", "--dsn"):
        result = recert(untouched, "scan", "overdue", option, "")
        assert (result.code, result.out) == (2, "")


def test_names_cannot_change_the_terminal(company: Database, recert: Recert) -> None:
    company.execute("update core.trainings set name = %s", "Lock\x1b[31mout\x07")
    shown = recert(company, "queue", "list")
    assert shown.code == 0
    assert "\\x1b[31mout\\x07" in shown.out
    assert "\x1b" not in shown.out
    told = recert(company, "approve", "No\x1b[31m", "1", "--plan")
    assert told.code == 6
    assert "\x1b" not in told.err
    # data stay what they are
    (row,) = recert(company, "queue", "list", "--format", "json").document
    assert row["training"] == "Lock\x1b[31mout\x07"


def test_booleans_in_csv_are_those_of_json(untouched: Database, recert: Recert) -> None:
    (row,) = csv.DictReader(
        io.StringIO(recert(untouched, "audit", "verify", "--format", "csv").out)
    )
    assert row["is_intact"] == "true"


def test_a_table_that_is_too_wide_is_a_list(
    untouched: Database, recert: Recert, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = recert(untouched, "queue", "list").out
    monkeypatch.setattr("pipeline.output.WIDE", 40)
    narrow = recert(untouched, "queue", "list").out
    assert len(wide.splitlines()) == 2
    assert ["training", "Lockout"] in [line.split() for line in narrow.splitlines()]


def test_messages_as_json(company: Database, recert: Recert) -> None:
    arguments = ["approve", "Lockout", "2", "--recertify-everyone", "--reason", REASON]
    result = recert(company, "--log-format", "json", *arguments, "--as", "Q-1", "--format", "json")
    assert result.code == 0
    assert json.loads(result.out)["created"] == 2
    assert result.messages
    assert {message["level"] for message in result.messages} == {"info"}


def test_a_timeout_that_is_none(untouched: Database) -> None:
    dsn = f"{untouched.dsn}&connect_timeout=abc"
    result = call("queue", "list", "--dsn", dsn, "--log-format", "json")
    assert result.code == 3
    assert result.messages[-1]["hint"]
