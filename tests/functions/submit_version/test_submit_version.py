"""Submitting a version: who is its author, what it has to cite, and what a newer one does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied
from tests.functions.reasons import TOO_SHORT, VERBATIM
from tests.sessions import together

SUBMIT = "select * from api.submit_version(%s, %s, %s, %s, %s)"
SOURCES = ["SOP-017@C"]


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.user("X-1", "quality_admin", is_active=False)
        database.training()
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """An author, a decider and a training without versions; what a test does is undone."""
    with shared.undone():
        shared.act_as("A-1")
        yield shared


def unchanged(company: Database, sqlstate: str, *arguments: object) -> None:
    before = company.snapshot()
    company.refuses(sqlstate, SUBMIT, *arguments)
    assert company.snapshot() == before


def test_a_version_is_pending_with_its_task_and_its_audit_row(company: Database) -> None:
    row = company.row(
        "select * from api.submit_version(%s, %s, %s, %s, %s, %s)",
        "Lockout",
        " 3.2 ",
        "# Lockout\n\näöü",
        ["SOP-017@C", "mail@site@D", "ISO 45001"],
        REASON,
        ["Lock", "Tag"],
    )
    assert (row["training"], row["version"], row["state"]) == ("Lockout", "3.2", "pending_review")

    version = company.row("select * from core.training_versions")
    assert (version["state"], version["content"]) == ("pending_review", "# Lockout\n\näöü")
    assert (version["objectives"], version["submission_reason"]) == (["Lock", "Tag"], REASON)
    assert version["author_id"] == company.user_id("A-1")
    assert version["content_sha256"] == sha256("# Lockout\n\näöü".encode()).digest()
    assert version["submitted_at"] is not None
    assert company.rows(
        'select document, revision from core.version_sources order by document collate "C"'
    ) == [
        {"document": "ISO 45001", "revision": None},
        {"document": "SOP-017", "revision": "C"},
        {"document": "mail@site", "revision": "D"},
    ]

    task = company.row("select * from api.review_queue where state = 'open'")
    assert (task["task_type"], task["version"], task["author"], task["submission_reason"]) == (
        "version_approval",
        "3.2",
        "A-1",
        REASON,
    )
    assert task["review_task_id"] == row["review_task_id"]

    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert (logged["action"], logged["actor"], logged["entity_type"], logged["entity_id"]) == (
        "submit_version",
        "A-1",
        "version",
        str(version["version_id"]),
    )
    payload = json.loads(logged["payload"])
    assert (payload["training"], payload["version"]) == ("Lockout", "3.2")
    assert payload["content_sha256"] == version["content_sha256"].hex()


@pytest.mark.parametrize(
    "role",
    ["employee", "team_lead", "hr_admin", "quality_admin", "corporate_admin", "auditor"],
)
def test_whoever_is_active_may_write_a_version(company: Database, role: str) -> None:
    company.user("W-1", role)
    assert company.submit("1", author="W-1")["state"] == "pending_review"


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    ("actor", "sqlstate"),
    [
        pytest.param("X-1", "ZR305", id="inactive"),
        pytest.param("N-1", "ZR203", id="unknown"),
        pytest.param(None, "ZR304", id="system"),
    ],
)
def test_who_may_not_submit(company: Database, actor: str | None, sqlstate: str) -> None:
    company.act_as(actor)
    unchanged(company, sqlstate, "Lockout", "1", "text", SOURCES, REASON)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", TOO_SHORT)
def test_a_reason_that_is_too_short(company: Database, reason: str | None) -> None:
    unchanged(company, "ZR101", "Lockout", "1", "text", SOURCES, reason)


@pytest.mark.rule(2)
@pytest.mark.parametrize("reason", VERBATIM)
def test_the_reason_is_kept_word_for_word(company: Database, reason: str) -> None:
    row = company.row(SUBMIT, "Lockout", "1", "text", SOURCES, reason)
    assert company.value("select submission_reason from core.training_versions") == reason
    logged = company.row("select * from audit.log where seq = %s", row["audit_seq"])
    assert logged["change_reason"] == reason
    assert json.loads(logged["payload"])["change_reason"] == reason


@pytest.mark.rule(3)
@pytest.mark.parametrize(
    "sources",
    [
        pytest.param([], id="none"),
        pytest.param(None, id="null"),
        pytest.param([None], id="a null"),
        pytest.param(["", "  "], id="blanks"),
        pytest.param(["\u00a0", "\t\n"], id="other blanks"),
        pytest.param(["@"], id="nothing at nothing"),
        pytest.param(["@C", " @ D"], id="revisions of nothing"),
    ],
)
def test_a_version_cites_a_source(company: Database, sources: list[str | None] | None) -> None:
    unchanged(company, "ZR205", "Lockout", "1", "text", sources, REASON)


@pytest.mark.parametrize(
    "label", ["", "   ", "\t", "\u00a0", None], ids=["empty", "spaces", "tab", "nbsp", "null"]
)
def test_a_version_has_a_label(company: Database, label: str | None) -> None:
    unchanged(company, "ZR102", "Lockout", label, "text", SOURCES, REASON)


@pytest.mark.parametrize("training", ["lockout", "Lockout ", "", None])
def test_an_unknown_training(company: Database, training: str | None) -> None:
    unchanged(company, "ZR201", training, "1", "text", SOURCES, REASON)


def test_a_label_is_submitted_once(company: Database) -> None:
    company.submit("1")
    unchanged(company, "ZR204", "Lockout", "1", "other text", SOURCES, REASON)
    company.approve("1")
    company.act_as("A-1")
    unchanged(company, "ZR204", "Lockout", "1", "other text", SOURCES, REASON)


def test_somebody_elses_label_is_refused(company: Database) -> None:
    company.submit("1")
    company.act_as("Q-1")
    unchanged(company, "ZR304", "Lockout", "1", "text", SOURCES, REASON)


@pytest.mark.rule(5)
def test_a_newer_submission_returns_the_earlier_one_to_draft(company: Database) -> None:
    first = company.submit("1")
    company.submit("2")
    assert (company.state("1"), company.state("2")) == ("draft", "pending_review")
    task = company.row(
        "select state, resolution, resolved_at, resolved_by from core.review_tasks"
        " where review_task_id = %s",
        first["review_task_id"],
    )
    assert (task["state"], task["resolution"]) == ("resolved", "superseded")
    assert task["resolved_at"] is not None
    assert task["resolved_by"] == company.user_id("A-1")
    assert company.value("select count(*) from api.review_queue where state = 'open'") == 1
    logged = company.rows("select action, entity_id from audit.log order by seq")
    assert logged[1:] == [
        {"action": "resolve_review_task", "entity_id": str(first["review_task_id"])},
        {"action": "submit_version", "entity_id": str(company.version_id("2"))},
    ]


@pytest.mark.rule(5)
def test_other_authors_trainings_and_approved_versions_stay(company: Database) -> None:
    company.training("Gowning")
    company.submit("1", "Gowning")
    company.submit("1", author="Q-1")
    company.submit("2")
    company.approve("2", activate=False)
    company.submit("3")
    assert company.state("1", "Gowning") == "pending_review"
    assert company.state("1") == "pending_review"
    assert company.state("2") == "approved"
    assert company.state("3") == "pending_review"


@pytest.mark.rule(5)
def test_what_went_back_to_draft_is_submitted_again(company: Database) -> None:
    company.submit("1")
    company.submit("2")
    row = company.row(SUBMIT, "Lockout", "1", "better text", ["SOP-018@A"], "Corrected as asked")
    assert row["state"] == "pending_review"
    assert company.state("2") == "draft"
    version = company.row("select * from core.training_versions where label = '1'")
    assert (version["content"], version["submission_reason"]) == (
        "better text",
        "Corrected as asked",
    )
    assert company.rows(
        "select document, revision from core.version_sources where version_id = %s",
        version["version_id"],
    ) == [{"document": "SOP-018", "revision": "A"}]
    assert company.value("select count(*) from core.review_tasks where state = 'open'") == 1


@pytest.mark.rule(5, 19)
@pytest.mark.parametrize("change", ["content", "objectives", "sources"])
def test_a_draft_with_evidence_is_submitted_again_as_it_was_learnt(
    company: Database, change: str
) -> None:
    company.users("E-1")
    company.submit("1")
    company.evidence("E-1", "1")
    company.submit("2")
    content, sources, objectives = "# Lockout 1", SOURCES, []
    changed = {
        "content": ("other text", sources, objectives),
        "objectives": (content, sources, ["Lock"]),
        "sources": (content, ["SOP-018@A"], objectives),
    }[change]
    before = company.snapshot()
    query = "select * from api.submit_version('Lockout', '1', %s, %s, %s, %s)"
    company.refuses("ZR307", query, changed[0], changed[1], REASON, changed[2])
    assert company.snapshot() == before

    company.execute(query, content, sources, REASON, objectives)
    assert company.state("1") == "pending_review"


@pytest.mark.rule(19)
def test_what_other_versions_cite_fixes_no_draft(company: Database) -> None:
    company.users("E-1")
    company.submit("1")
    company.evidence("E-1", "1")
    company.execute(SUBMIT, "Lockout", "2", "# 2", ["SOP-018@A"], REASON)
    company.execute(SUBMIT, "Lockout", "1", "# Lockout 1", SOURCES, REASON)
    assert company.state("1") == "pending_review"


@pytest.mark.rule(5, 22)
@pytest.mark.parametrize(
    ("author", "training", "is_pending", "is_later"),
    [
        ("A-1", "Lockout", True, True),
        ("Q-1", "Lockout", True, False),
        ("A-1", "Gowning", True, False),
        ("A-1", "Lockout", False, False),
    ],
)
def test_only_the_pending_one_that_it_replaces_makes_it_later(
    company: Database, author: str, training: str, is_pending: bool, is_later: bool
) -> None:
    """As when the server's clock was set back."""
    company.training("Gowning")
    company.submit("1", training, author=author)
    if not is_pending:
        company.approve("1", training, activate=False)
    with company.unguarded("core.training_versions"):
        company.execute("update core.training_versions set submitted_at = now() + interval '1 day'")
    company.submit("2")
    submitted_at = company.value(
        "select submitted_at > clock_timestamp() from core.training_versions where version_id = %s",
        company.version_id("2"),
    )
    assert submitted_at == is_later


