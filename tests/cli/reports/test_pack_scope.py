"""`recert report pack` of a training, a period, or an earlier moment."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cli.calling import Recert
from tests.cli.reports.packing import BUILT, as_cells, pack, read, register
from tests.company import Database
from tests.docs.inspected import Story


@pytest.mark.rule(9, 17)
@pytest.mark.parametrize("moment", ["2026-01-20", "2026-02-15T12:00", "2026-03-15", "2026-04-30"])
def test_as_of_an_earlier_moment(
    seen: Database, recert: Recert, tmp_path: Path, moment: str
) -> None:
    file = tmp_path / "then.zip"
    result = pack(recert, seen, file, "--as-of", moment)
    assert result.code == 0, result.err
    then = seen.rows("select * from api.compliance_as_of(%s)", moment)
    assert register(file, "user_training_status") == as_cells(then)
    counts = {
        (row["training"], status): int(row[status])
        for row in register(file, "compliance_by_training")
        for status in ("compliant", "due", "in_grace", "overdue", "expired", "exempt")
    }
    for (training, status), number in counts.items():
        assert number == sum(
            (row["training"], row["compliance_status"], row["is_active"])
            == (training, status, True)
            for row in then
        )
    assert sum(counts.values()) > 0
    assert {training for training, _ in counts} == {
        row["training"]
        for row in seen.rows(
            "select name as training from core.trainings where created_at <= %s", moment
        )
    }
    flags = {
        (row["user_id"], row["evidence_id"]): row["recertification_status"]
        for row in register(file, "evidence_register")
    }
    # the function reckons it from the record alone
    for row in then:
        if row["evidence_id"] is not None:
            key = (str(row["user_id"]), str(row["evidence_id"]))
            assert flags[key] == row["recertification_status"]
    statuses = {
        (row["user_id"], row["campaign_id"]): row["assignment_status"]
        for row in register(file, "recertification_ledger")
    }
    for row in then:
        key = (str(row["user_id"]), str(row["campaign_id"]))
        if key in statuses:
            assert statuses[key] == row["assignment_status"]
    for name, column in (
        ("approval_register", "deactivated_at"),
        ("evidence_register", "superseded_at"),
        ("signature_register", "signed_at"),
        ("audit_trail", "occurred_at"),
        ("import_register", "imported_at"),
        ("recertification_runs", "run_at"),
        ("training_changes", "occurred_at"),
    ):
        latest = f"{moment}T00:00"[:16]
        assert all(row[column][:16] <= latest for row in register(file, name))
    log = read(file, "audit.jsonl").splitlines()
    assert len(log) == seen.value("select count(*) from audit.log where occurred_at <= %s", moment)
    assert len(log) == result.document["head_seq"]
    assert recert("report", "pack", "--check", str(file)).code == 0


@pytest.mark.rule(20)
def test_what_was_under_way_at_a_moment_is_told(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    """A recertification that took two hours, halfway: it had begun and was not in the log yet."""
    run = inspected.row(
        "update mart_audit.recertification_runs set run_at = run_at - interval '2 hours'"
        " where run_id = (select min(run_id) from mart_audit.recertification_runs) returning *"
    )
    load = inspected.row(
        "update mart_audit.import_register set imported_at = %s"
        " where import_id = (select max(import_id) from mart_audit.import_register) returning *",
        run["run_at"],
    )
    goes_on = inspected.row(
        "update mart_audit.recertification_runs set run_at = %s, audit_seq = null where run_id"
        " = (select max(run_id) from mart_audit.recertification_runs) returning *",
        run["run_at"],
    )
    assert goes_on["training"] != run["training"]
    ends = inspected.value("select occurred_at from audit.log where seq = %s", run["audit_seq"])
    after = inspected.value("select max(occurred_at) from audit.log")
    halfway = run["run_at"] + timedelta(hours=1)
    for moment, more, expected in (
        (halfway, [], [load, run, goes_on]),
        (halfway, ["--training", run["training"]], [load, run]),
        (ends, [], [load, goes_on]),
        (after, ["--training", run["training"]], []),
    ):
        file = tmp_path / "x.zip"
        result = pack(recert, inspected, file, "--as-of", moment.isoformat(), *more, "--force")
        assert result.code == 0, result.err
        under_way = json.loads(read(file, "MANIFEST.json"))["under_way"]
        assert result.document["under_way"] == under_way
        assert {told["audit_seq"] for told in under_way} == {row["audit_seq"] for row in expected}
        cover = PdfReader(io.BytesIO(read(file, "summary.pdf"))).pages[0].extract_text()
        for row, name in ((run, "campaign"), (goes_on, "campaign"), (load, "file_name")):
            assert (row[name] in cover) is (row in expected)


def test_a_period_and_a_training(seen: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "some.zip"
    scope = ["--training", "Lockout/Tagout", "--from", "2026-02-05", "--to", "2026-02-10"]
    assert pack(recert, seen, file, *scope).code == 0
    signed = register(file, "signature_register")
    assert [row["employee_number"] for row in signed] == ["E-0001", "E-0002"]
    evidence = register(file, "evidence_register")
    assert [row["employee_number"] for row in evidence] == ["E-0001", "E-0002"]
    assert register(file, "approval_register") == []
    status = register(file, "user_training_status")
    assert {row["training"] for row in status} == {"Lockout/Tagout"}
    days = {row["occurred_at"][:10] for row in register(file, "audit_trail")}
    assert days == {"2026-02-05", "2026-02-10"}
    # a chain with holes would prove nothing
    assert len(read(file, "audit.jsonl").splitlines()) == seen.row(BUILT)["audit_seq"]


def test_what_was_brought_later_is_not_there_earlier(
    inspected: Database, recert: Recert, home: Path, tmp_path: Path
) -> None:
    """An import brings a version that has been in force for long: as of before it there is none."""
    story = Story(inspected)
    story.load("trainings", "more.csv", "name\nForklift\n")
    story.load(
        "versions",
        "more.csv",
        "training,label,state,author,content,sources,activated_at\n"
        "Forklift,1.0,active,Q-002,Slow.,SOP-001@A,2024-01-15\n",
    )
    file = tmp_path / "x.zip"
    assert pack(recert, inspected, file, "--rebuild").code == 0
    assert "Forklift" in {row["training"] for row in register(file, "approval_register")}
    assert pack(recert, inspected, file, "--as-of", "2026-05-01", "--force").code == 0
    assert "Forklift" not in {row["training"] for row in register(file, "approval_register")}


def test_a_period_has_the_recertifications_that_ran_in_it(
    seen: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    for since, to, expected in (
        ("2026-02-10", "2026-03-01", set()),
        ("2026-03-12", "2026-03-12", {"Lockout/Tagout"}),
        ("2026-05-01", "2026-05-31", {"Data integrity"}),
    ):
        assert pack(recert, seen, file, "--from", since, "--to", to, "--force").code == 0
        campaigns = register(file, "recertification_campaigns")
        assert {row["training"] for row in campaigns} == expected
        assert {row["training"] for row in register(file, "recertification_ledger")} == expected


def test_a_day_with_nothing_but_an_exemption(
    seen: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    scope = ["--training", "Lockout/Tagout", "--from", "2026-01-26", "--to", "2026-01-26"]
    assert pack(recert, seen, file, *scope).code == 0
    (row,) = register(file, "exceptions")
    assert (row["kind"], row["employee_number"]) == ("exemption", "E-0006")


@pytest.mark.rule(7, 10)
def test_a_training_is_found_whatever_it_was_called(
    inspected: Database, recert: Recert, home: Path, tmp_path: Path
) -> None:
    """Also its exemptions, and a run that found nobody, on a day with nothing else."""
    story = Story(inspected)
    story.at("2026-06-01 10:00", "Q-001")
    story.call("recertify", "Lockout/Tagout", "2.1", "Looking for paper records once more")
    inspected.act_as(None)
    inspected.execute("update core.trainings set name = 'LOTO' where name = 'Lockout/Tagout'")
    file = tmp_path / "x.zip"
    assert pack(recert, inspected, file, "--training", "LOTO", "--rebuild").code == 0
    assert "E-0006" in {
        row["employee_number"] for row in register(file, "exceptions") if row["kind"] == "exemption"
    }
    actions = [row["action"] for row in register(file, "training_changes")]
    assert actions.count("recertify") == 3
    assert {"submit_version", "reject_version", "create_campaign", "import"} <= set(actions)
    day = ["--from", "2026-06-01", "--to", "2026-06-01"]
    assert pack(recert, inspected, file, "--training", "LOTO", *day, "--force").code == 0
    (run,) = register(file, "recertification_runs")
    assert (run["population"], run["due_at"][:10]) == ("0", "2026-06-15")
    (campaign,) = register(file, "recertification_campaigns")
    assert (campaign["runs"], campaign["population"]) == ("3", "9")
    assert register(file, "recertification_ledger") == []


@pytest.mark.parametrize(
    ("arguments", "code", "sqlstate"),
    [
        (
            ["--training", "Data integrity", "--from", "2026-02-01", "--to", "2026-02-02"],
            6,
            "ZR216",
        ),
        (["--training", "Nothing"], 6, "ZR201"),
        (["--training", "lockout/tagout"], 6, "ZR201"),
        (["--from", "2026-03-02", "--to", "2026-03-01"], 5, "ZR102"),
        (["--from", "1990-01-01", "--to", "1990-02-01"], 6, "ZR216"),
        (["--as-of", "2020-01-01"], 6, "ZR216"),
        (["--as-of", "2098-01-01"], 5, "ZR102"),
        (["--training", ""], 6, "ZR201"),
        (["--from", "9999-12-31", "--to", "9999-12-31"], 6, "ZR216"),
        (["--from", "yesterday"], 2, None),
        (["--as-of", "never"], 2, None),
    ],
)
def test_what_cannot_be_packed(
    seen: Database, recert: Recert, tmp_path: Path, arguments: list[str], code: int, sqlstate: str
) -> None:
    before = seen.value("select max(seq) from audit.log")
    result = pack(recert, seen, tmp_path / "x.zip", *arguments, "--log-format", "json")
    assert (result.code, result.out) == (code, "")
    assert result.messages[-1]["sqlstate"] == sqlstate
    assert result.messages[-1]["hint"]
    assert list(tmp_path.iterdir()) == []
    assert seen.value("select max(seq) from audit.log") == before
