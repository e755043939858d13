"""Recording that a pack, a site or a mart was handed out: a row of its own."""

from __future__ import annotations

import json

import pytest
from psycopg.types.json import Jsonb

from tests.company import Database

RECORD = "select api.record_report_export(%s, %s, %s, %s, %s, %s)"
SHA256 = "ab" * 32
LAST = "select seq, hash from api.audit_log order by seq desc limit 1"


@pytest.mark.rule(20, 21)
@pytest.mark.parametrize(("kind", "sha256"), [("pack", SHA256), ("mart", SHA256), ("site", None)])
def test_what_is_handed_out_has_its_row(company: Database, kind: str, sha256: str | None) -> None:
    company.act_as("Q-1")
    last = company.row(LAST)
    scope = {"training": "Lockout", "from": None}
    seq = company.value(RECORD, kind, "it.zip", Jsonb(scope), last["seq"], last["hash"], sha256)
    row = company.row("select * from api.audit_log where seq = %s", seq)
    assert (row["actor"], row["action"]) == ("Q-1", "export")
    assert (row["entity_type"], row["entity_id"], row["change_reason"]) == (kind, "it.zip", None)
    payload = json.loads(row["payload"])
    assert payload["scope"] == scope
    assert (payload["head_seq"], payload["head_hash"]) == (last["seq"], last["hash"])
    assert payload.get("sha256") == sha256
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(20)
def test_marts_that_were_built_before_anything_was_recorded(company: Database) -> None:
    company.act_as("Q-1")
    seq = company.value(RECORD, "mart", "m", Jsonb({}), 0, "0" * 64, SHA256)
    payload = json.loads(company.value("select payload from audit.log where seq = %s", seq))
    assert (payload["head_seq"], payload["head_hash"]) == (0, "0" * 64)


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "report"},
        {"kind": None},
        {"name": " "},
        {"name": None},
        {"scope": Jsonb([])},
        {"scope": None},
        {"seq": 0},
        {"seq": 99},
        {"seq": None},
        {"hash": "00" * 32},
        {"hash": None},
        {"sha256": "AB" * 32},
        {"sha256": ""},
    ],
)
def test_what_is_no_export_is_refused(company: Database, wrong: dict[str, object]) -> None:
    company.act_as("Q-1")
    last = company.row(LAST)
    given = {
        "kind": "pack",
        "name": "it.zip",
        "scope": Jsonb({}),
        **last,
        "sha256": SHA256,
        **wrong,
    }
    before = company.snapshot()
    company.refuses("ZR102", RECORD, *given.values())
    assert company.snapshot() == before


@pytest.mark.rule(20)
def test_only_who_sees_everybody_hands_out(company: Database) -> None:
    last = company.row(LAST)
    company.act_as("E-1")
    company.refuses("ZR304", RECORD, "pack", "it.zip", Jsonb({}), last["seq"], last["hash"], None)
