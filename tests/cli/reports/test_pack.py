"""`recert report pack`: one file with all of a scope, recorded, and the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from pipeline.output import as_cell, as_json
from pipeline.reports.pack import registers as written
from tests.cli.calling import Recert, finish, start
from tests.cli.reports.conftest import SCRIPT
from tests.company import Database, login
from tests.docs.inspected import Story
from tests.sessions import until_gone, until_somebody_is_blocked
from tests.verifiers import by_module

BUILT = "select * from api.marts_standing"

#: The contents of a pack.
FILES = {
    *("MANIFEST.json", "README.txt", "anchor.json", "audit.jsonl", "registers.xlsx"),
    *("summary.pdf", "verify.py", "verify_log.py"),
    *(f"registers/{name}.csv" for name in written.REGISTERS),
}


def pack(recert: Recert, database: Database, file: Path, *more: str) -> Any:
    return recert(database, "report", "pack", str(file), *more, "--format", "json")


@pytest.fixture(scope="module")
def whole(seen: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of everything."""
    file = tmp_path_factory.mktemp("packs") / "all.zip"
    made = finish(start("report", "pack", str(file), "--dsn", seen.dsn, "--format", "json"))
    assert made.code == 0, made.err
    return file


def read(file: Path, name: str) -> bytes:
    with zipfile.ZipFile(file) as archive:
        return archive.read(name)


def register(file: Path, name: str) -> list[dict[str, str]]:
    text = read(file, f"registers/{name}.csv").decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def as_cells(rows: list[dict[str, Any]]) -> list[dict[str, str]]:
    return [
        {name: "" if value is None else str(as_cell(value)) for name, value in row.items()}
        for row in rows
    ]


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
    ):
        rows = seen.rows(f"select * from mart_audit.{name}")
        expected = as_cells([{k: v for k, v in row.items() if k not in left_out} for row in rows])
        assert sorted(map(str, register(whole, name))) == sorted(map(str, expected)), name
    ledger = as_cells(seen.rows("select * from mart_audit.recertification_ledger"))
    assert sorted(map(str, register(whole, "recertification_ledger"))) == sorted(map(str, ledger))
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
    left_out = [row for row in rows if row["kind"] == "left out"]
    assert len(left_out) == seen.value(
        "select count(*) from mart_audit.recertification_ledger"
        " where outcome not in ('created', 'already_enrolled')"
    )
    (exempt,) = [row for row in rows if row["kind"] == "exemption"]
    assert (exempt["employee_number"], exempt["training"]) == ("E-0006", "Lockout/Tagout")
    assert exempt["reason"] == "On parental leave until autumn"
    assert exempt["decided_by"] == "Q-001"


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
    ):
        assert all(row[column][:16] <= f"{moment}T23:59"[:16] for row in register(file, name))
    log = read(file, "audit.jsonl").splitlines()
    assert len(log) == seen.value("select count(*) from audit.log where occurred_at <= %s", moment)
    assert len(log) == result.document["head_seq"]
    assert recert("report", "pack", "--check", str(file)).code == 0


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


def text_of(file: Path) -> str:
    pages = PdfReader(io.BytesIO(read(file, "summary.pdf"))).pages
    return "\n".join(page.extract_text() for page in pages)


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


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_pack_that_is_ended_leaves_no_file(
    inspected: Database, tmp_path: Path, ending: signal.Signals
) -> None:
    file = tmp_path / "x.zip"
    given = ["report", "pack", str(file), "--dsn", inspected.dsn]
    with Database.connect(inspected.dsn) as other:
        other.execute("begin")
        other.execute("select from audit.head for update")  # it is about to be recorded
        process = start(*given)
        until_somebody_is_blocked(inspected, "recert")
        process.send_signal(ending)
        finish(process)
        other.execute("rollback")
    until_gone(inspected, "recert")
    assert not file.exists()
    if ending is signal.SIGINT:
        assert list(tmp_path.iterdir()) == []
    assert finish(start(*given)).code == 0
    assert file.exists()


