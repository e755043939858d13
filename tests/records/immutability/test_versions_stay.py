"""A version keeps what was learnt, reviewed and decided, and never goes back."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.records.immutability.roles import ROLES, act

CHANGES = [
    "update core.training_versions set content = content || '!' where label = '3'",
    "update core.training_versions set label = '3.0' where label = '3'",
    "update core.training_versions set objectives = array['Lock'] where label = '3'",
    "update core.training_versions set author_id = author_id + 1 where label = '3'",
    "insert into core.version_sources select version_id, 'SOP-9', null"
    " from core.training_versions where label = '3'",
    "update core.version_sources as s set revision = 'D' from core.training_versions as v"
    " where v.version_id = s.version_id and label = '3'",
    "update core.version_sources as s set version_id = o.version_id, revision = 'D'"
    " from core.training_versions as v, core.training_versions as o"
    " where v.version_id = s.version_id and v.label = '3' and o.label = '4'",
    "delete from core.version_sources as s using core.training_versions as v"
    " where v.version_id = s.version_id and label = '3'",
]


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("change", CHANGES)
def test_the_first_evidence_freezes_the_version(
    company: Database, change: str, role: str | None
) -> None:
    company.submit("3")
    company.submit("4")
    company.submit("5")  # 3 and 4 are drafts now
    with company.undone():
        act(company, role)
        assert company.execute(change).rowcount == 1

    company.evidence("E-1", "3")
    frozen_at = company.value("select frozen_at from core.training_versions where label = '3'")
    assert frozen_at is not None
    act(company, role)
    company.refuses("ZR307", change)
    for unfrozen in ("null", "frozen_at - interval '1 s'"):
        company.refuses(
            "ZR301", f"update core.training_versions set frozen_at = {unfrozen} where label = '3'"
        )
    company.evidence("E-2", "3")
    assert (
        company.value("select frozen_at from core.training_versions where label = '3'") == frozen_at
    )


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("change", CHANGES)
def test_a_decision_fixes_the_version_too(company: Database, change: str, role: str | None) -> None:
    company.submit("4", author="Q-1")
    company.submit("3")
    company.approve("3", activate=False)
    act(company, role)
    company.refuses("ZR307", change)


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("state", "to"),
    [
        ("approved", "draft"),
        ("approved", "pending_review"),
        ("active", "draft"),
        ("active", "approved"),
        ("inactive", "active"),
        ("inactive", "draft"),
        ("rejected", "draft"),
        ("rejected", "pending_review"),
        ("draft", "approved"),
        ("draft", "active"),
    ],
)
def test_a_version_does_not_go_back(company: Database, state: str, to: str) -> None:
    company.training("Gowning")
    company.submit("1", "Gowning")
    match state:
        case "approved":
            company.approve("1", "Gowning", activate=False)
        case "active":
            company.approve("1", "Gowning")
        case "draft":
            company.submit("2", "Gowning")
        case _:
            company.imported_version("0", state, "Gowning")
    version_id = company.version_id("0" if state in {"inactive", "rejected"} else "1", "Gowning")
    assert (
        company.value("select state from core.training_versions where version_id = %s", version_id)
        == state
    )
    company.refuses(
        "ZR204",
        "update core.training_versions set state = %s where version_id = %s",
        to,
        version_id,
    )


@pytest.mark.rule(19)
@ROLES
def test_a_version_keeps_its_key_and_its_training(company: Database, role: str | None) -> None:
    company.training("Gowning")
    act(company, role)
    for change in (
        "training_id = (select training_id from core.trainings where name = 'Gowning')",
        "author_id = approved_by",
        "is_imported = not is_imported",
        "created_at = created_at - interval '1 s'",
    ):
        company.refuses("ZR307", f"update core.training_versions set {change}")
    company.execute("update core.training_versions set content_sha256 = sha256('something else')")
    assert company.value(
        "select bool_and(content_sha256 = sha256(convert_to(content, 'UTF8')))"
        " from core.training_versions"
    )


@pytest.mark.rule(3, 5)
def test_what_is_under_review_is_what_is_decided(company: Database) -> None:
    company.submit("9")
    for change in ("content = 'Something else'", "objectives = '{x}'", "label = '9.1'"):
        company.refuses("ZR307", f"update core.training_versions set {change} where label = '9'")
