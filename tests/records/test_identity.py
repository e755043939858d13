"""Who acts is told by the login, and nothing goes around that."""

from __future__ import annotations

from contextlib import ExitStack

import pytest
from psycopg.conninfo import make_conninfo

from tests.company import REASON, Database, login, login_name
from tests.records.logins import APPROVE, SCAN, actors, session


@pytest.mark.rule(1, 20)
def test_a_login_acts_as_its_person(company: Database, stack: ExitStack) -> None:
    person = session(stack, company, "recert_runner", of="Q-1")
    assert person.row(APPROVE, REASON)["created"] == 1
    assert set(actors(company)) == {("Q-1", login_name(person.dsn))}
    assert (
        company.value(
            "select employee_number from core.training_versions join core.users"
            " on user_id = approved_by where label = '2'"
        )
        == "Q-1"
    )


@pytest.mark.rule(1)
def test_a_login_that_is_the_authors_does_not_approve(company: Database, stack: ExitStack) -> None:
    author = session(stack, company, "recert_runner", of="A-1")
    author.refuses("ZR306", APPROVE, REASON)
    for named in ("Q-1", "A-2", "E-1"):
        author.act_as(named)
        author.refuses("ZR303", APPROVE, REASON)
    author.act_as("A-1")  # naming oneself changes nothing
    author.refuses("ZR306", APPROVE, REASON)
    assert actors(company) == []


@pytest.mark.rule(1)
def test_a_setting_from_the_start_of_a_session_names_nobody_else_either(
    company: Database, stack: ExitStack
) -> None:
    person = session(stack, company, "recert_runner", of="E-1")
    with Database.connect(make_conninfo(person.dsn, options="-c recert.actor=Q-1")) as again:
        assert again.value("show recert.actor") == "Q-1"
        again.refuses("ZR303", APPROVE, REASON)


def test_a_login_of_nobody_does_nothing(company: Database, stack: ExitStack) -> None:
    nobody = session(stack, company, "recert_runner")
    before = company.snapshot()
    nobody.refuses("ZR302", SCAN)
    nobody.refuses("ZR302", APPROVE, REASON)
    nobody.refuses("ZR302", "select * from api.preview_recertification('Lockout', '2')")
    nobody.act_as("Q-1")
    nobody.refuses("ZR303", APPROVE, REASON)
    assert company.snapshot() == before


@pytest.mark.rule(1, 20)
def test_a_service_that_names_nobody_is_the_system(company: Database, stack: ExitStack) -> None:
    service = session(stack, company, "recert_runner", "recert_service")
    service.execute(SCAN)
    assert actors(company) == [("system", login_name(service.dsn))]
    before = company.snapshot()
    service.refuses("ZR304", APPROVE, REASON)
    service.refuses("ZR304", "select api.recertify('Lockout', '1', %s)", REASON)
    service.refuses(
        "ZR304", "select api.submit_version('Lockout', '3', '', array['SOP-1'], %s)", REASON
    )
    service.refuses(
        "ZR304",
        "select api.grant_exemption('E-1', 'Lockout', %s, now() + interval '1 day')",
        REASON,
    )
    assert company.snapshot() == before


@pytest.mark.rule(1, 20)
def test_a_service_acts_for_whom_it_names(company: Database, stack: ExitStack) -> None:
    service = session(stack, company, "recert_runner", "recert_service")
    service.act_as("N-1")
    service.refuses("ZR203", APPROVE, REASON)
    service.act_as("A-1")
    service.refuses("ZR306", APPROVE, REASON)
    service.act_as("Q-1")
    service.execute(APPROVE, REASON)
    assert set(actors(company)) == {("Q-1", login_name(service.dsn))}


@pytest.mark.rule(20)
def test_a_service_that_is_a_persons_login_acts_as_the_person(
    company: Database, stack: ExitStack
) -> None:
    service = session(stack, company, "recert_runner", "recert_service", of="Q-1")
    service.execute(SCAN)
    service.act_as("A-1")
    service.execute(SCAN)
    name = login_name(service.dsn)
    assert actors(company) == [("Q-1", name), ("A-1", name)]


def test_membership_through_another_role_counts(company: Database, stack: ExitStack) -> None:
    group = login_name(stack.enter_context(login(company.dsn, "recert_runner", "recert_service")))
    service = session(stack, company, group)
    service.act_as("Q-1")
    service.execute(APPROVE, REASON)
    assert set(actors(company)) == {("Q-1", login_name(service.dsn))}


@pytest.mark.rule(20)
def test_the_owner_of_the_tables_is_not_who_acts(company: Database, stack: ExitStack) -> None:
    """SET ROLE does not change whose login it is."""
    person = session(stack, company, "recert_owner", of="E-1")
    person.execute("set role recert_owner")
    person.refuses("ZR304", APPROVE, REASON)
    person.act_as("Q-1")
    person.refuses("ZR303", APPROVE, REASON)


def test_one_login_is_one_person(company: Database, stack: ExitStack) -> None:
    person = session(stack, company, "recert_runner", of="Q-1")
    company.refuses(
        "23505",
        "update core.users set db_role = %s where employee_number = 'A-1'",
        login_name(person.dsn),
    )


@pytest.mark.parametrize("number", ["system", "System", "SYSTEM"])
def test_nobody_is_called_as_the_log_calls_scheduled_work(company: Database, number: str) -> None:
    company.refuses(
        "23514",
        "insert into core.users (employee_number, full_name) values (%s, 'Somebody')",
        number,
    )


@pytest.mark.rule(1)
def test_who_may_grant_the_service_role_is_not_a_member_of_it(
    company: Database, stack: ExitStack
) -> None:
    if company.connection.info.server_version < 160000:
        pytest.skip("before 16 a member is a member")
    with login(company.dsn, "recert_runner") as dsn:
        company.execute(
            f"grant recert_service to {login_name(dsn)} with admin true, inherit false, set false"
        )
        with Database.connect(dsn) as installer:
            installer.refuses("ZR302", SCAN)
            installer.act_as("Q-1")
            installer.refuses("ZR303", APPROVE, REASON)


@pytest.mark.rule(1)
def test_whoever_has_left_does_nothing_any_more(company: Database, stack: ExitStack) -> None:
    company.user("X-1", "quality_admin", is_active=False)
    person = session(stack, company, "recert_runner", of="X-1")
    service = session(stack, company, "recert_runner", "recert_service")
    service.act_as("X-1")
    for who in (person, service):
        who.refuses("ZR305", SCAN)
        who.refuses("ZR305", "select api.begin_import('users', 'x.csv', array['full_name'])")
        who.refuses("ZR305", "select * from api.preview_recertification('Lockout', '2')")