def unpacked(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


def by_itself(folder: Path) -> int:
    """The exit code of the pack's own program, in a Python that finds nothing but its library."""
    given = [sys.executable, "-I", "-S", folder / "verify.py"]
    return subprocess.run(given, capture_output=True, check=False, timeout=60).returncode


def test_a_pack_verifies_itself(whole: Path, tmp_path: Path) -> None:
    assert by_itself(unpacked(whole, tmp_path)) == 0


def packed(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return file


def changed_line(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


TAMPERED = {
    "a register changed": ("registers/evidence_register.csv", lambda d: d[:-3] + b"1\r\n"),
    "a row of the log changed": (
        "audit.jsonl",
        lambda d: changed_line(d, b"One lock for each", b"Two locks for each"),
    ),
    "the end of the log cut off": ("audit.jsonl", lambda d: b"".join(d.splitlines(True)[:-1])),
    "another anchor": ("anchor.json", lambda d: changed_line(d, b'"hash": "', b'"hash": "0')[:90]),
    "the summary changed": ("summary.pdf", lambda d: d + b"\n"),
    "the program changed": ("verify.py", lambda d: d + b"\n"),
    "a file missing": ("README.txt", lambda _: None),
    "a file more": ("registers/more.csv", lambda _: b"a\r\n"),
    "an empty log": ("audit.jsonl", lambda _: b""),
    "another end in the manifest": (
        "MANIFEST.json",
        lambda d: changed_line(
            d, b'"chain_head": {\n    "seq": ', b'"chain_head": {\n    "seq": 1'
        ),
    ),
}


def with_manifest(data: bytes, change: Any) -> bytes:
    manifest = json.loads(data)
    change(manifest)
    return json.dumps(manifest).encode()


MANIFESTS = {
    "no digest": lambda m: m["files"][0].update(sha256=""),
    "a digest that is a number": lambda m: m["files"][0].update(sha256=0),
    "another size": lambda m: m["files"][0].update(bytes=1),
    "a size that is a text": lambda m: m["files"][0].update(bytes="1"),
    "a file twice": lambda m: m["files"].append(m["files"][0]),
    "another form": lambda m: m.update(format="recert.pack/2"),
    "a row that is no integer": lambda m: m["chain_head"].update(seq=float(m["chain_head"]["seq"])),
    "a file above": lambda m: m["files"].append({"name": "../x", "bytes": 0, "sha256": "0" * 64}),
    "no files": lambda m: m.update(files=None),
    "files that are none": lambda m: m.update(files=[None]),
    "no head": lambda m: m.pop("chain_head"),
}


@pytest.mark.rule(20)
@pytest.mark.parametrize("how", MANIFESTS)
def test_a_manifest_that_says_something_else(
    whole: Path, recert: Recert, tmp_path: Path, how: str
) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    path = folder / "MANIFEST.json"
    path.write_bytes(with_manifest(path.read_bytes(), MANIFESTS[how]))
    assert by_itself(folder) == 8
    file = packed(folder, tmp_path / "x.zip")
    assert recert("report", "pack", "--check", str(file)).code in (5, 8)


@pytest.mark.rule(20)
@pytest.mark.parametrize("name", ["audit.jsonl", "anchor.json", "MANIFEST.json"])
@pytest.mark.parametrize("data", [None, b"", b"null", b"[]", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_a_fault_and_no_crash(
    whole: Path, recert: Recert, tmp_path: Path, name: str, data: bytes | None
) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    if data is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data)
    assert by_itself(folder) == 8
    file = packed(folder, tmp_path / "x.zip")
    assert recert("report", "pack", "--check", str(file)).code in (5, 8)


def test_an_earlier_anchor_is_not_the_end(whole: Path, recert: Recert, tmp_path: Path) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    row = json.loads((folder / "audit.jsonl").read_bytes().splitlines()[4])
    data = json.dumps({"seq": row["seq"], "hash": row["hash"]}).encode()
    (folder / "anchor.json").write_bytes(data)

    def listed(manifest: Any) -> None:
        (entry,) = (entry for entry in manifest["files"] if entry["name"] == "anchor.json")
        entry.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())

    path = folder / "MANIFEST.json"
    path.write_bytes(with_manifest(path.read_bytes(), listed))
    assert by_itself(folder) == 8
    file = packed(folder, tmp_path / "x.zip")
    assert recert("report", "pack", "--check", str(file)).code == 8


def test_no_file_of_the_folder_is_run(whole: Path, tmp_path: Path) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    for name in ("hashlib", "json", "re", "os"):
        (folder / f"{name}.py").write_text("import sys\nsys.exit(0)\n", encoding="utf-8")
    given = [sys.executable, "verify.py"]
    done = subprocess.run(given, cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.returncode == 8


def test_what_is_no_plain_file_is_no_pack(recert: Recert, tmp_path: Path) -> None:
    assert recert("report", "pack", "--check", "/dev/zero").code == 5


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


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("how", "is_listed"),
    [
        *((how, False) for how in TAMPERED),
        # whoever makes the whole manifest anew has another pack: README.txt of the pack
        *(
            (how, True)
            for how, (name, _) in TAMPERED.items()
            if name in ("audit.jsonl", "anchor.json")
        ),
    ],
)
def test_what_was_tampered_with_is_found(
    whole: Path, recert: Recert, tmp_path: Path, how: str, is_listed: bool
) -> None:
    """Also where the manifest was made anew: then the log and the head still have to fit."""
    name, change = TAMPERED[how]
    folder = unpacked(whole, tmp_path / "pack")
    path = folder / name
    data = change(path.read_bytes() if path.exists() else b"")
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    if is_listed:
        manifest = json.loads((folder / "MANIFEST.json").read_bytes())
        for entry in manifest["files"]:
            if entry["name"] == name and data is not None:
                entry["bytes"], entry["sha256"] = len(data), hashlib.sha256(data).hexdigest()
        (folder / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    file = packed(folder, tmp_path / "x.zip")
    checked = recert("report", "pack", "--check", str(file), "--format", "json")
    assert (checked.code, checked.document["is_intact"]) == (8, False)
    assert checked.document["faults"]
    if how != "the program changed":
        assert by_itself(folder) != 0


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"no zip at all", b"PK\x05\x06" + b"\0" * 18],
    ids=["nothing", "cut", "text", "an empty zip"],
)
def test_what_is_no_pack(recert: Recert, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(data)
    result = recert("report", "pack", "--check", str(file), "--log-format", "json")
    assert (result.code, result.out) == (5, "")
    assert result.messages[-1]["sqlstate"] == "ZR103"


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "recert.pack/2", "scope": {}, "chain_head": {"seq": 1, "hash": ""}}',
        b"[" * 100_000,
        b'{"format": "recert.pack/1", "scope": {}, "chain_head": {"seq": "1", "hash": ""},'
        b' "files": []}',
        b'{"format": "recert.pack/1", "scope": {}, "chain_head": {"seq": 1, "hash": ""},'
        b' "files": [1]}',
    ],
)
def test_a_manifest_that_is_none(recert: Recert, tmp_path: Path, manifest: bytes) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("MANIFEST.json", manifest)
    assert recert("report", "pack", "--check", str(file)).code == 5


def test_a_pack_that_is_cut_or_damaged(whole: Path, recert: Recert, tmp_path: Path) -> None:
    data = whole.read_bytes()
    file = tmp_path / "x.zip"
    file.write_bytes(data[: len(data) // 2])
    assert recert("report", "pack", "--check", str(file)).code == 5
    broken = bytearray(data)
    broken[len(data) // 2] ^= 0xFF
    file.write_bytes(broken)
    assert recert("report", "pack", "--check", str(file)).code in (5, 8)
    assert recert("report", "pack", "--check", str(tmp_path / "none.zip")).code == 5


def test_a_pack_behind_another_one_is_found(whole: Path, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(whole.read_bytes() + whole.read_bytes())
    assert recert("report", "pack", "--check", str(file)).code == 8


def test_a_check_takes_no_scope(whole: Path, recert: Recert) -> None:
    given = ["report", "pack", "--check", str(whole), "--training", "Lockout/Tagout"]
    assert recert(*given).code == 2
