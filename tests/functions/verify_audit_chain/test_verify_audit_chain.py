"""Verifying the audit chain: what was tampered with is found, at the row where it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.chain import first_bad
from tests.company import Database, copied

ZEROS = "00" * 32

#: What gives a row, or all from a row on, hashes that fit its payload.
REHASH_3 = (
    "update audit.log set hash = sha256(prev_hash || convert_to(payload, 'UTF8')) where seq = 3"
)
REHASH_FROM_3 = """
do $$
declare
    v_row record;
    v_hash bytea := (select hash from audit.log where seq = 2);
begin
    for v_row in select * from audit.log where seq >= 3 order by seq loop
        update audit.log set prev_hash = v_hash,
            hash = sha256(v_hash || convert_to(payload, 'UTF8'))
        where seq = v_row.seq returning hash into v_hash;
    end loop;
end;
$$
"""
FORGED = """
insert into audit.log
select seq + 1, occurred_at, actor, db_role, client_addr, action, entity_type, entity_id,
    change_reason, p.payload, l.hash, sha256(l.hash || convert_to(p.payload, 'UTF8'))
from (select * from audit.log order by seq desc limit 1) as l,
    lateral (select jsonb_set(l.payload::jsonb, '{seq}', to_jsonb(l.seq + 1))::text as payload) as p
"""
SWAP = """
update audit.log as l set
    occurred_at = o.occurred_at, actor = o.actor, action = o.action, entity_type = o.entity_type,
    entity_id = o.entity_id, change_reason = o.change_reason, payload = o.payload
from audit.log as o where (l.seq, o.seq) in ((3, 4), (4, 3))
"""


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training()
        for label in ("1", "2", "3"):  # two rows each
            database.activate(label)
        database.act_as(None)
        yield database


@pytest.fixture
def log(shared: Database) -> Iterator[Database]:
    """A log of six rows; what a test does to it is undone."""
    with shared.undone():
        yield shared


@pytest.mark.rule(20)
def test_an_intact_log_verifies_here_and_outside(log: Database) -> None:
    head = log.row(
        "select seq, encode(hash, 'hex') as hash from audit.log order by seq desc limit 1"
    )
    assert log.row("select * from api.verify_audit_chain()") == {
        "is_intact": True,
        "rows_checked": 6,
        "first_bad_seq": None,
        "problem": None,
        "head_seq": head["seq"],
        "head_hash": head["hash"],
    }
    assert first_bad(log.rows("select * from api.audit_log order by seq")) is None


@pytest.mark.rule(20)
def test_an_empty_log_is_intact(database: Database) -> None:
    assert database.row("select * from api.verify_audit_chain()") == {
        "is_intact": True,
        "rows_checked": 0,
        "first_bad_seq": None,
        "problem": None,
        "head_seq": 0,
        "head_hash": ZEROS,
    }


@pytest.mark.rule(20)
@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/St_Johns"])
def test_it_verifies_whatever_the_session_is_set_to(log: Database, zone: str) -> None:
    log.execute(f"set local timezone = '{zone}'")
    log.execute("set local datestyle = 'German, DMY'")
    log.execute("set local intervalstyle = 'sql_standard'")
    log.execute("set local bytea_output = 'escape'")
    log.execute("set local extra_float_digits = -15")
    log.execute("select api.scan_overdue()")
    assert log.value("select is_intact from api.verify_audit_chain()")
    log.execute("set local datestyle = 'ISO'")  # psycopg reads no other
    assert first_bad(log.rows("select * from api.audit_log order by seq")) is None


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("bad", "tampering"),
    [
        (3, ["update audit.log set occurred_at = occurred_at + interval '1 us' where seq = 3"]),
        (3, ["update audit.log set actor = 'Q-1' where seq = 3"]),
        (3, ["update audit.log set actor = 'system' where seq = 3"]),
        (3, ["update audit.log set db_role = 'somebody' where seq = 3"]),
        (3, ["update audit.log set client_addr = '192.0.2.1' where seq = 3"]),
        (3, ["update audit.log set action = 'export' where seq = 3"]),
        (3, ["update audit.log set entity_type = 'training' where seq = 3"]),
        (3, ["update audit.log set entity_id = '99' where seq = 3"]),
        (3, ["update audit.log set change_reason = change_reason || '.' where seq = 3"]),
        (3, ["update audit.log set change_reason = null where seq = 3"]),
        (3, ["update audit.log set payload = replace(payload, 'A-1', 'A-2') where seq = 3"]),
        (3, ["update audit.log set payload = payload || ' ' where seq = 3"]),
        (3, ["update audit.log set payload = 'no JSON' where seq = 3"]),
        (3, ["update audit.log set payload = 'no JSON' where seq = 3", REHASH_3]),
        (3, ["update audit.log set payload = '[]' where seq = 3", REHASH_3]),
        (3, ["update audit.log set actor = 'Q-1' where seq = 3", REHASH_FROM_3]),
        (3, ["update audit.log set hash = sha256(hash) where seq = 3"]),
        (3, ["update audit.log set prev_hash = sha256(hash) where seq = 3"]),
        (3, ["update audit.log set prev_hash = sha256(hash) where seq = 3", REHASH_3]),
        (1, ["update audit.log set prev_hash = hash where seq = 1"]),
        (4, ["update audit.log set payload = payload || ' ' where seq = 3", REHASH_3]),
        (7, ["update audit.log set payload = payload || ' ' where seq = 3", REHASH_FROM_3]),
        (2, ["delete from audit.log where seq = 1"]),
        (4, ["delete from audit.log where seq = 3"]),
        (3, ["delete from audit.log where seq = 3", "update audit.log set seq = 3 where seq = 4"]),
        (6, ["delete from audit.log where seq = 6"]),
        (4, ["delete from audit.log where seq >= 4"]),
        (4, ["delete from audit.log where seq >= 4", "update audit.head set seq = 3"]),
        (1, ["delete from audit.log"]),
        (3, [SWAP]),
        (3, [SWAP, REHASH_FROM_3]),
        (
            3,
            [
                "update audit.log set seq = -4 where seq = 3",
                "update audit.log set seq = 3 where seq = 4",
                "update audit.log set seq = 4 where seq = -4",
            ],
        ),
        (8, [FORGED]),
        (7, ["update audit.head set hash = sha256(hash)"]),
        (7, ["update audit.head set seq = 7"]),
        (7, ["delete from audit.head"]),
    ],
)
def test_tampering_is_found(log: Database, bad: int, tampering: list[str]) -> None:
    with log.unguarded("audit.log", "audit.head"):
        for statement in tampering:
            assert log.execute(statement).rowcount != 0
    found = log.row("select * from api.verify_audit_chain()")
    assert not found["is_intact"]
    assert found["problem"]
    assert found["first_bad_seq"] == bad


@pytest.mark.rule(20)
def test_the_log_is_verified_as_it_is_after_rows_were_added(log: Database) -> None:
    log.execute("select api.scan_overdue()")
    found = log.row("select * from api.verify_audit_chain()")
    assert (found["is_intact"], found["rows_checked"], found["head_seq"]) == (True, 7, 7)