def test_two_submissions_at_one_moment_leave_one_pending(database: Database) -> None:
    database.deciders()
    database.training()

    def submit(label: str) -> None:
        with Database.connect(database.dsn) as session:
            session.submit(label)

    labels = ["1", "2", "3", "4"]
    outcomes = together(*(lambda label=label: submit(label) for label in labels))
    assert outcomes == [None] * 4
    assert sorted(database.state(label) for label in labels) == [
        "draft",
        "draft",
        "draft",
        "pending_review",
    ]
    assert database.value("select count(*) from core.review_tasks where state = 'open'") == 1
    assert database.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.parametrize(
    ("label", "source"),
    [("x" * 201, "SOP-1"), ("9", "x" * 201), ("9", "SOP-1@" + "x" * 201)],
    ids=["label", "document", "revision"],
)
def test_what_is_too_long_for_a_name(company: Database, label: str, source: str) -> None:
    company.act_as("A-1")
    company.refuses(
        "ZR102",
        "select * from api.submit_version('Lockout', %s, '', %s, %s)",
        label,
        [source],
        REASON,
    )


def test_blanks_around_a_label_are_none_of_it(company: Database) -> None:
    company.act_as("A-1")
    row = company.row(
        "select * from api.submit_version('Lockout', %s, '', %s, %s)",
        "\u2003 9 \u00a0",
        ["SOP-1"],
        REASON,
    )
    assert row["version"] == "9"


@pytest.mark.rule(5, 20)
def test_the_newer_submission_stays_even_when_the_clock_was_set_back(company: Database) -> None:
    company.submit("8")
    with company.unguarded("core.training_versions"):
        company.execute(
            "update core.training_versions set submitted_at = now() + interval '1 day'"
            " where label = '8'"
        )
    row = company.submit("9")
    assert row["audit_seq"]
    assert (company.state("8"), company.state("9")) == ("draft", "pending_review")
