"""A version beside the one it takes the place of: which one that is, and what is told of both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied, login, login_name

COMPARE = "select * from api.compare_versions(%s, %s)"


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1")
        database.user("X-1", is_active=False)
        database.training()
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A training without versions; what a test does is undone."""
    with shared.undone():
        yield shared


def base(company: Database, label: str, training: str = "Lockout") -> str | None:
    found: str | None = company.row(COMPARE, training, label)["base_version"]
    return found


def test_both_are_told_whole(company: Database) -> None:
    query = "select api.submit_version('Lockout', %s, %s, %s, %s, %s)"
    company.act_as("A-1")
    company.execute(query, "1", "# Old\n\n\u00e4", ["SOP-2", "SOP-1@A"], REASON, ["Lock", "Tag"])
    company.approve("1")
    company.act_as("A-1")
    company.execute(query, "2", "# New", ["SOP-1@B", "SOP-1@B"], REASON, ["Tag"])
    assert company.row(COMPARE, "Lockout", "2") == {
        "training": "Lockout",
        "version": "2",
        "state": "pending_review",
        "base_version": "1",
        "content": "# New",
        "base_content": "# Old\n\n\u00e4",
        "objectives": ["Tag"],
        "base_objectives": ["Lock", "Tag"],
        "sources": ["SOP-1@B"],
        "base_sources": ["SOP-1@A", "SOP-2"],
    }


def test_a_first_version_has_nothing_beside_it(company: Database) -> None:
    company.training("Gowning")
    company.activate("1", "Gowning")
    company.submit("1")
    row = company.row(COMPARE, "Lockout", "1")
    assert [row[name] for name in row if name.startswith("base_")] == [None] * 4
    assert row["sources"] == ["SOP-017@C"]
    company.approve("1")
    assert base(company, "1") is None


def test_the_active_one_for_whatever_never_was_in_force(company: Database) -> None:
    company.activate("0")
    company.activate("9")
    company.submit("approved")
    company.approve("approved", activate=False)
    company.submit("rejected")
    company.act_as("Q-1")
    company.execute("select api.reject_version('Lockout', 'rejected', %s)", REASON)
    company.submit("draft")
    company.submit("pending")
    assert company.state("draft") == "draft"
    for label in ("approved", "rejected", "draft", "pending"):
        assert base(company, label) == "9", label


@pytest.mark.rule(6)
def test_the_one_before_for_what_is_or_was_in_force(company: Database) -> None:
    """In the order of activation, which is not that of labels or of submission."""
    company.submit("3")
    company.approve("3", activate=False)
    for label in ("2", "1"):
        company.activate(label)
    company.act_as("Q-1")
    company.execute("select api.activate_version('Lockout', '3', %s)", REASON)
    company.submit("4")
    assert [base(company, label) for label in ("2", "1", "3", "4")] == [None, "2", "1", "3"]


def test_another_pending_version_is_no_base(company: Database) -> None:
    company.activate("1")
    company.submit("2", author="E-1")
    company.submit("3")
    assert [base(company, label) for label in ("2", "3")] == ["1", "1"]


@pytest.mark.parametrize(
    ("training", "label", "sqlstate"),
    [
        ("Gowning", "1", "ZR201"),
        (None, "1", "ZR201"),
        ("Lockout", "9", "ZR202"),
        ("Lockout", None, "ZR202"),
    ],
)
def test_what_does_not_exist(
    company: Database, training: str | None, label: str | None, sqlstate: str
) -> None:
    company.activate("1")
    company.refuses(sqlstate, COMPARE, training, label)


def test_it_is_for_those_who_are_somebody(company: Database) -> None:
    company.activate("1")
    for number, sqlstate in (("X-1", "ZR305"), ("N-1", "ZR203")):
        company.act_as(number)
        company.refuses(sqlstate, COMPARE, "Lockout", "1")


def test_a_login_of_nobody_compares_nothing(shared: Database) -> None:
    with login(shared.dsn, "recert_runner") as dsn, Database.connect(dsn) as session:
        assert session.value("select session_user::text") == login_name(dsn)
        session.refuses("ZR302", COMPARE, "Lockout", "1")
