"""`recert report pack`: one file with all of a scope, recorded, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from pipeline.output import as_json
from pipeline.reports.pack import registers as written
from tests.cli.calling import Recert
from tests.cli.reports.conftest import SCRIPT
from tests.cli.reports.packing import BUILT, as_cells, pack, read, register, text_of
from tests.company import Database, login
from tests.docs.inspected import Story
from tests.verifiers import by_module

#: The contents of a pack.
FILES = {
    *("MANIFEST.json", "README.txt", "anchor.json", "audit.jsonl", "registers.xlsx"),
    *("summary.pdf", "verify.py", "verify_log.py"),
    *(f"registers/{name}.csv" for name in written.REGISTERS),
}


@pytest.mark.rule(20, 21)
def test_a_pack_is_told_and_recorded(inspected: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "it.zip"
    built = inspected.row(BUILT)
    last = inspected.value("select max(seq) from audit.log")
    scope = ["--training", "Lockout/Tagout", "--from", "2026-02-01", "--to", "2026-03-31"]
    result = pack(recert, inspected, file, *scope, "--as", "Q-001")
    assert result.code == 0, result.err
    data = file.read_bytes()
    assert result.document == {
        "file": str(file),
        "bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "files": len(FILES) - 1,
        "scope": {
            "training": "Lockout/Tagout",
            "from": "2026-02-01",
            "to": "2026-03-31",
            "as_of": None,
        },
        "as_of": as_json(built["as_of"]),
        "head_seq": built["audit_seq"],
        "head_hash": built["audit_hash"],
        "is_intact": True,
        "under_way": [],
        "audit_seq": last + 1,
    }
    row = inspected.row("select * from api.audit_log order by seq desc limit 1")
    assert (row["seq"], row["actor"], row["action"]) == (last + 1, "Q-001", "export")
    assert (row["entity_type"], row["entity_id"]) == ("pack", "it.zip")
    payload = json.loads(row["payload"])
    assert (payload["sha256"], payload["scope"]) == (
        result.document["sha256"],
        result.document["scope"],
    )
    assert (payload["head_seq"], payload["head_hash"]) == (built["audit_seq"], built["audit_hash"])
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mode & 0o007 == 0


def test_the_manifest_has_every_file_and_the_head(seen: Database, whole: Path) -> None:
    built = seen.row(BUILT)
    with zipfile.ZipFile(whole) as archive:
        assert set(archive.namelist()) == FILES
        manifest = json.loads(archive.read("MANIFEST.json"))
        listed = {entry["name"]: entry for entry in manifest["files"]}
        assert set(listed) == FILES - {"MANIFEST.json"}
        for name, entry in listed.items():
            data = archive.read(name)
            assert (entry["bytes"], entry["sha256"]) == (
                len(data),
                hashlib.sha256(data).hexdigest(),
            )
    assert manifest["chain_head"] == {"seq": built["audit_seq"], "hash": built["audit_hash"]}
    assert manifest["marts"]["head_seq"] == built["head_seq"]
    assert listed["registers/evidence_register.csv"]["rows"] == seen.value(
        "select count(*) from mart_audit.evidence_register"
    )


def test_the_same_scope_of_the_same_build_gives_the_same_bytes(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    for scope in ([], ["--training", "Lockout/Tagout"], ["--as-of", "2026-03-01"]):
        files = [tmp_path / "first.zip", tmp_path / "second.zip"]
        for file in files:
            # the rows that record them do not change what they tell
            assert pack(recert, inspected, file, *scope, "--force").code == 0
        assert files[0].read_bytes() == files[1].read_bytes()


def test_the_cover_says_whose_record_it_is(
    seen: Database, recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "whose.zip"
    for name in ("Example Devices #panic()", "x" * 200):
        assert pack(recert, seen, file, "--company", name, "--force").code == 0
        assert json.loads(read(file, "MANIFEST.json"))["company"] == name
        text = text_of(file).replace("\n", "").replace(" ", "").replace("\u200b", "")
        assert name.replace(" ", "") in text
    for name in ("x" * 201, "\udcff"):
        result = pack(recert, seen, tmp_path / "no.zip", "--company", name, "--log-format", "json")
        assert (result.code, result.messages[-1]["sqlstate"]) == (5, "ZR102")
    assert list(tmp_path.iterdir()) == [file]
    monkeypatch.setenv("RECERT_COMPANY", "Of the schedule")
    assert pack(recert, seen, file, "--force").code == 0
    assert json.loads(read(file, "MANIFEST.json"))["company"] == "Of the schedule"
    assert pack(recert, seen, file, "--company", " ", "--force").code == 0
    assert json.loads(read(file, "MANIFEST.json"))["company"] is None


def test_the_longest_name_is_a_name(seen: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / ("x" * 251 + ".zip")
    assert pack(recert, seen, file).code == 0
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.rule(20)
def test_the_log_is_whole_and_verifies(seen: Database, whole: Path, tmp_path: Path) -> None:
    log = tmp_path / "audit.jsonl"
    log.write_bytes(read(whole, "audit.jsonl"))
    built = seen.row(BUILT)
    anchor = json.loads(read(whole, "anchor.json"))
    assert (anchor["seq"], anchor["hash"]) == (built["audit_seq"], built["audit_hash"])
    assert by_module(log, [(anchor["seq"], anchor["hash"])]) is None
    assert len(log.read_bytes().splitlines()) == built["audit_seq"]


def test_the_registers_are_the_marts(seen: Database, whole: Path) -> None:
    """At the moment of the build what is reckoned for a moment is what the marts have."""
    for name, left_out in (
        ("approval_register", {"state"}),
        ("evidence_register", set()),
        ("signature_register", set()),
        ("import_register", set()),
        ("control_checks", set()),
        ("recertification_runs", set()),
        ("recertification_ledger", set()),
    ):
        rows = seen.rows(f"select * from mart_audit.{name}")
        expected = as_cells([{k: v for k, v in row.items() if k not in left_out} for row in rows])
        assert sorted(map(str, register(whole, name))) == sorted(map(str, expected)), name
    changes = seen.rows("select seq from mart_audit.training_changes order by seq, training_id")
    told = [row["seq"] for row in register(whole, "training_changes")]
    assert told == [str(row["seq"]) for row in changes]
    assert len(changes) > 10
    counts = {row["training"]: row for row in register(whole, "compliance_by_training")}
    for row in seen.rows("select * from mart_compliance.compliance_by_training"):
        for status in ("required", "compliant", "overdue", "exempt", "not_required"):
            assert counts[row["training"]][status] == str(row[status])
    status = as_cells(seen.rows("select * from mart_compliance.user_training_status"))
    assert sorted(map(str, register(whole, "user_training_status"))) == sorted(map(str, status))
    assert len(register(whole, "audit_trail")) == seen.value(
        "select count(*) from mart_audit.audit_trail where occurred_at <= (select as_of from"
        " api.marts_standing)"
    )


@pytest.mark.rule(10)
def test_campaigns_have_the_counts_of_the_mart(seen: Database, whole: Path) -> None:
    rows = seen.rows("select * from mart_compliance.recertification_campaigns")
    assert len(rows) >= 2
    found = {row["campaign_id"]: row for row in register(whole, "recertification_campaigns")}
    assert set(found) == {str(row["campaign_id"]) for row in rows}
    for row in rows:
        told = found[str(row["campaign_id"])]
        shared = [name for name in told if name in row and name != "runs"]
        assert {name: told[name] for name in shared} == as_cells(
            [{name: row[name] for name in shared}]
        )[0]
        parts = ("created", "already_enrolled", "already_current", "inactive", "exempt")
        assert sum(int(told[part]) for part in parts) == int(told["population"])


def test_exceptions_are_named_with_reason(seen: Database, whole: Path) -> None:
    rows = register(whole, "exceptions")
    left_out = [row for row in rows if row["kind"] == "left_out"]
    assert len(left_out) == seen.value(
        "select count(*) from mart_audit.recertification_ledger"
        " where outcome not in ('created', 'already_enrolled')"
    )
    (exempt,) = [row for row in rows if row["kind"] == "exemption"]
    assert (exempt["employee_number"], exempt["training"]) == ("E-0006", "Lockout/Tagout")
    assert exempt["reason"] == "On parental leave until autumn"
    assert exempt["decided_by"] == "Q-001"


def test_a_control_that_fails_is_named_also_without_a_result(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    inspected.execute(
        "update mart_audit.control_checks set result = 'fail', failed = 2, accepted = 1,"
        " failed_ids = '7; 9' where control_id = 'changes_logged';"
        "update mart_audit.control_checks set result = 'fail', checked = null, failed = null,"
        " accepted = null where control_id = 'nobody_dropped'"
    )
    file = tmp_path / "x.zip"
    assert pack(recert, inspected, file).code == 0
    told = [row["what"] for row in register(file, "exceptions") if row["kind"] == "control"]
    assert told == ["changes_logged: 2 failed, 1 accepted", "nobody_dropped: no result"]
    assert "nobody_dropped: no result" in " ".join(text_of(file).split())


def test_the_workbook_has_a_sheet_a_register(whole: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(read(whole, "registers.xlsx")))
    assert book.sheetnames == ["about", *written.REGISTERS]
    for name in written.REGISTERS:
        sheet = book[name]
        header, *body = sheet.iter_rows(values_only=True)
        rows = register(whole, name)
        assert len(body) == len(rows), name
        if rows:
            assert list(header) == list(rows[0])
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    cell = book["evidence_register"]["H2"]
    assert cell.is_date
    assert not any(
        cell.data_type == "f" for sheet in book for row in sheet.iter_rows() for cell in row
    )


def test_what_does_not_fit_into_a_sheet_is_in_the_csv(
    seen: Database, recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(written, "MOST_ROWS", 10)
    file = tmp_path / "long.zip"
    assert pack(recert, seen, file).code == 0
    book = openpyxl.load_workbook(io.BytesIO(read(file, "registers.xlsx")))
    assert book["evidence_register"].max_row == 11
    rows = len(register(file, "evidence_register"))
    assert rows == seen.value("select count(*) from mart_audit.evidence_register")
    about = {row[0].value: row[1].value for row in book["about"].iter_rows()}
    assert f"{rows:,}" in about["evidence_register"]
    assert "first 10" in about["evidence_register"]


def test_the_summary_is_for_keeping_and_says_what_was_decided(seen: Database, whole: Path) -> None:
    pdf = PdfReader(io.BytesIO(read(whole, "summary.pdf")))
    about = pdf.xmp_metadata.stream.get_data().decode("utf-8")  # type: ignore[union-attr]
    assert "<pdfaid:part>2</pdfaid:part>" in about
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in about
    text = " ".join(text_of(whole).split())
    assert seen.row(BUILT)["audit_hash"] in text.replace(" ", "").replace("\u200b", "")
    for heading in (
        *("Scope", "Decisions", "Recertifications", "Controls", "Exceptions"),
        *("Signatures", "Files of this pack"),
    ):
        assert heading in text
    assert "It cites an old revision of SOP-017" in text
    # each run, with its own reason and due date, and what was decided beside
    assert "Paper records of Maintenance turned up" in text
    assert "2026-03-26 09:00" in text
    assert "created the campaign" in text
    assert 'from {"overdue_grace_days": 7} to {"overdue_grace_days": 10}' in text
    assert "On parental leave until autumn" in text


def test_hostile_names_are_text(
    inspected: Database, recert: Recert, home: Path, tmp_path: Path
) -> None:
    inspected.act_as("Q-001")
    inspected.execute(
        "select api.grant_exemption(n, 'Cleanroom gowning',"
        " E'#panic() = *bold* $x$ \\u202e 名前 محمد \\\\ \"', '2099-01-01')"
        " from unnest(array['E-9002', 'E-9003']) as n"
    )
    file = tmp_path / "hostile.zip"
    assert pack(recert, inspected, file, "--rebuild").code == 0
    text = text_of(file).replace("\n", "").replace(" ", "").replace("\u200b", "")
    assert SCRIPT.replace(" ", "") in text
    assert "#panic()=*bold*$x$" in text
    # no letter, or one that turns the text round
    assert "[U+540D]" in text
    assert "\\u202e" in text
    assert recert("report", "pack", "--check", str(file)).code == 0


def test_what_is_there_stays(seen: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_text("mine", encoding="utf-8")
    assert pack(recert, seen, file).code == 6
    assert file.read_text(encoding="utf-8") == "mine"
    assert pack(recert, seen, tmp_path / "no" / "x.zip").code == 1
    assert list(tmp_path.iterdir()) == [file]


def test_marts_that_are_not_built_or_older(
    company: Database, inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "x.zip"
    result = pack(recert, company, file, "--log-format", "json")
    assert (result.code, result.messages[-1]["sqlstate"]) == (6, "ZR215")
    inspected.act_as("H-001")
    inspected.execute("select api.upsert_user('E-0002', p_department => 'Elsewhere')")
    result = pack(recert, inspected, file, "--log-format", "json")
    assert (result.code, result.messages[-1]["sqlstate"]) == (6, "ZR215")
    assert list(tmp_path.iterdir()) == []
    built = inspected.row(BUILT)
    result = pack(recert, inspected, file, "--as-built")
    assert (result.code, result.document["head_seq"]) == (0, built["audit_seq"])


@pytest.mark.parametrize("roles", [[], ["recert_runner"], ["recert_auditor"]])
def test_a_login_without_rights(
    inspected: Database, recert: Recert, tmp_path: Path, roles: list[str]
) -> None:
    before = inspected.value("select max(seq) from audit.log")
    with login(inspected.dsn, *roles) as dsn:
        given = ["report", "pack", str(tmp_path / "x.zip"), "--dsn", dsn, "--log-format", "json"]
        result = recert(*given)
    assert (result.code, result.out) == (7, "")
    assert result.messages[-1]["hint"]
    assert list(tmp_path.iterdir()) == []
    assert inspected.value("select max(seq) from audit.log") == before


def test_a_login_that_reads_and_records(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    file = str(tmp_path / "x.zip")
    with login(inspected.dsn, "recert_runner", "recert_auditor", "recert_service") as dsn:
        assert recert("report", "pack", file, "--dsn", dsn).code == 0
    assert recert("report", "pack", "--check", file).code == 0


@pytest.mark.rule(20)
def test_a_log_that_does_not_verify_is_told(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    with inspected.unguarded("audit.log"):
        inspected.execute("update audit.log set change_reason = 'Another reason' where seq = 9")
    file = tmp_path / "x.zip"
    result = pack(recert, inspected, file)
    assert (result.code, result.document["is_intact"]) == (0, False)
    assert "row 9" in result.err
    assert "row 9" in " ".join(text_of(file).split())
    checked = recert("report", "pack", "--check", str(file), "--format", "json")
    assert (checked.code, checked.document["is_intact"]) == (8, False)


def test_a_reason_of_any_length(
    inspected: Database, recert: Recert, home: Path, tmp_path: Path
) -> None:
    reason = "L" * 100_000
    story = Story(inspected)
    inspected.act_as("Q-002")
    story.submit(
        "Lockout/Tagout", "3.0", "Isolate, lock, tag, test.", "SOP-017@C", "It is shorter now"
    )
    inspected.act_as("Q-001")
    story.call("approve_version", "Lockout/Tagout", "3.0", reason)
    file = tmp_path / "x.zip"
    assert pack(recert, inspected, file, "--rebuild").code == 0
    assert "100,000" in text_of(file)
    assert reason in {row["change_reason"] for row in register(file, "audit_trail")}
