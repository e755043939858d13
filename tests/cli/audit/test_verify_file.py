"""`recert audit verify FILE`: no database, no traceback, and the first row that does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline import verifying
from tests.cli.calling import Recert, call
from tests.company import Database
from tests.verifiers import by_script, exported

KEYS = ["is_intact", "rows_checked", "first_bad_seq", "problem", "head_seq", "head_hash"]
ROWS = 3

#: No server listens there.
NOWHERE = "postgresql://nobody@127.0.0.1:1/nowhere"

Change = Callable[[list[bytes]], list[bytes]]


@pytest.fixture
def lines(untouched: Database) -> list[bytes]:
    """An export of three rows."""
    lines = exported(untouched)
    assert len(lines) == ROWS
    return lines


@pytest.fixture
def file(lines: list[bytes], tmp_path: Path) -> Path:
    file = tmp_path / "audit.jsonl"
    file.write_bytes(b"".join(lines))
    return file


@pytest.mark.rule(20)
def test_it_needs_no_database(file: Path, lines: list[bytes], tmp_path: Path) -> None:
    home = tmp_path / "home"
    result = call(
        *["audit", "verify", str(file), "--format", "json"],
        variables={"RECERT_DSN": NOWHERE, "RECERT_HOME": str(home)},
    )
    assert (result.code, result.err) == (0, "")
    assert not home.exists()
    assert list(result.document) == KEYS
    assert list(result.document.values()) == [
        *[True, ROWS, None, None, ROWS],
        json.loads(lines[-1])["hash"],
    ]


def test_it_says_the_same_as_the_database(untouched: Database, file: Path, recert: Recert) -> None:
    for form in ("json", "csv", "table"):
        outside = recert("audit", "verify", str(file), "--format", form)
        assert outside.out == recert(untouched, "audit", "verify", "--format", form).out


def edited(**columns: Any) -> Change:
    """Row 2 with other values, its hash as it was."""
    return lambda lines: [
        lines[0],
        json.dumps(json.loads(lines[1]) | columns).encode() + b"\n",
        lines[2],
    ]


def instead(line: bytes) -> Change:
    return lambda lines: [lines[0], line, lines[2]]


#: What is done to the lines of an export, and the row that is named then.
CHANGES: dict[str, tuple[Change, int]] = {
    "a row is missing": (lambda lines: [lines[0], lines[2]], 3),
    "the first row is missing": (lambda lines: lines[1:], 2),
    "two rows changed places": (lambda lines: [lines[0], lines[2], lines[1]], 3),
    "a row is there twice": (lambda lines: [lines[0], lines[0], *lines[1:]], 1),
    "the last line is cut": (lambda lines: [*lines[:2], lines[2][:-9]], 3),
    "no JSON": (instead(b"row two\n"), 2),
    "a blank line": (instead(b"\n"), 2),
    "a list": (instead(b"[]\n"), 2),
    "a number": (instead(b"1\n"), 2),
    "an empty object": (instead(b"{}\n"), 2),
    "NUL": (lambda lines: [lines[0], lines[1].replace(b"Q-1", b"Q\x001"), lines[2]], 2),
    "no UTF-8": (lambda lines: [lines[0], lines[1].replace(b"Q-1", b"\xff\xfe"), lines[2]], 2),
    "half a surrogate pair": (edited(payload="\ud800"), 2),
    "a payload that is no text": (edited(payload={}), 2),
    "a payload that is no object": (edited(payload="[]"), 2),
    "a hash that is no hash": (edited(hash="x"), 2),
    "no hash": (edited(hash=None), 2),
    "a previous hash that is no hash": (edited(prev_hash="x" * 64), 2),
    "a column more": (edited(note="x"), 2),
    "seq that is text": (edited(seq="2"), 2),
    "seq that is true": (lambda lines: [lines[0].replace(b'"seq": 1,', b'"seq": true,')], 1),
    "seq beyond numbers": (instead(b'{"seq": 1e400}\n'), 2),
    "seq of 5,000 digits": (instead(b'{"seq": ' + b"9" * 5000 + b"}\n"), 2),
    "not a number": (instead(b'{"seq": NaN}\n'), 2),
    "a nesting bomb": (instead(b"[" * 200_000 + b"\n"), 2),
    "a nesting bomb of objects": (instead(b'{"a":' * 200_000 + b"\n"), 2),
    "a nesting bomb in a payload": (edited(payload='{"a":' * 200_000), 2),
    "a byte order mark": (lambda lines: [b"\xef\xbb\xbf" + lines[0], *lines[1:]], 1),
    **{
        f"another {column}": (edited(**{column: "other"}), 2)
        for column in (
            *["occurred_at", "actor", "db_role", "client_addr", "action", "entity_type"],
            *["entity_id", "change_reason", "prev_hash", "hash"],
        )
    },
}


@pytest.mark.rule(20)
@pytest.mark.parametrize("name", CHANGES)
def test_a_row_that_does_not_fit_is_named(
    file: Path, lines: list[bytes], recert: Recert, name: str
) -> None:
    change, bad = CHANGES[name]
    file.write_bytes(b"".join(change(lines)))
    result = recert("audit", "verify", str(file), "--format", "json", "--log-format", "json")
    assert result.code == 8
    assert list(result.document) == KEYS
    assert (result.document["is_intact"], result.document["first_bad_seq"]) == (False, bad)
    assert result.messages[-1]["sqlstate"] == "ZR401"
    assert "Traceback" not in result.err


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    "name", ["a row is missing", "the last line is cut", "seq that is true", "a nesting bomb"]
)
def test_the_script_names_it_too(file: Path, lines: list[bytes], name: str) -> None:
    change, bad = CHANGES[name]
    file.write_bytes(b"".join(change(lines)))
    assert by_script(file) == bad


def test_a_key_that_is_there_twice_is_none(file: Path, lines: list[bytes], recert: Recert) -> None:
    """Readers differ in which of the two they take."""
    file.write_bytes(lines[0].replace(b'"actor":', b'"actor": "E-9", "actor":'))
    assert recert("audit", "verify", str(file)).code == 8


@pytest.mark.parametrize("line_end", [b"\r\n", b""])
def test_line_ends_are_not_hashed(
    file: Path, lines: list[bytes], recert: Recert, line_end: bytes
) -> None:
    file.write_bytes(b"\n".join(line.rstrip() for line in lines) + line_end)
    assert recert("audit", "verify", str(file)).code == 0


@pytest.mark.parametrize("kind", ["missing", "empty", "below a file", "a long line"])
def test_a_file_that_cannot_be_used(
    file: Path, recert: Recert, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    match kind:
        case "missing":
            file = file.with_name("missing")
        case "empty":
            file.write_bytes(b"")
        case "below a file":
            file = file / "file"
        case _:
            assert verifying.LONGEST_LINE > 2**20
            monkeypatch.setattr(verifying, "LONGEST_LINE", 500)
    result = recert("audit", "verify", str(file), "--log-format", "json")
    assert (result.code, result.out) == (5, "")
    assert result.messages[-1]["sqlstate"] == "ZR103"


def test_a_folder_is_no_file(tmp_path: Path, recert: Recert) -> None:
    assert recert("audit", "verify", str(tmp_path)).code == 2
    assert recert("audit", "verify", "--anchor", str(tmp_path)).code == 2


def test_a_line_without_an_end_is_not_read_whole(recert: Recert) -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")
    assert recert("audit", "verify", "/dev/zero").code == 5


def test_a_payload_nested_deeper_than_python_reads(tmp_path: Path, database: Database) -> None:
    """PostgreSQL stores it, so it is no reason to call a row a bad one."""
    deep = '{"a":' * 5000 + "9" * 5000 + "}" * 5000
    database.deciders()
    database.act_as("Q-1")
    database.execute(
        "select audit._append(row('export', 'x', 'y', null, %s::jsonb)::audit.entry)", deep
    )
    file = tmp_path / "deep.jsonl"
    file.write_bytes(b"".join(exported(database)))
    assert verifying.verify_file(file)["is_intact"]
    assert by_script(file) is None


# -- anchors --------------------------------------------------------------------------------


def test_an_anchor_is_the_head_as_one_line(
    untouched: Database, recert: Recert, tmp_path: Path
) -> None:
    anchor = tmp_path / "anchor.json"
    result = recert(untouched, "audit", "anchor", str(anchor), "--format", "json")
    assert (result.code, result.err) == (0, "")
    (line,) = anchor.read_text(encoding="utf-8").splitlines()
    head = untouched.row("select seq, hash from api.audit_log order by seq desc limit 1")
    told = json.loads(line)
    assert {"seq": told["seq"], "hash": told["hash"]} == head
    assert told["occurred_at"].endswith("Z")
    assert told["anchored_at"].endswith("Z")
    assert result.document == {"file": str(anchor)} | told
    printed = call("audit", "anchor", "-", "--dsn", untouched.dsn)
    assert printed.code == 0
    assert json.loads(printed.out)["hash"] == head["hash"]


def test_an_empty_log_has_an_anchor_too(database: Database, recert: Recert, tmp_path: Path) -> None:
    anchor = tmp_path / "anchor.json"
    assert recert(database, "audit", "anchor", str(anchor)).code == 0
    assert recert(database, "audit", "verify", "--anchor", str(anchor)).code == 0


@pytest.mark.rule(20)
@pytest.mark.parametrize("offline", [False, True])
def test_anchors_are_compared(
    untouched: Database,
    file: Path,
    lines: list[bytes],
    recert: Recert,
    tmp_path: Path,
    offline: bool,
) -> None:
    def verify(*anchors: Path) -> tuple[int, int | None]:
        given = [word for anchor in anchors for word in ("--anchor", str(anchor))]
        target = [str(file)] if offline else ["--dsn", untouched.dsn]
        result = recert("audit", "verify", *target, *given, "--format", "json")
        assert list(result.document) == KEYS
        return result.code, result.document["first_bad_seq"]

    def anchor(name: str, *kept: tuple[int, str]) -> Path:
        path = tmp_path / name
        texts = [json.dumps({"seq": seq, "hash": hash_then}) for seq, hash_then in kept]
        path.write_text("\n".join(texts))
        return path

    hashes = [json.loads(line)["hash"] for line in lines]
    fits = anchor("fits", (1, hashes[0]), (3, hashes[2]), (0, "00" * 32))
    assert verify(fits) == (0, None)
    assert verify(anchor("old", (1, hashes[0].upper()))) == (0, None)
    assert verify(anchor("several", (1, hashes[0]), (3, hashes[1]), (2, hashes[0]))) == (8, 2)
    assert verify(fits, anchor("other", (2, hashes[0]))) == (8, 2)
    assert verify(anchor("later", (9, hashes[0]))) == (8, 4)
    assert verify(anchor("start", (0, hashes[0]))) == (8, 0)
    # two that contradict each other cannot both fit
    assert verify(anchor("two", (2, hashes[0]), (2, hashes[1]))) == (8, 2)
    assert verify(anchor("two more", (2, hashes[1]), (2, hashes[0]))) == (8, 2)


@pytest.mark.parametrize(
    "text",
    [
        *["", " \n", "x", "[]", "1", "{}", "null", '{"seq": 1}', '{"seq": 1, "hash": null}'],
        '{"seq": 1, "hash": "ff"}',
        *[
            f'{{"seq": {seq}, "hash": "{"0" * 64}"}}'
            for seq in ("-1", "true", "1.0", "1e400", "NaN", '"1"', "9" * 30, "9" * 5000)
        ],
        f'{{"seq": 1, "hash": "{"0" * 64}"}} and more',
        f'{{"seq": 1, "seq": 2, "hash": "{"0" * 64}"}}',
        "[" * 200_000,
        "\x00",
        "\udcff",
    ],
    ids=lambda text: text[:20],
)
def test_an_anchor_that_is_none(
    untouched: Database, file: Path, recert: Recert, tmp_path: Path, text: str
) -> None:
    anchor = tmp_path / "anchor.json"
    anchor.write_bytes(text.encode(errors="surrogateescape"))
    for target in ([str(file)], ["--dsn", untouched.dsn]):
        result = recert("audit", "verify", *target, "--anchor", str(anchor), "--log-format", "json")
        assert (result.code, result.out) == (5, "")
        assert result.messages[-1]["sqlstate"] == "ZR103"
    missing = recert("audit", "verify", str(file), "--anchor", str(tmp_path / "missing"))
    assert missing.code == 5


# -- the log, row by row --------------------------------------------------------------------


def test_all_rows_are_printed_as_a_list_is(company: Database, recert: Recert) -> None:
    company.execute("select api.scan_overdue() from generate_series(1, 3)")
    for form in ("json", "csv"):
        streamed = recert(company, "audit", "log", "--all", "--format", form)
        assert streamed.code == 0
        assert streamed.out == recert(company, "audit", "log", "--format", form).out
        for empty in ([], ["--all"]):
            found = recert(company, "audit", "log", "--actor", "N-1", *empty, "--format", form)
            assert found.code == 0
            assert found.out.strip() == ("[]" if form == "json" else streamed.out.splitlines()[0])
