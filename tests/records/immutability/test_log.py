"""The audit log goes on by what happens now, and its end goes forward to what is there."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.records.immutability.roles import ROLES, act

#: The next row of the chain: made as the product makes it, but for what is changed.
NEXT = """
insert into audit.log (
    seq, occurred_at, actor, db_role, client_addr, action, entity_type, entity_id, change_reason,
    payload, prev_hash, hash
)
select h.seq + 1, {occurred_at}, 'Q-1', {db_role}, null, 'export', 'x', 'x', null, p.payload,
    h.hash, sha256(h.hash || convert_to(p.payload, 'UTF8'))
from audit.head as h, lateral (select '{{}}' as payload) as p
"""


@pytest.mark.rule(20, 22)
@ROLES
def test_a_row_is_of_this_login_and_this_moment(company: Database, role: str | None) -> None:
    act(company, role)
    honest = {"occurred_at": "clock_timestamp()", "db_role": "session_user"}
    with company.undone():
        company.execute(NEXT.format(**honest))
    for lie in (
        {"db_role": "'somebody'"},
        {"occurred_at": "now() - interval '2 minutes'"},
        {"occurred_at": "now() + interval '2 minutes'"},
        {"occurred_at": "'-infinity'"},
    ):
        company.refuses("ZR301", NEXT.format(**honest | lie))


@pytest.mark.rule(20)
@ROLES
def test_the_end_goes_forward_to_a_row_that_is_there(company: Database, role: str | None) -> None:
    act(company, role)
    for change in (
        "seq = seq",
        "seq = seq + 1",
        "seq = 0, hash = decode(repeat('00', 32), 'hex')",
        "(seq, hash) = (select seq, hash from audit.log where seq = 1)",
        "hash = sha256(hash)",
    ):
        company.refuses("ZR301", f"update audit.head set {change}")
    company.execute(NEXT.format(occurred_at="now()", db_role="session_user"))
    company.refuses("ZR301", "update audit.head set seq = seq + 1")
    company.execute(
        "update audit.head set (seq, hash) ="
        " (select seq, hash from audit.log order by seq desc limit 1)"
    )
