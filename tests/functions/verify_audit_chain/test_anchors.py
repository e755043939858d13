"""Anchors: a head that was kept elsewhere shows a history that was rewritten and hashed anew."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied

ZEROS = "00" * 32
FORGED = "ff" * 32


@pytest.fixture(scope="module")
def log(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A log of four rows, for tests that undo what they do."""
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.training()
        for label in ("1", "2"):
            database.activate(label)
        database.act_as(None)
        yield database


def first_bad(log: Database, *anchors: tuple[int | None, str | None]) -> int | None:
    found = log.row(
        "select * from api.verify_audit_chain(%s, %s)",
        [seq for seq, _ in anchors],
        [hash_then for _, hash_then in anchors],
    )
    assert found["is_intact"] == (found["first_bad_seq"] is None) == (found["problem"] is None)
    return found["first_bad_seq"]


def hashes(log: Database) -> list[str]:
    return [row["hash"] for row in log.rows("select hash from api.audit_log order by seq")]


@pytest.mark.rule(20)
def test_anchors_of_this_log_fit_also_when_it_went_on(log: Database) -> None:
    with log.undone():
        kept = list(enumerate(hashes(log), start=1))
        log.execute("select api.scan_overdue()")
        assert first_bad(log) is None
        assert first_bad(log, (0, ZEROS), *kept) is None
        assert first_bad(log, *((seq, hash_then.upper()) for seq, hash_then in kept)) is None


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("anchor", "bad"),
    [
        ((0, FORGED), 0),
        ((2, FORGED), 2),
        ((4, FORGED), 4),
        ((5, FORGED), 5),
        ((9, FORGED), 5),
        ((2, None), 2),
        ((None, FORGED), 5),
        ((0, None), 0),
        ((2, ""), 2),
    ],
)
def test_an_anchor_that_does_not_fit_is_named(
    log: Database, anchor: tuple[int | None, str | None], bad: int
) -> None:
    assert first_bad(log, anchor) == bad
    assert first_bad(log, (1, hashes(log)[0]), anchor) == bad


@pytest.mark.rule(20)
def test_the_first_of_several_is_named(log: Database) -> None:
    assert first_bad(log, (9, FORGED), (3, FORGED), (2, FORGED)) == 2


@pytest.mark.rule(20)
def test_a_history_that_was_rewritten_and_hashed_anew_is_found(log: Database) -> None:
    kept = list(enumerate(hashes(log), start=1))
    with log.undone():
        log.execute("alter table audit.log disable trigger all")
        log.execute("alter table audit.head disable trigger all")
        log.execute(
            "update audit.log set actor = 'E-9',"
            " payload = jsonb_set(payload::jsonb, '{actor}', '\"E-9\"')::text where seq = 2"
        )
        log.execute(
            """
            do $$
            declare
                v_row record;
                v_hash bytea := (select hash from audit.log where seq = 1);
            begin
                for v_row in select * from audit.log where seq >= 2 order by seq loop
                    update audit.log set prev_hash = v_hash,
                        hash = sha256(v_hash || convert_to(payload, 'UTF8'))
                    where seq = v_row.seq returning hash into v_hash;
                end loop;
                update audit.head set hash = v_hash;
            end;
            $$
            """
        )
        assert first_bad(log) is None  # nothing else tells
        assert first_bad(log, kept[0]) is None  # nor what was kept of the time before
        assert first_bad(log, kept[1]) == 2
        assert first_bad(log, kept[3]) == 4


@pytest.mark.rule(20)
def test_a_tail_that_was_cut_off_with_its_head_is_found(log: Database) -> None:
    kept = list(enumerate(hashes(log), start=1))
    with log.undone():
        log.execute("alter table audit.log disable trigger all")
        log.execute("alter table audit.head disable trigger all")
        log.execute("delete from audit.log where seq > 2")
        log.execute(
            "update audit.head set (seq, hash) = (select seq, hash from audit.log where seq = 2)"
        )
        assert first_bad(log, kept[1]) is None
        assert first_bad(log, kept[3]) == 3
