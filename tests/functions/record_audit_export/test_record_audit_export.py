"""Recording an export of the audit log: a row of its own after what was exported."""

from __future__ import annotations

import json

import pytest

from tests.company import Database


@pytest.mark.rule(20, 21)
def test_an_export_has_its_row_with_what_was_exported(company: Database) -> None:
    company.act_as("Q-1")
    last = company.row("select seq, hash from api.audit_log order by seq desc limit 1")
    company.execute("select api.scan_overdue()")  # the log went on meanwhile
    seq = company.value("select api.record_audit_export(%s, %s)", last["seq"], last["hash"])
    row = company.row("select * from api.audit_log where seq = %s", seq)
    assert seq == last["seq"] + 2
    assert (row["actor"], row["action"], row["entity_type"]) == ("Q-1", "export", "audit_log")
    payload = json.loads(row["payload"])
    assert (payload["head_seq"], payload["head_hash"]) == (last["seq"], last["hash"])
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("seq", "hash_then"), [(1, "00" * 32), (99, None), (0, "00" * 32), (None, None), (1, None)]
)
def test_what_is_no_row_of_the_log_is_refused(
    company: Database, seq: int | None, hash_then: str | None
) -> None:
    company.act_as("Q-1")
    before = company.snapshot()
    company.refuses("ZR102", "select api.record_audit_export(%s, %s)", seq, hash_then)
    assert company.snapshot() == before


@pytest.mark.rule(20)
def test_nobody_records_for_an_unknown_person(company: Database) -> None:
    last = company.row("select seq, hash from api.audit_log order by seq desc limit 1")
    company.act_as("N-1")
    company.refuses("ZR203", "select api.record_audit_export(%s, %s)", last["seq"], last["hash"])
