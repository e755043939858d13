"""Whom a submission asks to decide: one of the roles that may, quality_admin unless told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied

SUBMIT = (
    "select * from api.submit_version('Lockout', %s, 'text', '{SOP-017@C}', %s,"
    " p_addressed_to => %s)"
)


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training()
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """The author acts; what a test does is undone."""
    with shared.undone():
        shared.act_as("A-1")
        yield shared


def task(database: Database, row: dict[str, Any]) -> dict[str, Any]:
    return database.row(
        "select * from core.review_tasks where review_task_id = %s", row["review_task_id"]
    )


@pytest.mark.rule(20)
@pytest.mark.parametrize("role", ["quality_admin", "corporate_admin"])
def test_the_task_is_addressed_to_the_role_and_the_audit_row_tells(
    company: Database, role: str
) -> None:
    row = company.row(SUBMIT, "1", REASON, role)
    assert (task(company, row)["addressed_to"], task(company, row)["state"]) == (role, "open")
    payload = company.value("select payload from audit.log where seq = %s", row["audit_seq"])
    assert json.loads(payload)["addressed_to"] == role


def test_quality_decides_unless_somebody_else_is_asked(company: Database) -> None:
    assert task(company, company.submit("1"))["addressed_to"] == "quality_admin"


@pytest.mark.parametrize(
    "role", ["employee", "hr_admin", "auditor", "Quality_Admin", "system", "", None]
)
def test_nobody_else_can_be_asked(company: Database, role: str | None) -> None:
    before = company.snapshot()
    company.refuses("ZR102", SUBMIT, "1", REASON, role)
    assert company.snapshot() == before


@pytest.mark.rule(5)
def test_a_newer_submission_takes_the_place_of_one_addressed_to_another_role(
    company: Database,
) -> None:
    first = company.row(SUBMIT, "1", REASON, "corporate_admin")
    second = company.row(SUBMIT, "2", REASON, "quality_admin")
    assert task(company, first)["resolution"] == "superseded"
    # submitted again, it is addressed anew
    third = company.row(SUBMIT, "1", REASON, "quality_admin")
    assert third["review_task_id"] not in {first["review_task_id"], second["review_task_id"]}
    assert task(company, second)["resolution"] == "superseded"
    assert company.rows(
        "select review_task_id, addressed_to from core.review_tasks where state = 'open'"
    ) == [{"review_task_id": third["review_task_id"], "addressed_to": "quality_admin"}]


@pytest.mark.rule(5, 20)
def test_what_it_supersedes_has_its_audit_row_in_front(company: Database) -> None:
    first = company.row(SUBMIT, "1", REASON, "corporate_admin")
    second = company.row(SUBMIT, "2", REASON, "quality_admin")
    logged = company.row("select * from audit.log where seq = %s", second["audit_seq"] - 1)
    assert (logged["action"], logged["actor"], logged["entity_type"], logged["entity_id"]) == (
        *("resolve_review_task", "A-1", "review_task"),
        str(first["review_task_id"]),
    )
    assert json.loads(logged["payload"])["resolution"] == "superseded"
