"""`recert report export`: a mart as a file, by its ending, whole or not at all, and recorded."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from pipeline.output import as_cell, as_json
from pipeline.reports.files import workbook
from tests.cli.calling import Recert, finish, start
from tests.cli.reports.conftest import FORMULA, HOSTILE
from tests.company import Database, login
from tests.sessions import until_gone, until_somebody_is_blocked

EVIDENCE = "mart_audit.evidence_register"
STATUS = "mart_compliance.user_training_status"


def export(recert: Recert, database: Database, mart: str, file: Path, *more: str) -> Any:
    return recert(database, "report", "export", mart, "--to", str(file), *more, "--format", "json")


def in_order(database: Database, mart: str, where: str = "true") -> list[dict[str, Any]]:
    key = database.value(
        "select string_agg(a.attname, ', ' order by array_position(c.conkey, a.attnum))"
        " from pg_constraint as c join pg_attribute as a"
        " on a.attrelid = c.conrelid and a.attnum = any(c.conkey)"
        " where c.contype = 'p' and c.conrelid = %s::regclass",
        mart,
    )
    return database.rows(f"select * from {mart} where {where} order by {key}")


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"), newline="")))


@pytest.mark.rule(20, 21)
def test_an_export_is_told_and_recorded(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    file = tmp_path / "evidence.csv"
    built = inspected.row("select * from api.marts_standing")
    last = inspected.value("select max(seq) from audit.log")
    result = export(recert, inspected, "evidence_register", file, "--as", "Q-001")
    assert (result.code, result.err) == (0, "")
    document = result.document
    assert document == {
        "mart": EVIDENCE,
        "file": str(file),
        "rows": inspected.value(f"select count(*) from {EVIDENCE}"),
        "bytes": file.stat().st_size,
        "sha256": sha256(file.read_bytes()).hexdigest(),
        "as_of": as_json(built["as_of"]),
        "head_seq": built["head_seq"],
        "head_hash": built["head_hash"],
        "audit_seq": last + 1,
    }
    row = inspected.row("select * from api.audit_log order by seq desc limit 1")
    assert (row["seq"], row["actor"], row["action"]) == (last + 1, "Q-001", "export")
    assert (row["entity_type"], row["entity_id"]) == ("mart", EVIDENCE)
    payload = json.loads(row["payload"])
    assert payload["sha256"] == document["sha256"]
    assert (payload["head_seq"], payload["head_hash"]) == (built["head_seq"], built["head_hash"])
    assert payload["scope"] == {"where": [], "file": "evidence.csv", "rows": document["rows"]}
    assert list(tmp_path.iterdir()) == [file]
    assert file.stat().st_mode & 0o007 == 0


def test_every_mart_as_csv(seen: Database, recert: Recert, tmp_path: Path) -> None:
    marts = seen.rows(
        "select table_schema || '.' || table_name as name from information_schema.tables"
        " where table_schema in ('mart_audit', 'mart_compliance') order by 1"
    )
    assert len(marts) > 20
    for mart in marts:
        file = tmp_path / f"{mart['name']}.csv"
        assert export(recert, seen, mart["name"], file).code == 0
        if mart["name"] == "mart_audit.builds":
            rows = seen.rows("select * from mart_audit.builds order by build_number")
        else:
            rows = in_order(seen, mart["name"])
        expected = [
            {name: "" if value is None else str(as_cell(value)) for name, value in row.items()}
            for row in rows
        ]
        assert rows_of(file) == expected, mart


def test_the_same_rows_in_each_kind_of_file(seen: Database, recert: Recert, tmp_path: Path) -> None:
    rows = in_order(seen, EVIDENCE)
    for ending in ("jsonl", "parquet", "xlsx"):
        result = export(recert, seen, "evidence_register", tmp_path / f"evidence.{ending}")
        assert (result.code, result.document["rows"]) == (0, len(rows))

    lines = (tmp_path / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == [as_json(row) for row in rows]

    table = pyarrow.parquet.read_table(tmp_path / "evidence.parquet")
    assert table.to_pylist() == rows
    types = {field.name: str(field.type) for field in table.schema}
    assert types["completed_at"] == "timestamp[us, tz=UTC]"
    assert (types["score"], types["user_id"]) == ("decimal128(5, 2)", "int64")
    assert types["is_signed"] == "bool"

    sheet = openpyxl.load_workbook(tmp_path / "evidence.xlsx").worksheets[0]
    header, *body = sheet.iter_rows(values_only=True)
    assert list(header) == list(rows[0])
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    for cells, row in zip(body, rows, strict=True):
        for cell, (name, value) in zip(cells, row.items(), strict=True):
            match value:
                case datetime():
                    shown = value.astimezone(UTC).replace(tzinfo=None)
                    # a spreadsheet counts in days, to the millisecond
                    assert abs((cell - shown).total_seconds()) < 0.002, name
                case _:
                    assert cell == (float(value) if name == "score" and value else value), name


def test_the_same_marts_give_the_same_bytes(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    for ending in ("csv", "jsonl", "parquet", "xlsx"):
        first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
        for file in (first, second):
            assert export(recert, inspected, "evidence_register", file).code == 0
        assert first.read_bytes() == second.read_bytes(), ending


def test_names_are_no_formulas(seen: Database, recert: Recert, tmp_path: Path) -> None:
    names = [row["full_name"] for row in csv.DictReader(io.StringIO(HOSTILE))]
    export(recert, seen, "dim_user", tmp_path / "people.csv")
    found = {row["employee_number"]: row["full_name"] for row in rows_of(tmp_path / "people.csv")}
    assert found["E-9001"] == f"'{FORMULA}"
    assert [found[f"E-900{number}"] for number in (2, 3, 4)] == names[1:]

    export(recert, seen, "dim_user", tmp_path / "people.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "people.xlsx").worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "d"}
    assert set(names) <= {cell.value for cell in cells}
    assert not any(cell.hyperlink for cell in cells)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (["compliance_status=overdue"], "compliance_status = 'overdue'"),
        (
            ["compliance_status=overdue", "compliance_status=due", "is_active=yes"],
            "compliance_status in ('overdue', 'due') and is_active",
        ),
        (
            ["due_at>=2026-02-01", "due_at<2026-03-01"],
            "due_at >= '2026-02-01' and due_at < '2026-03-01'",
        ),
        (["due_at="], "due_at is null"),
        (["due_at!="], "due_at is not null"),
        (["department!=Assembly"], "department is distinct from 'Assembly'"),
        (["training_id<=2", "training_id!=1"], "training_id <= 2 and training_id <> 1"),
        ([" department = Assembly "], "department = 'Assembly'"),
        (["full_name=x' or '1'='1"], "false"),
        (["department=名前"], "department = '名前'"),
    ],
)
def test_conditions(
    seen: Database, recert: Recert, tmp_path: Path, where: list[str], expected: str
) -> None:
    file = tmp_path / "some.jsonl"
    options = [part for condition in where for part in ("--where", condition)]
    assert export(recert, seen, "user_training_status", file, *options).code == 0
    told = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert told == [as_json(row) for row in in_order(seen, STATUS, expected)]


@pytest.mark.parametrize(
    ("arguments", "code", "sqlstate"),
    [
        (["user_training_status", "--where", "nothing=1"], 6, "ZR217"),
        (["user_training_status", "--where", "1=1"], 6, "ZR217"),
        (["user_training_status", "--where", "department"], 5, "ZR102"),
        (["user_training_status", "--where", "department like A"], 5, "ZR102"),
        (["user_training_status", "--where", "due_at<"], 5, "ZR102"),
        (["user_training_status", "--where", "due_at=soon"], 5, "ZR102"),
        (["user_training_status", "--where", "due_at>now"], 5, "ZR102"),
        (["user_training_status", "--where", "due_at>12:00 yesterday"], 5, "ZR102"),
        (["user_training_status", "--where", "due_at>2026-02-30"], 5, "ZR102"),
        (["compliance_daily", "--where", "day=yesterday"], 5, "ZR102"),
        (["user_training_status", "--where", "training_id=x"], 5, "ZR102"),
        (["user_training_status", "--where", "is_active=perhaps"], 5, "ZR102"),
        (["user_training_status", "--where", "due_at>99999-13-41"], 5, "ZR102"),
        (["no_such_mart"], 6, "ZR217"),
        (["core.users"], 6, "ZR217"),
        (["mart_audit.builds; drop table core.users"], 6, "ZR217"),
    ],
)
def test_what_cannot_be_asked_for(
    seen: Database,
    recert: Recert,
    tmp_path: Path,
    arguments: list[str],
    code: int,
    sqlstate: str,
) -> None:
    mart, *more = arguments
    result = export(recert, seen, mart, tmp_path / "x.csv", *more, "--log-format", "json")
    assert (result.code, result.out) == (code, "")
    assert result.messages[-1]["sqlstate"] == sqlstate
    assert result.messages[-1]["hint"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "given", [["site", "x"], ["pack", "x.zip"], ["export", "dim_user", "--to", "x.csv"]]
)
def test_marts_are_built_or_taken_as_they_are(
    seen: Database, recert: Recert, given: list[str]
) -> None:
    result = recert(seen, "report", *given, "--rebuild", "--as-built")
    assert (result.code, result.out) == (2, "")


@pytest.mark.parametrize("name", ["x.txt", "x", ".csv", "x.csv.gz"])
def test_the_ending_says_what_is_written(
    seen: Database, recert: Recert, tmp_path: Path, name: str
) -> None:
    assert export(recert, seen, "builds", tmp_path / name).code == 5
    assert list(tmp_path.iterdir()) == []


def test_the_longest_name_is_a_name(seen: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / ("é" * 125 + "1.csv")
    assert len(os.fsencode(file.name)) == os.pathconf(tmp_path, "PC_NAME_MAX") == 255
    done = export(recert, seen, "builds", file)
    assert done.code == 0, done.err
    assert list(tmp_path.iterdir()) == [file]


def test_what_is_there_stays(seen: Database, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("mine", encoding="utf-8")
    assert export(recert, seen, "builds", file).code == 6
    assert file.read_text(encoding="utf-8") == "mine"
    assert export(recert, seen, "builds", file, "--force").code == 0
    assert len(rows_of(file)) == seen.value("select count(*) from mart_audit.builds")
    assert export(recert, seen, "builds", tmp_path / "no" / "x.csv").code == 1
    assert list(tmp_path.iterdir()) == [file]


def test_a_sheet_has_only_so_much_room(
    seen: Database, recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = seen.value("select count(*) from mart_compliance.dim_user")
    monkeypatch.setattr(workbook, "MOST_ROWS", rows)
    assert export(recert, seen, "dim_user", tmp_path / "all.xlsx").code == 0
    monkeypatch.setattr(workbook, "MOST_ROWS", rows - 1)
    assert export(recert, seen, "dim_user", tmp_path / "more.xlsx").code == 5
    assert [file.name for file in tmp_path.iterdir()] == ["all.xlsx"]


def test_a_long_text_says_that_it_was_cut(seen: Database, tmp_path: Path) -> None:
    columns = [workbook.Column("payload", "text")]
    with (tmp_path / "x.xlsx").open("w+b") as stream:
        workbook.write_xlsx(
            stream,
            columns,
            [("x" * 40_000,), ("y" * 32_767,)],
            name="x",
            created=datetime.now(UTC),
            beside=tmp_path,
        )
    assert [file.name for file in tmp_path.iterdir()] == ["x.xlsx"]
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    cut, whole = sheet["A2"].value, sheet["A3"].value
    assert len(cut) == 32_767
    assert "40,000" in cut
    assert whole == "y" * 32_767


def test_marts_that_are_not_built(company: Database, recert: Recert, tmp_path: Path) -> None:
    result = export(recert, company, "builds", tmp_path / "x.csv", "--log-format", "json")
    assert (result.code, result.messages[-1]["sqlstate"]) == (6, "ZR215")
    assert list(tmp_path.iterdir()) == []


def test_marts_older_than_the_record(
    inspected: Database, recert: Recert, home: Path, tmp_path: Path
) -> None:
    inspected.act_as("H-001")
    inspected.execute("select api.upsert_user('E-0002', p_department => 'Elsewhere')")
    given = ["user_training_status", tmp_path / "x.csv"]
    result = export(recert, inspected, *given, "--log-format", "json")
    assert (result.code, result.messages[-1]["sqlstate"]) == (6, "ZR215")
    assert list(tmp_path.iterdir()) == []

    result = export(recert, inspected, *given, "--as-built", "--log-format", "json")
    assert (result.code, result.messages[-1]["rows_behind"]) == (0, 1)
    assert "Elsewhere" not in {row["department"] for row in rows_of(tmp_path / "x.csv")}
    # an export is no reason to build anew
    assert export(recert, inspected, *given, "--rebuild", "--force").code == 0
    assert "Elsewhere" in {row["department"] for row in rows_of(tmp_path / "x.csv")}
    assert export(recert, inspected, *given, "--force").code == 0


def test_marts_of_several_moments(
    inspected: Database, recert: Recert, home: Path, tmp_path: Path
) -> None:
    given = ["--select", "+compliance_daily"]
    assert recert(inspected, "report", "build", *given).code == 0
    for more in ([], ["--as-built"]):
        for asked in (
            ["export", "builds", "--to", str(tmp_path / "x.csv")],
            ["pack", str(tmp_path / "x.zip")],
            ["site", str(tmp_path / "x")],
        ):
            result = recert(inspected, "report", *asked, *more, "--log-format", "json")
            assert (result.code, result.messages[-1]["sqlstate"]) == (6, "ZR215")
            assert list(tmp_path.iterdir()) == []


def test_a_login_that_only_reads_exports_unrecorded(
    inspected: Database, recert: Recert, tmp_path: Path
) -> None:
    before = inspected.value("select max(seq) from audit.log")
    with login(inspected.dsn, "recert_auditor") as dsn:
        given = ["report", "export", "dim_user", "--to", str(tmp_path / "x.csv"), "--dsn", dsn]
        result = recert(*given, "--format", "json")
    assert (result.code, result.document["audit_seq"]) == (0, None)
    assert result.err
    assert inspected.value("select max(seq) from audit.log") == before


@pytest.mark.parametrize("role", [None, "recert_runner"])
def test_a_login_without_rights(
    inspected: Database, recert: Recert, tmp_path: Path, role: str | None
) -> None:
    with login(inspected.dsn, *filter(None, [role])) as dsn:
        given = ["report", "export", "dim_user", "--to", str(tmp_path / "x.csv"), "--dsn", dsn]
        result = recert(*given, "--log-format", "json")
    assert (result.code, result.out) == (7, "")
    assert result.messages[-1]["hint"]
    assert list(tmp_path.iterdir()) == []


def test_a_killed_export_leaves_no_file(inspected: Database, tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    given = ["report", "export", "dim_user", "--to", str(file), "--dsn", inspected.dsn]
    with Database.connect(inspected.dsn) as other:
        other.execute("begin")
        other.execute("select from audit.head for update")  # it is about to be recorded
        process = start(*given)
        until_somebody_is_blocked(inspected, "recert")
        assert not file.exists()
        process.send_signal(signal.SIGKILL)
        finish(process)
        other.execute("rollback")
    until_gone(inspected, "recert")
    assert not file.exists()
    assert finish(start(*given)).code == 0
    assert file.exists()
