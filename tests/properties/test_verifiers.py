"""Whatever is done to an audit log, the three who verify it name the same first bad row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.embedded import EmbeddedServer
from pipeline.errors import BadInput
from pipeline.verifying import Anchor, read_anchors
from tests.chain import REHASH
from tests.company import Database, copied
from tests.verifiers import (
    SCRIPT,
    by_database,
    by_module,
    by_script,
    exported,
    script,
)

ROWS = 6

#: A value of each column that is not there; 8-bit and 16-bit text among them.
OTHER = {
    "occurred_at": "occurred_at - interval '1 us'",
    "actor": "actor || 'é'",
    "db_role": "db_role || '安'",
    "client_addr": "coalesce(client_addr + 1, '192.0.2.1')",
    "action": "case action when 'import' then 'export' else 'import' end",
    "entity_type": "'\"' || entity_type",
    "entity_id": "entity_id || E'\\n'",
    "change_reason": "case when change_reason is null then '' end",
    "payload": "payload || ' '",
    "prev_hash": "sha256(prev_hash)",
    "hash": "sha256(hash)",
}

#: Payloads that somebody might put in the place of one, whose columns are right or not.
PAYLOADS = (
    "''",
    "'no JSON'",
    "'[]'",
    "'{}'",
    "payload || '}'",
    "replace(payload, '{', '{\"more\": 1, ')",
    "replace(payload, '{', '{\"more\": 1e400, ')",
    "replace(payload, '{', '{\"more\": NaN, ')",
    "replace(payload, '{', '{\"more\": ' || repeat('9', 5000) || ', ')",
    "replace(payload, '{', '{\"more\": ' || repeat('[', 5000) || repeat(']', 5000) || ', ')",
    "replace(payload, '\"seq\": ', '\"seq\": 1')",
    "replace(payload, '\"seq\": ' || seq, '\"seq\": true')",
    "replace(payload, '\"seq\": ' || seq, '\"seq\": ' || seq || '.0')",
    "replace(payload, '\"seq\": ' || seq, '\"seq\": \"' || seq || '\"')",
    "replace(payload, '\"actor\"', '\"Actor\"')",
    "replace(payload, '{', '{\"actor\": \"somebody\", ')",
    "regexp_replace(payload, '}$', ', \"actor\": \"somebody\"}')",
)

seqs = st.integers(1, ROWS)

edits = st.one_of(
    st.builds(
        lambda column, seq: f"update audit.log set {column} = {OTHER[column]} where seq = {seq}",
        st.sampled_from(sorted(OTHER)),
        seqs,
    ),
    st.builds(
        lambda payload, seq: f"update audit.log set payload = {payload} where seq = {seq}",
        st.sampled_from(PAYLOADS),
        seqs,
    ),
    st.builds(lambda seq: f"delete from audit.log where seq = {seq}", seqs),
    st.builds(lambda seq: f"delete from audit.log where seq >= {seq}", st.integers(2, ROWS)),
    # two rows change places
    st.builds(
        lambda one, other: (
            "update audit.log as l set prev_hash = o.prev_hash, hash = o.hash, payload = o.payload,"
            " occurred_at = o.occurred_at, actor = o.actor, action = o.action,"
            " entity_id = o.entity_id, change_reason = o.change_reason from audit.log as o"
            f" where (l.seq, o.seq) in (({one}, {other}), ({other}, {one}))"
        ),
        seqs,
        seqs,
    ),
    st.builds(lambda seq: f"update audit.log set seq = seq + 9 where seq = {seq}", seqs),
    st.just(REHASH),
)


def anchor(head: Anchor) -> str:
    """A head as `recert audit anchor` writes it."""
    at = "2026-01-01T00:00:00Z"
    told = {"seq": head[0], "hash": head[1], "occurred_at": at, "anchored_at": at}
    return json.dumps({**told, "database": 'the "record"'}) + "\n"


@pytest.fixture(scope="module")
def log(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training()
        for label in ("1", "2", "3"):
            database.activate(label)
        database.act_as(None)
        yield database


@pytest.mark.rule(20)
@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(edits, min_size=1, max_size=3), st.booleans())
def test_the_three_agree_on_the_first_bad_row(
    log: Database, tmp_path: Path, done: list[str], anchored: bool
) -> None:
    file, kept = tmp_path / "audit.jsonl", tmp_path / "anchors.jsonl"
    with log.undone():
        head = log.row("select seq, encode(hash, 'hex') as hash from audit.head")
        anchors = [(head["seq"], head["hash"])] if anchored else []
        log.execute("alter table audit.log disable trigger all")
        log.execute("alter table audit.head disable trigger all")
        for edit in done:
            log.execute(edit)
        left = exported(log)
        file.write_bytes(b"".join(left))
        in_database = by_database(log, anchors)
        # a file has no head: where it ends is its end, unless an anchor tells more
        last = log.value("select max(seq) from audit.log")
        log.execute(
            "update audit.head set seq = %s, hash = (select hash from audit.log where seq = %s)",
            last,
            last,
        )
        without_head = by_database(log, anchors)
    assert in_database is None or without_head is None or in_database <= without_head
    assert without_head == by_module(file, anchors)
    kept.write_text("".join(map(anchor, anchors)), encoding="utf-8")
    assert without_head == by_script(file, kept if anchors else None)


@pytest.mark.rule(20)
def test_the_script_is_what_an_inspector_runs(log: Database, tmp_path: Path) -> None:
    """docs/verify.py as a process, in a Python that has nothing installed."""
    file, anchors = tmp_path / "audit.jsonl", tmp_path / "anchors.jsonl"
    lines = exported(log)
    file.write_bytes(b"".join(lines))
    assert by_script(file) is None
    head = log.value("select encode(hash, 'hex') from audit.head")
    anchors.write_text(f'{{"seq": {ROWS}, "hash": "{head}"}}\n')
    assert by_script(file, anchors) is None
    file.write_bytes(b"".join(lines[:-1]))
    assert by_script(file) is None
    assert by_script(file, anchors) == ROWS
    file.write_bytes(b"".join([*lines[:2], *lines[3:]]))
    assert by_script(file) == 4
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 40


def _forged(line: bytes, **changes: Any) -> bytes:
    """A row as somebody might write it who knows how it is hashed."""
    row = json.loads(line)
    payload = json.loads(row["payload"]) | changes
    row |= {name: value for name, value in changes.items() if name in row}
    row["payload"] = json.dumps(payload, ensure_ascii=False)
    row["hash"] = sha256(bytes.fromhex(row["prev_hash"]) + row["payload"].encode()).hexdigest()
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(lambda line: line.replace(b'{"', b'{"change_reason": "x", "', 1), id="twice"),
        pytest.param(lambda line: line.replace(b"}\n", b', "actor": "x"}\n'), id="twice, later"),
        pytest.param(lambda line: line.replace(b'"seq": 1,', b'"seq": 1.0,'), id="no integer"),
        pytest.param(lambda line: line.replace(b'"seq": 1,', b'"seq": true,'), id="no number"),
        pytest.param(lambda line: line.replace(b"}\n", b', "more": 1}\n'), id="more"),
        pytest.param(lambda line: _forged(line, actor=5), id="a number"),
        pytest.param(lambda line: _forged(line, actor=True), id="a boolean"),
        pytest.param(lambda _: b"[" * 100_000 + b"]" * 100_000 + b"\n", id="nested"),
        pytest.param(lambda _: b'"' * 1_000_001 + b"\n", id="quotes"),
        pytest.param(lambda _: b"\n", id="blank"),
    ],
)
def test_a_line_that_is_not_as_exported(
    log: Database, tmp_path: Path, changed: Callable[[bytes], bytes]
) -> None:
    file = tmp_path / "audit.jsonl"
    first, *_ = exported(log)
    line = changed(first)
    assert line != first
    file.write_bytes(line)
    assert by_module(file) == by_script(file) == 1


@pytest.mark.rule(20)
def test_what_is_nested_in_a_payload_matters_to_nobody(log: Database, tmp_path: Path) -> None:
    file = tmp_path / "audit.jsonl"
    first, *_ = exported(log)
    row = json.loads(first)
    for more in ("[" * 5_000 + "]" * 5_000, '["\\"]}", {}]'):
        row["payload"] = row["payload"].replace("{", '{"more": ' + more + ", ", 1)
        row["hash"] = sha256(bytes(32) + row["payload"].encode()).hexdigest()
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
        assert by_module(file) is by_script(file) is None
        # a string that does not end, after brackets too deep to be read as JSON
        row["payload"] = "[" * 30_000 + '"' + '\\"' * 500_000
        row["hash"] = sha256(bytes(32) + row["payload"].encode()).hexdigest()
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
        assert by_module(file) == by_script(file) == 1
        row = json.loads(first)


@pytest.mark.rule(20)
def test_anchors_that_cannot_be_used(log: Database, tmp_path: Path) -> None:
    """Whoever gives anchors is never told that all fits because none was read."""
    file, kept = tmp_path / "audit.jsonl", tmp_path / "anchors.jsonl"
    file.write_bytes(b"".join(exported(log)))
    head = log.row("select seq, encode(hash, 'hex') as hash from audit.head")
    good = anchor((head["seq"], head["hash"]))
    for text in (
        *("", "\n", "{}\n", "[]\n", "no anchor\n", good * 2 + "{"),
        *(good.replace('"seq": ', '"seq": -'), good.replace('"seq": ', '"seq": 9, "seq": ')),
        *(good.replace('"seq"', '"SEQ"'), good.replace(head["hash"], head["hash"][1:])),
    ):
        kept.write_text(text, encoding="utf-8")
        with pytest.raises(BadInput):
            read_anchors([kept])
        done = script(file, kept)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Traceback" not in done.stderr
    # two anchors of one row that differ: the log cannot go through both, in whatever order
    other = anchor((head["seq"], "ab" * 32))
    for text in (good + other, other + good):
        kept.write_text(text, encoding="utf-8")
        assert by_module(file, read_anchors([kept])) == by_script(file, kept) == head["seq"]
    # a log without a row is none, whatever an anchor of its beginning says
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    beginning = anchor((0, "00" * 32)).replace('"2026-01-01T00:00:00Z"', "null", 1)
    kept.write_text(beginning, encoding="utf-8")
    assert by_script(empty) == by_script(empty, kept) == 1
    kept.write_text(beginning + good + good, encoding="utf-8")
    assert by_module(file, read_anchors([kept])) is by_script(file, kept) is None
