"""The questions of docs/queries have the answers beside them, with an auditor's rights."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from pipeline.embedded import EmbeddedServer
from pipeline.sources import dbt_project_folder
from tests.cli.calling import COMMAND, HUNG, ROOT
from tests.company import Database, copied, login
from tests.docs.queries import PAGE, Query, index, queries

#: Another value of each variable, of which the company has something to tell as well.
OTHERS = {
    "person": "E-0005",
    "training": "Data integrity",
    "version": "2.0",
    "moment": "2026-04-15 00:00+00",
    "line": "4",
    "department": "Maintenance",
    "from": "2026-03-01 00:00+00",
    "until": "2026-03-10 00:00+00",
}

every_query = pytest.mark.parametrize("query", queries(), ids=lambda query: query.name)


@pytest.fixture(scope="module")
def company(server: EmbeddedServer, half_a_year: str) -> Iterator[Database]:
    with copied(server, half_a_year) as dsn, Database.connect(dsn) as company:
        yield company


@pytest.fixture(scope="module")
def auditor(company: Database) -> Iterator[str]:
    """The DSN of a login that is a member of recert_auditor and nothing else."""
    with login(company.dsn, "recert_auditor") as dsn:
        yield dsn


@pytest.fixture(scope="module")
def psql(server: EmbeddedServer) -> Path:
    return server.tool("psql")


@every_query
def test_the_answer_is_the_one_beside_it(query: Query, psql: Path, auditor: str) -> None:
    answer = query.ask(psql, auditor)
    assert not answer.endswith("\n(0 rows)\n")
    assert answer == query.answer.read_text(encoding="utf-8"), (
        "python -m tests.docs.queries renews it"
    )


@every_query
def test_it_takes_what_it_is_asked_for(query: Query, psql: Path, auditor: str) -> None:
    given = {name: OTHERS[name] for name in query.defaults}
    # the files have no other variables than these
    text = query.text.replace("::", "")
    assert set(re.findall(r":'(\w+)'", text)) == set(given)
    answer = query.ask(psql, auditor, **given)
    assert (answer == query.ask(psql, auditor)) == (not given)


def test_the_command_asks_it_as_well(company: Database) -> None:
    query = queries()[0]
    call = ["db", "psql", "--dsn", company.dsn, "--", "-v", "person=E-0004", "-f", query.path]
    asked = subprocess.run(
        [*COMMAND, *call], cwd=ROOT, capture_output=True, text=True, timeout=HUNG, check=True
    )
    assert not asked.stderr
    assert "Cleanroom gowning" in asked.stdout
    assert "\n(3 rows)\n" in asked.stdout


def test_there_are_twenty_and_the_page_has_them() -> None:
    assert [query.name[:3] for query in queries()] == [f"{place:02}_" for place in range(1, 21)]
    files = {path for query in queries() for path in (query.path, query.answer)}
    assert set(PAGE.parent.iterdir()) == files | {PAGE}
    assert index() in PAGE.read_text(encoding="utf-8"), "python -m tests.docs.queries renews it"
    for query in queries():
        assert re.fullmatch(r"[A-Z][^\n]*[.?]", query.question), query.name


def test_the_exposure_of_dbt_names_what_they_read() -> None:
    models = dbt_project_folder() / "models" / "exposures.yml"
    (exposure,) = (
        found
        for found in yaml.safe_load(models.read_text())["exposures"]
        if found["name"] == "auditors_queries"
    )
    read = {name for query in queries() for name in query.reads if name.startswith("mart_")}
    assert set(exposure["depends_on"]) == {f"ref('{name.partition('.')[2]}')" for name in read}


# --- how they are answered -----------------------------------------------------------------------


def large() -> set[str]:
    """The marts that grow with the people: those that are brought up to date in parts."""
    folder = dbt_project_folder() / "models" / "marts"
    found = set()
    for file in folder.rglob("*.sql"):
        schema = yaml.safe_load(file.with_suffix(".yml").read_text())
        if "replaces=" in file.read_text() and file.stem != "compliance_daily":
            assert schema["models"][0]["name"] == file.stem
            found.add(f"mart_{file.parent.name}.{file.stem}")
    return found


def scans(connection: psycopg.Connection[Any], query: Query) -> list[tuple[str, bool]]:
    """Each scan of a relation or function in the plan: what is read, and whether by look-ups.

    Such a small company is best read as a whole, so that is not allowed to the planner: it then
    does so only where there is no other way.
    """
    for way in ("seqscan", "hashjoin", "mergejoin"):
        connection.execute(f"set enable_{way} = off".encode())
    (plan,) = connection.execute(
        f"explain (format json, verbose) {query.statement()}".encode()
    ).fetchone() or ([],)

    def nodes(node: dict[str, Any]) -> Iterator[tuple[str, bool]]:
        name = node.get("Relation Name", node.get("Function Name"))
        if name is not None:
            below = node.get("Plans", [{}])[0]
            yield f"{node['Schema']}.{name}", "Index Cond" in node | below
        for child in node.get("Plans", []):
            yield from nodes(child)

    return list(nodes(plan[0]["Plan"]))


@every_query
def test_it_reads_marts_only(query: Query, company: Database, auditor: str) -> None:
    allowed = {name for name in query.reads if name.startswith("mart_")}
    if query.name.endswith("_overdue_on"):
        allowed.add("api.compliance_as_of")
    assert set(query.reads) == allowed
    if "mart_audit.builds" in allowed:  # a view
        allowed.add("ops.report_builds")
    with psycopg.connect(auditor) as connection:
        assert {name for name, _ in scans(connection, query)} <= allowed


@every_query
def test_no_more_is_read_than_is_asked_for(query: Query, company: Database, auditor: str) -> None:
    with psycopg.connect(auditor) as connection:
        whole = [name for name, is_by_index in scans(connection, query) if not is_by_index]
    if "person" in query.defaults:
        assert not whole
    # the others may read one large mart, once
    assert len([name for name in whole if name in large()]) <= 1
    assert large() >= {"mart_audit.evidence_register", "mart_compliance.user_training_status"}
