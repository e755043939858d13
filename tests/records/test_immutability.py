"""What is recorded stays: nobody edits, deletes or truncates it, the tables' owner included."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied

#: Nothing of a row of these ever changes.
APPEND_ONLY = [
    "audit.log",
    "core.campaigns",
    "core.evidence",
    "core.exemptions",
    "core.recertification_exceptions",
    "core.recertification_runs",
    "core.signatures",
    "core.training_history",
    "core.user_history",
    "ops.migrations",
]

#: Rows of these change, but never go.
NEVER_DELETED = [
    *APPEND_ONLY,
    "audit.head",
    "core.assignments",
    "core.review_tasks",
    "core.training_versions",
    "core.trainings",
    "core.users",
]

#: Columns by which others know a row, or that tell where it comes from, of tables that change.
KEYS = [
    ("core.assignments", "user_id"),
    ("core.assignments", "campaign_id"),
    ("core.assignments", "assigned_at"),
    ("core.assignments", "is_imported"),
    ("core.trainings", "training_id"),
    ("core.trainings", "created_at"),
    ("core.users", "user_id"),
    ("core.users", "employee_number"),
    ("core.users", "created_at"),
]

ROLES = pytest.mark.parametrize("role", ["recert_owner", None], ids=["owner", "superuser"])


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3", "E-4")
        database.training()
        database.activate("1")
        for number in ("E-1", "E-2", "E-3"):
            database.evidence(number, "1")
        database.execute("update core.users set is_active = false where employee_number = 'E-3'")
        database.execute("update core.trainings set category = 'Safety'")
        database.submit("2")
        database.act_as("Q-1")
        database.execute(
            "select api.grant_exemption('E-2', 'Lockout', 'Works from home', now() + '1 d')"
        )
        database.approve("2", recertify_everyone=True)
        database.evidence("E-4", "2")
        database.execute(
            "insert into core.signatures (user_id, evidence_id, manifestation, method, signed_at)"
            " select user_id, evidence_id, 'I have understood', 'drawn', now() from core.evidence"
            " where recertification_status = 'current'"
        )
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A company with at least one row in every table; what a test does is undone."""
    with shared.undone():
        yield shared


def act(company: Database, role: str | None) -> None:
    if role:
        company.execute(f"set local role {role}")


def columns_of(company: Database, table: str) -> dict[str, str]:
    """For each column what an assignment that changes nothing gives it."""
    return {
        row["name"]: "default" if row["is_identity"] else f"target.{row['name']}"
        for row in company.rows(
            "select attname as name, attidentity <> '' as is_identity from pg_attribute"
            " where attrelid = %s::regclass and attnum > 0 and not attisdropped",
            table,
        )
    }


def key_of(company: Database, table: str) -> str:
    return company.value(
        "select string_agg(a.attname, ', ' order by k.place) from pg_constraint as c"
        " cross join unnest(c.conkey) with ordinality as k (number, place)"
        " join pg_attribute as a on a.attrelid = c.conrelid and a.attnum = k.number"
        " where c.conrelid = %s::regclass and c.contype = 'p'",
        table,
    )


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("table", APPEND_ONLY)
def test_no_column_is_edited(company: Database, table: str, role: str | None) -> None:
    columns = columns_of(company, table)
    key = key_of(company, table)
    act(company, role)
    assert company.value(f"select count(*) from {table}") > 0
    before = company.rows(f"select * from {table}")
    for column, same in columns.items():
        company.refuses("ZR301", f"update {table} as target set {column} = {same}")
        company.refuses(
            "ZR301",
            f"merge into {table} as target using (select 1) as one on true"
            f" when matched then update set {column} = {same}",
        )
        company.refuses(
            "ZR301",
            f"insert into {table} as target overriding system value select * from {table}"
            f" on conflict ({key}) do update set {column} = {same}",
        )
    assert company.rows(f"select * from {table}") == before


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize("table", NEVER_DELETED)
def test_no_row_goes(company: Database, table: str, role: str | None) -> None:
    act(company, role)
    assert company.value(f"select count(*) from {table}") > 0
    company.refuses("ZR301", f"delete from {table}")
    company.refuses("ZR301", f"delete from {table} where false")
    company.refuses(
        "ZR301",
        f"merge into {table} as t using (select 1) as one on true when matched then delete",
    )
    company.refuses("ZR301", f"truncate {table} cascade")
    company.refuses("ZR301", f"truncate {table} restart identity cascade")


@pytest.mark.rule(19)
@ROLES
@pytest.mark.parametrize(("table", "column"), KEYS)
def test_no_key_changes(company: Database, table: str, column: str, role: str | None) -> None:
    same = columns_of(company, table)[column]
    act(company, role)
    company.refuses("ZR301", f"update {table} as target set {column} = {same}")
    company.refuses("ZR301", f"update {table} as target set {column} = {same} where false")


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


# -- the flag -------------------------------------------------------------------------------


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
    company.refuses("23514", query, now, None)
    company.refuses("23514", query, None, manual)
    company.refuses(
        "23514",
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


# -- the version that was learnt ------------------------------------------------------------


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


# -- what was before ------------------------------------------------------------------------


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    ("table", "history", "key", "column"),
    [
        ("core.users", "core.user_history", "user_id", "department"),
        ("core.trainings", "core.training_history", "training_id", "category"),
    ],
)
def test_a_change_keeps_what_was_before(
    company: Database, table: str, history: str, key: str, column: str
) -> None:
    ours = company.value(f"select min({key}) from {table}")
    count = f"select count(*) from {history}"
    before = company.row(
        f"select to_jsonb(t) as record, (select count(*) from {history}) as kept"
        f" from {table} as t where {key} = %s",
        ours,
    )
    company.execute(f"update {table} set {column} = 'Line 4' where {key} = %s", ours)
    kept = company.row(f"select * from {history} order by valid_until desc limit 1")
    assert (kept[key], kept["record"]) == (ours, before["record"])

    company.execute(f"update {table} set {column} = {column} where {key} = %s", ours)
    assert company.value(count) == before["kept"] + 1

    rows = company.value(f"select count(*) from {table}")
    company.execute(f"update {table} set {column} = 'Everywhere'")
    assert company.value(count) == before["kept"] + 1 + rows

    company.execute(
        f"merge into {table} as t using (select %s::bigint as key) as s on s.key = t.{key}"
        f" when matched then update set {column} = 'Merged'",
        ours,
    )
    assert company.value(count) == before["kept"] + 2 + rows


@pytest.mark.rule(19)
def test_an_upsert_keeps_what_was_before(company: Database) -> None:
    company.execute(
        "insert into core.users (employee_number, full_name) values ('E-1', 'New Name')"
        " on conflict (employee_number) do update set full_name = excluded.full_name"
    )
    assert company.value(
        "select record ->> 'full_name' from core.user_history"
        " join core.users using (user_id) where employee_number = 'E-1'"
    ) == ("Person E-1")


@pytest.mark.rule(3, 5)
def test_what_is_under_review_is_what_is_decided(company: Database) -> None:
    company.submit("9")
    for change in ("content = 'Something else'", "objectives = '{x}'", "label = '9.1'"):
        company.refuses("ZR307", f"update core.training_versions set {change} where label = '9'")


@pytest.mark.rule(5, 20)
def test_a_task_is_resolved_once(company: Database) -> None:
    company.submit("9")
    company.approve("9")
    for change in ("resolution = 'rejected'", "state = 'open', resolved_at = null"):
        company.refuses("ZR301", f"update core.review_tasks set {change} where state = 'resolved'")
