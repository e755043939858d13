"""Signatures of a file of completions: handed over by a service, not by a person for others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.company import Database
from tests.functions.imports.loading import counts, faults, load, refused_whole
from tests.records.logins import session

HEADER = "employee_number,training,signature_method"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def signatures(company: Database) -> list[tuple[str, str, str]]:
    return [
        (row["employee_number"], row["method"], row["manifestation"])
        for row in company.rows(
            "select u.employee_number, s.method, s.manifestation from core.signatures as s"
            " join core.users as u using (user_id) order by 1"
        )
    ]


@pytest.mark.rule(1)
@pytest.mark.parametrize("person", ["H-1", "Q-1", "C-1"])
def test_a_persons_login_hands_over_no_signature_of_somebody_else(
    apart: Database, stack: ExitStack, person: str
) -> None:
    personal = session(stack, apart, "recert_runner", of=person)
    for training in ("Lockout", "Gowning"):
        with refused_whole(apart) as found:
            load(personal, "completions", HEADER, f"E-1,{training},click_to_confirm")
        assert faults(found[0]) == [(2, "signature_method")]
    result = load(
        personal,
        "completions",
        HEADER,
        "E-1,Gowning,drawn",
        "E-2,Lockout,",
        f"{person},Gowning,drawn",
        partial=True,
    )
    assert counts(result) == (3, 2, 0, 0, 1)  # without one, and the person's own
    assert [number for number, *_ in signatures(apart)] == [person]


@pytest.mark.rule(20, 22)
@pytest.mark.parametrize("named", [None, "H-1"], ids=["the system", "as somebody"])
def test_a_service_hands_over_what_people_signed(
    apart: Database, stack: ExitStack, named: str | None
) -> None:
    apart.execute("update core.users set full_name = 'Zoë \"%s\"' where employee_number = 'E-1'")
    service = session(stack, apart, "recert_runner", "recert_service")
    service.act_as(named)
    result = load(
        service, "completions", HEADER, "E-1,Gowning,re_authenticated", "E-2,Lockout,drawn"
    )
    assert counts(result) == (2, 2, 0, 0, 0)
    (first, method, text), (second, other, _) = signatures(apart)
    assert (first, method, second, other) == ("E-1", "re_authenticated", "E-2", "drawn")
    assert all(part in text for part in ('Zoë "%s"', "E-1", "Gowning", "1"))
    moments = apart.rows(
        "select s.signed_at = e.completed_at as together from core.signatures as s"
        " join core.evidence as e using (user_id, evidence_id)"
    )
    assert [row["together"] for row in moments] == [True, True]
    assert {
        row["actor"]
        for row in apart.rows("select actor from audit.log where action = 'sign_evidence'")
    } == {named or "system"}
