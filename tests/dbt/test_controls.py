"""Each control passes for what the functions made, and fails for what was broken behind guards."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline import cli
from pipeline.embedded import EmbeddedServer
from pipeline.errors import BadInput
from pipeline.reports.build import build
from pipeline.sources import dbt_project_folder
from tests.company import REASON, Database, copied, moved
from tests.functions.imports.loading import load

#: What breaks each control, and the failed_ids that come of it. All of it is done at once, so that
#: one build shows all, and that nothing fails a control that it has nothing to do with.
BROKEN: dict[str, tuple[str, str]] = {
    "segregation_of_duties": (
        "alter table core.training_versions"
        " drop constraint training_versions_author_does_not_approve;\n"
        "update core.training_versions set author_id = approved_by where version_id = 1",
        "version 1",
    ),
    "deciders_had_the_role": (
        "insert into core.user_history"
        " select u.user_id, l.occurred_at + interval '1 microsecond',"
        ' to_jsonb(u) || \'{"role": "hr_admin"}\''
        " from core.users as u, audit.log as l"
        " where u.employee_number = 'X-1' and l.action = 'grant_exemption'",
        "audit row {grant_exemption}",
    ),
    "reasons_given": (
        "alter table core.exemptions drop constraint exemptions_reason_is_long_enough;\n"
        "update core.exemptions set reason = E'  123456789 \\n'",
        "exemption 1",
    ),
    "sources_cited": ("delete from core.version_sources where version_id = 2", "version 2"),
    "one_active_version": (
        "drop index core.training_versions_one_active;\n"
        "update core.training_versions set state = 'active', deactivated_at = null"
        " where version_id = 1",
        "training 1",
    ),
    "evidence_unchanged": (
        "update core.evidence set content_sha256 = sha256('') where evidence_id = 1;\n"
        "update core.evidence set score = 91 where evidence_id = 6",
        "evidence 1; evidence 4; evidence 6",  # another is changed for another control
    ),
    "audit_chain_intact": (
        "update audit.log set payload = payload || ' ',"
        " hash = sha256(prev_hash || convert_to(payload || ' ', 'UTF8')) where seq = 2",
        "audit row 3",
    ),
    "nobody_dropped": (
        "alter table core.recertification_runs"
        " drop constraint recertification_runs_nobody_is_dropped;\n"
        "update core.recertification_runs set population = population + 1",
        "run 1",
    ),
    "population_covered": (
        "update core.recertification_exceptions set outcome = 'inactive'",
        "run 1",
    ),
    "superseded_names_campaign": (
        f"update core.evidence set {moved('superseded_at', '1 microsecond')} where evidence_id = 2",
        "evidence 2",
    ),
    "grace_respected": (
        f"update core.assignments set {moved('overdue_since', '1 microsecond')}"
        " where overdue_since is not null",
        "campaign 1, user {E-2}",
    ),
    "completed_has_evidence": (
        "update core.assignments set status = 'completed', completed_at = now()"
        " where campaign_id = 2",
        "campaign 2, user {E-5}",
    ),
    "signatures_present": (
        "update core.signatures set evidence_id = 4 where evidence_id = 5",
        "evidence 5",
    ),
    "imports_logged": (
        "update ops.imports set skipped = skipped + 1, inserted = inserted - 1",
        "import 1",
    ),
    "evidence_reconciled": (
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " select user_id, version_id, completed_at, content_sha256"
        " from core.evidence where evidence_id = 6;\n"
        "insert into core.evidence"
        " (user_id, version_id, completed_at, content_sha256, is_imported)"
        " select user_id, version_id, completed_at, content_sha256, true"
        " from core.evidence where evidence_id = 6",
        "evidence 8; imported evidence: 4 recorded, 3 told",
    ),
    "records_as_logged": (
        "update core.campaigns set name = 'Hygiene once more' where name = 'Again'",
        # and what was changed of records for other controls
        "version_id 1, audit row 1; campaign_id 2, audit row {create_campaign};"
        " exemption_id 1, audit row {grant_exemption};"
        " signature_id 2, audit row {sign_evidence}",
    ),
    "changes_logged": (
        "insert into core.exemptions"
        " (user_id, training_id, reason, granted_by, granted_at, valid_until)"
        " select user_id, training_id, 'Nobody was asked', granted_by, granted_at, valid_until"
        " from core.exemptions",
        "exemption 1; exemption 2",  # the reason of the first is another now
    ),
    "recertification_counts": (
        "update core.recertification_runs set evidence_superseded = evidence_superseded + 1",
        'run 1, "Recertification: Lockout v2"',
    ),
    "expiry_respected": (
        "update core.evidence set completed_at = now() - interval '102 days 1 minute',"
        " recorded_at = now() - interval '49 hours' where evidence_id = 4",
        "evidence 4",
    ),
    "builds_covered": (
        "update ops.report_builds set head_hash = repeat('0', 64) where build_number = 1",
        "build 1",
    ),
}

TABLES = [
    *("core.training_versions", "core.user_history", "core.exemptions", "core.version_sources"),
    *("core.evidence", "core.recertification_runs", "core.recertification_exceptions"),
    *("core.assignments", "core.campaigns", "core.signatures"),
    *("audit.log", "ops.imports", "ops.report_builds"),
]


def complete(company: Database, number: str, training: str, method: str | None = None) -> None:
    company.act_as(number)
    company.execute("select api.complete_training(%s, 90, %s)", training, method)


@pytest.fixture(scope="module")
def company(shared: Database) -> Database:
    """Something for each control to look at, made by the functions."""
    shared.deciders()
    shared.user("X-1", "quality_admin")
    shared.users("E-1", "E-2", "E-3", "E-4", "E-5")
    shared.training(overdue_grace_days=2)
    shared.activate("1")
    load(
        shared,
        "evidence",
        "employee_number,training,version,completed_at",
        *((number, "Lockout", "1", "2026-01-05") for number in ("E-1", "E-2", "E-3")),
    )
    shared.act_as("X-1")
    shared.execute(
        "select api.grant_exemption('E-3', 'Lockout', %s, now() + interval '1 day')", REASON
    )
    shared.submit("2")
    shared.approve("2", recertify_everyone=True)
    shared.training("Hygiene", requires_signature=True, recertification_interval_days=100)
    shared.activate("1", "Hygiene")
    complete(shared, "E-1", "Hygiene", "drawn")
    complete(shared, "E-2", "Hygiene", "click_to_confirm")
    complete(shared, "E-4", "Lockout")
    complete(shared, "E-1", "Lockout")
    shared.act_as("Q-1")
    shared.execute(
        "select api.create_campaign('Hygiene', 'Again', now() + interval '9 days', %s,"
        " p_employee_numbers => '{E-5}')",
        REASON,
    )
    shared.execute(
        "update core.assignments set due_at = now() - interval '3 days' where user_id = %s",
        shared.user_id("E-2"),
    )
    shared.act_as(None)
    shared.execute("select api.scan_overdue()")
    return shared


@pytest.fixture(scope="module")
def whole(company: Database) -> dict[str, tuple[str, int, str]]:
    """What the controls say of the company as it was made."""
    build(company.dsn, select=["+int_as_of"])  # there is a build that has covered something
    build(company.dsn)
    return results(company)


@pytest.fixture(scope="module")
def broken(company: Database, whole: object) -> dict[str, tuple[str, int, str]]:
    """What they say when each is broken."""
    with company.unguarded(*TABLES):
        for statements, _ in BROKEN.values():
            company.each(statements)
    build(company.dsn, select=["+control_checks"])
    return results(company)


def results(company: Database) -> dict[str, tuple[str, int, str]]:
    return {
        row["control_id"]: (row["result"], row["failed"], row["failed_ids"])
        for row in company.rows("select * from mart_audit.control_checks")
    }


def test_every_control_is_broken_here(whole: dict[str, tuple[str, int, str]]) -> None:
    with (dbt_project_folder() / "seeds" / "controls.csv").open() as file:
        index = [row["control_id"] for row in csv.DictReader(file)]
    assert sorted(whole) == sorted(index) == sorted(BROKEN)


@pytest.mark.parametrize("control", BROKEN)
def test_a_company_made_by_the_functions_passes(
    whole: dict[str, tuple[str, int, str]], control: str
) -> None:
    assert whole[control] == ("pass", 0, "")


@pytest.mark.parametrize("control", BROKEN)
def test_a_control_fails_with_what_is_broken(
    company: Database, broken: dict[str, tuple[str, int, str]], control: str
) -> None:
    names = {number: company.user_id(number) for number in ("E-2", "E-5")}
    names |= {
        row["action"]: row["seq"]
        for row in company.rows("select action, max(seq) as seq from audit.log group by action")
    }
    failed_ids = BROKEN[control][1].format_map(names)
    assert broken[control] == ("fail", failed_ids.count(";") + 1, failed_ids)


def test_nothing_to_check_is_no_pass(server: EmbeddedServer, template: str) -> None:
    with copied(server, template) as dsn, Database.connect(dsn) as empty:
        build(dsn, select=["+control_checks"])
        found = empty.rows("select * from mart_audit.control_checks where result <> 'pass'")
        assert len(found) == len(BROKEN) - 1  # the build itself covers what there is
        assert {row["result"] for row in found} == {"not_applicable"}
        assert {row["note"] for row in found} == {"There was nothing to check."}


HEADER = "reason,control_id,failed_id,owner,expires_on,accepted_on\n"


def test_what_is_accepted_passes_until_the_exception_expires(
    company: Database, broken: dict[str, tuple[str, int, str]], tmp_path: Path
) -> None:
    today = company.value("select (now() at time zone 'UTC')::date")
    yesterday = today - timedelta(days=1)
    file = tmp_path / "accepted.csv"
    file.write_text(
        HEADER
        + f'"Two, of the year 1998",evidence_unchanged,evidence 1,Kim Aho,{today},2026-01-01\n'
        + f"Cited on paper,sources_cited,version 2,Kim Aho,{today},2026-01-01\n"
        + f"Mended by now,imports_logged,import 1,Kim Aho,{yesterday},2026-01-01\n",
        encoding="utf-8-sig",
    )
    command = ["--dsn", company.dsn, "report", "build", "--select", "+control_checks"]
    assert cli.run([*command, "--exceptions", str(file)]) == 0
    accepted = {
        "sources_cited": ("pass", 0, ""),
        "evidence_unchanged": ("fail", 2, "evidence 4; evidence 6"),
    }
    assert results(company) == broken | accepted
    row = company.row(
        "select accepted, accepted_until, note from mart_audit.control_checks"
        " where control_id = 'sources_cited'"
    )
    assert (row["accepted"], row["accepted_until"]) == (1, today)
    for told in ("version 2", "Kim Aho", "Cited on paper", str(today)):
        assert told in row["note"]
    # and what was accepted in which build is on the log
    on_log = company.value(
        "select payload::jsonb -> 'controls' -> 'sources_cited' from audit.log"
        " where action = 'report_build' order by seq desc limit 1"
    )
    assert on_log == {"result": "pass", "failed": 0, "accepted": 1}
    assert cli.run(command) == 0  # without them nothing is accepted
    assert results(company) == broken


@pytest.mark.parametrize(
    ("text", "sqlstate"),
    [
        ("control_id,failed_id\na,b\n", "ZR103"),
        ("", "ZR103"),
        (HEADER + "Known of old,sources_cited,b,Kim,2026-02-30,2026-01-01\n", "ZR104"),
        (HEADER + "Known of old,sources_cited,b,Kim,2026-02-28\n", "ZR104"),
        (HEADER + "Known of old,sources_cited,b,Kim,20260227,2026-01-01\n", "ZR104"),
        (HEADER + "Known of old,sources_cited,b,Kim,2025-12-31,2026-01-01\n", "ZR104"),
        (HEADER + "Known of old,sources_cited,b, ,2026-02-28,2026-01-01\n", "ZR104"),
        (HEADER + "Known of old,sources_sighted,b,Kim,2026-02-28,2026-01-01\n", "ZR104"),
        (HEADER + "Known of old,audit_chain_intact,b,Kim,2026-02-28,2026-01-01\n", "ZR104"),
        (HEADER + "Too short,sources_cited,b,Kim,2026-02-28,2026-01-01\n", "ZR104"),
        (None, "ZR103"),
    ],
)
def test_exceptions_that_cannot_be_read_are_told_before_anything_is_built(
    company: Database, tmp_path: Path, text: str | None, sqlstate: str
) -> None:
    file = tmp_path / "accepted.csv"
    if text is not None:
        file.write_text(text)
    builds = company.value("select count(*) from ops.report_builds")
    with pytest.raises(BadInput) as caught:
        build(company.dsn, exceptions=file)
    assert caught.value.sqlstate == sqlstate
    assert company.value("select count(*) from ops.report_builds") == builds


def test_what_has_failed_goes_on_failing(
    company: Database, broken: dict[str, tuple[str, int, str]]
) -> None:
    """Two more builds, of which the second goes on from one that has seen the broken rows."""
    for _ in range(2):
        build(company.dsn)
    assert results(company) == broken
