"""What docs/explanations/superuser.md says a superuser can do, and what finds it, is so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.importing import load_stream
from tests.chain import REHASH
from tests.cli.calling import ROOT
from tests.company import Database, copied

PAGE = (ROOT / "docs" / "explanations" / "superuser.md").read_text(encoding="utf-8")

#: What is tried of each row of the table: the tables whose guards are away, and the statements.
TRIED: dict[str, tuple[str, str]] = {
    "score or date of evidence that was completed here": (
        "core.evidence",
        "update core.evidence set score = 99 where not is_imported",
    ),
    "the same deleted, with its signature": (
        "core.evidence core.signatures",
        "delete from core.signatures; delete from core.evidence where not is_imported",
    ),
    "evidence added, as completed here": (
        "core.evidence",
        "insert into core.evidence (user_id, version_id, completed_at, recorded_at, content_sha256)"
        " select u.user_id, v.version_id, now(), now(), v.content_sha256"
        " from core.users as u, core.training_versions as v"
        " where u.employee_number = 'E-00042' and v.label = '3.2'",
    ),
    "evidence added, as imported": (
        "core.evidence",
        "insert into core.evidence"
        " (user_id, version_id, completed_at, recorded_at, content_sha256, is_imported)"
        " select u.user_id, v.version_id, now(), now(), v.content_sha256, true"
        " from core.users as u, core.training_versions as v"
        " where u.employee_number = 'E-00042' and v.label = '3.2'",
    ),
    "evidence that is superseded, imported or not": (
        "core.evidence",
        "update core.evidence set score = 99 where evidence_id = 1",
    ),
    "a flag put back to `current`": (
        "core.evidence",
        "update core.evidence set recertification_status = 'current', superseded_at = null,"
        " superseded_by_campaign_id = null where evidence_id = 2",
    ),
    "score or date of imported evidence that is current": (
        "core.evidence",
        "update core.evidence set score = 99, completed_at = completed_at - interval '1 day'"
        " where is_imported and recertification_status = 'current'",
    ),
    "content of a version": (
        "core.training_versions",
        "update core.training_versions set content = 'Nothing', content_sha256 = sha256('Nothing')"
        " where label = '3.2'",
    ),
    "reason of an approval, in the record": (
        "core.training_versions",
        "update core.training_versions set change_reason = 'Something else' where label = '3.2'",
    ),
    "text of a signature; end of an exemption": (
        "core.signatures core.exemptions",
        "update core.signatures set manifestation = 'I, nobody';"
        " update core.exemptions set valid_until = '2040-01-01'",
    ),
    "due date or status of an assignment": (
        "core.assignments",
        "update core.assignments set due_at = due_at + interval '1 year';"
        " update core.assignments set status = 'cancelled' where status = 'not_started'",
    ),
    "somebody's role, and back again": (
        "core.users",
        "update core.users set role = 'quality_admin' where employee_number = 'E-00042';"
        " update core.users set role = 'employee' where employee_number = 'E-00042'",
    ),
    "a reason in the log": (
        "audit.log",
        "update audit.log set change_reason = 'Something else' where action = 'recertify'",
    ),
    "a row of the log taken out": ("audit.log", "delete from audit.log where seq = 3"),
    "a reason in the log, and all later rows hashed anew": (
        "audit.log audit.head",
        "update audit.log set change_reason = 'Something else',"
        " payload = replace(payload, 'New lock type on line 4', 'Something else')"
        " where action = 'recertify'; REHASH",
    ),
    "the end of the log cut off, its head moved": (
        "audit.log audit.head",
        "delete from audit.log where seq >"
        " (select seq from audit.log where action = 'recertify'); REHASH",
    ),
    "the same reason in the log and in the record, and all rows hashed anew": (
        "audit.log audit.head core.training_versions core.recertification_runs",
        "update core.training_versions set change_reason = 'Something else' where label = '3.2';"
        " update core.recertification_runs set change_reason = 'Something else';"
        " update audit.log set change_reason = 'Something else',"
        " payload = replace(payload, 'New lock type on line 4', 'Something else')"
        " where change_reason = 'New lock type on line 4'; REHASH",
    ),
    "a function of a check replaced": (
        "",
        "create or replace function ops._check_audit_chain() returns ops.finding language sql"
        " as $$ select ('audit_chain', 'pass', 0, null)::ops.finding $$",
    ),
    "a right given away": ("", "grant select on core.users to public"),
    "an event trigger dropped, a trigger left off": (
        "",
        "drop event trigger recert_guards_drops;"
        " alter table core.evidence disable trigger evidence_is_immutable",
    ),
}


def rows() -> dict[str, tuple[str, str]]:
    """The table of the page: for what was done, what the doctor and an anchor say."""
    found = re.findall(r"^\| (.+?) \| (.*?) ?\| (.*?) ?\|$", PAGE, re.MULTILINE)
    return {
        done.replace("**", ""): (doctor.replace("**", ""), anchor.replace("**", ""))
        for done, doctor, anchor in found
        if done != "behind the guards"
    }


@pytest.fixture(scope="module")
def company(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """The company of the examples, recertified, with a completion, a signature, an exemption."""
    with copied(server, template) as dsn, Database.connect(dsn) as company:
        for kind in ("users", "trainings", "versions", "evidence"):
            text = (ROOT / "examples" / f"{kind}.csv").read_bytes()
            load_stream(company.connection, kind, f"{kind}.csv", BytesIO(text))
        company.submit("3.2", "Lockout/Tagout", author="E-00042")
        company.approve("3.2", "Lockout/Tagout", approver="Q-001", recertify_everyone=True)
        company.act_as("E-00007")
        company.execute("select api.complete_training('Lockout/Tagout', 92, 'click_to_confirm')")
        company.act_as("Q-001")
        company.execute(
            "select api.grant_exemption('E-00012', 'Lockout/Tagout', 'On parental leave',"
            " now() + interval '1 year')"
        )
        company.act_as(None)
        assert company.failed_checks() == set()
        yield company


def test_every_row_of_the_table_is_tried() -> None:
    assert list(rows()) == list(TRIED)


@pytest.mark.parametrize("done", TRIED)
def test_it_is_found_or_not_as_the_page_says(company: Database, done: str) -> None:
    doctor, anchored = rows()[done]
    tables, statements = TRIED[done]
    anchor = company.row("select seq, hash from api.audit_log order by seq desc limit 1")
    with company.undone():
        with company.unguarded(*tables.split()):
            for statement in statements.split("; "):
                company.execute(REHASH if statement == "REHASH" else statement)
        failed = company.failed_checks()
        verified = company.row(
            "select * from api.verify_audit_chain(%s, %s)", [anchor["seq"]], [anchor["hash"]]
        )
    named = set(re.findall(r"`(\w+)`", doctor))
    assert bool(named) == doctor.startswith("found")
    assert named == (failed & named if doctor.endswith("and others") else failed), failed
    assert verified["is_intact"] == (not anchored.startswith("found"))


@pytest.mark.parametrize(
    "statement",
    [
        "delete from core.evidence",
        "update core.evidence set score = 99",
        "update core.signatures set manifestation = 'I, nobody'",
        "update audit.log set change_reason = 'Something else'",
    ],
)
def test_guards_refuse_a_superuser_too(company: Database, statement: str) -> None:
    with company.undone():
        company.execute("set local session_replication_role = replica")
        company.refuses("ZR301", statement)


def test_a_superuser_can_become_another_login(company: Database) -> None:
    with company.undone():
        company.execute("create role somebody login in role recert_runner")
        company.execute(
            "update core.users set db_role = 'somebody' where employee_number = 'Q-001'"
        )
        company.execute("set local session authorization somebody")
        company.execute("select api.recertify('Lockout/Tagout', '3.2', 'In another name')")
        company.execute("reset session authorization")
        row = company.row("select actor, db_role from audit.log order by seq desc limit 1")
    assert row == {"actor": "Q-001", "db_role": "somebody"}
