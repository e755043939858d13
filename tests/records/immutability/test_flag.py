"""Of evidence the flag alone changes, forward only, and new evidence is sound."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.records.immutability.roles import ROLES, act

SUPERSEDE = (
    "update core.evidence set recertification_status = 'superseded', superseded_at = now(),"
    " superseded_by_campaign_id = (select campaign_id from core.campaigns where kind ="
    " 'recertification') where user_id = %s"
)
EXPIRE = "update core.evidence set recertification_status = 'expired' where user_id = %s"
RENEW = (
    "update core.evidence set recertification_status = 'current', superseded_at = null,"
    " superseded_by_campaign_id = null where user_id = %s"
)


@pytest.mark.rule(9, 17, 19)
@ROLES
def test_the_flag_goes_forward(company: Database, role: str | None) -> None:
    act(company, role)
    user = company.user_id("E-4")
    company.refuses("ZR301", RENEW, user)
    company.execute(EXPIRE, user)
    company.refuses("ZR301", RENEW, user)
    company.refuses("ZR301", EXPIRE, user)
    company.execute(SUPERSEDE, user)
    for query in (RENEW, EXPIRE, SUPERSEDE):
        company.refuses("ZR301", query, user)
    company.refuses("ZR301", "update core.evidence set superseded_at = superseded_at + '1 s'")
    company.refuses("ZR301", "update core.evidence set superseded_by_campaign_id = null")


@pytest.mark.rule(9, 19)
@pytest.mark.parametrize(
    ("status", "is_dated", "is_named"),
    [
        ("superseded", False, False),
        ("superseded", True, False),
        ("superseded", False, True),
        ("current", True, True),
        ("expired", True, False),
        ("current", False, True),
    ],
)
@ROLES
def test_superseded_evidence_alone_names_its_recertification(
    company: Database, role: str | None, status: str, is_dated: bool, is_named: bool
) -> None:
    """Neither new evidence nor a change of the flag leaves half of it."""
    act(company, role)
    user = company.user_id("E-4")
    values = [
        status,
        company.value("select now()") if is_dated else None,
        company.value("select campaign_id from core.campaigns where kind = 'recertification'")
        if is_named
        else None,
        user,
    ]
    company.refuses(
        "ZR301",
        "update core.evidence set recertification_status = %s, superseded_at = %s,"
        " superseded_by_campaign_id = %s where user_id = %s",
        *values,
    )
    company.refuses(
        "ZR301",
        "insert into core.evidence (version_id, completed_at, content_sha256,"
        " recertification_status, superseded_at, superseded_by_campaign_id, user_id)"
        " select version_id, now(), content_sha256, %s, %s, %s, %s"
        " from core.training_versions where label = '2'",
        *values,
    )


@pytest.mark.rule(9, 19)
def test_current_evidence_is_superseded_at_once(company: Database) -> None:
    user = company.user_id("E-4")
    company.execute(SUPERSEDE, user)
    assert company.statuses()["E-4"] == [("2", "superseded")]


@pytest.mark.rule(9, 19)
def test_one_row_that_goes_back_stops_all_that_go_forward(company: Database) -> None:
    company.refuses("ZR301", "update core.evidence set recertification_status = 'expired'")
    assert company.statuses()["E-4"] == [("2", "current")]


@pytest.mark.rule(9, 19)
def test_nothing_else_changes_together_with_the_flag(company: Database) -> None:
    for change in ("completed_at = now()", "score = 100", "recorded_at = now()", "user_id = 1"):
        company.refuses(
            "ZR301",
            f"update core.evidence set recertification_status = 'expired', {change}"
            " where recertification_status = 'current'",
        )


@pytest.mark.rule(9, 19)
def test_evidence_is_superseded_by_a_recertification(company: Database) -> None:
    company.execute(
        "insert into core.campaigns (name, kind, version_id) values ('By hand', 'manual', %s)",
        company.version_id("2"),
    )
    manual = company.value("select campaign_id from core.campaigns where kind = 'manual'")
    query = (
        "update core.evidence set recertification_status = 'superseded', superseded_at = %s,"
        " superseded_by_campaign_id = %s where recertification_status = 'current'"
    )
    now = company.value("select now()")
    company.refuses("ZR207", query, now, manual)
    company.refuses("ZR207", query, now, 999_999)
    company.refuses("ZR301", query, now, None)
    company.refuses("ZR301", query, None, manual)
    company.refuses(
        "ZR301",
        "update core.evidence set recertification_status = 'expired', superseded_at = now(),"
        " superseded_by_campaign_id = 1 where recertification_status = 'current'",
    )


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("flag", ["superseded", "expired"])
def test_new_evidence_is_current(company: Database, flag: str, role: str | None) -> None:
    act(company, role)
    company.refuses(
        "ZR301",
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256,"
        " recertification_status, superseded_at, superseded_by_campaign_id)"
        " select user_id, version_id, completed_at, content_sha256, %s, c.at, c.campaign_id"
        " from core.evidence as e, (select now() as at, campaign_id, true as is_superseded"
        " from core.campaigns where kind = 'recertification' union all"
        " select null, null, false) as c"
        " where recertification_status = 'current' and is_superseded = (%s = 'superseded')",
        flag,
        flag,
    )


@pytest.mark.rule(19, 22)
def test_evidence_is_not_from_the_future_and_keeps_its_ranges(company: Database) -> None:
    query = (
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256, score)"
        " values (%s, %s, now() + %s::interval, %s, %s)"
    )
    user, version, sha = company.user_id("E-1"), company.version_id("2"), bytes(32)
    company.refuses("23514", query, user, version, "1 hour", sha, 80)
    company.refuses("23514", query, user, version, "-1 hour", sha, 101)
    company.refuses("23514", query, user, version, "-1 hour", sha, -1)
    company.refuses("23514", query, user, version, "-1 hour", b"short", 80)
    company.refuses("23502", query, user, version, None, sha, 80)
    company.refuses("23502", query, user, version, "-1 hour", None, 80)
