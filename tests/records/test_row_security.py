"""Who reads whose records: by row security in the tables, and the same in the views of api."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from psycopg import sql

from pipeline.embedded import EmbeddedServer
from tests.company import REASON, Database, copied, login, login_name, refused
from tests.records.logins import session

#: Tables and views with a row a person, and how a row names the person.
OF_PEOPLE = {
    "core.evidence": "(select u.employee_number from people as u where u.user_id = r.user_id)",
    "core.notifications": "(select u.employee_number from people as u where u.user_id = r.user_id)",
    "api.evidence": "r.employee_number",
    "api.assignments": "r.employee_number",
    "api.campaign_people": "r.employee_number",
    "api.exemptions": "r.employee_number",
    "api.notifications": "r.employee_number",
    "api.recertification_outcomes": "r.employee_number",
}

#: L-1 leads M-1 and E-2; M-1 manages E-1 and P-1 manages E-3, and neither is a team_lead.
PEOPLE = {"L-1", "M-1", "E-1", "E-2", "E-3", "P-1"}

SEEN = {
    "E-1": {"E-1"},
    "E-2": {"E-2"},
    "M-1": {"M-1"},
    "P-1": {"P-1"},
    "L-1": {"L-1", "M-1", "E-1", "E-2"},
    "hr_admin": PEOPLE,
    "quality_admin": PEOPLE,
    "corporate_admin": PEOPLE,
    "auditor": PEOPLE,
}

ROLES = ("hr_admin", "quality_admin", "corporate_admin", "auditor")


@dataclass(frozen=True)
class Company:
    """A database with people of each kind, and the logins of some."""

    database: Database
    service: Database
    employee: Database
    lead: Database


@pytest.fixture(scope="module")
def company(server: EmbeddedServer, template: str) -> Iterator[Company]:
    """Everybody holds superseded evidence, an overdue assignment, an exemption and a reminder."""
    with ExitStack() as stack:
        database = stack.enter_context(
            Database.connect(stack.enter_context(copied(server, template)))
        )
        database.deciders()
        database.user("L-1", "team_lead")
        for number, manager in (("M-1", "L-1"), ("E-1", "M-1"), ("E-2", "L-1")):
            database.user(number, manager_id=database.user_id(manager))
        database.user("P-1")
        database.user("E-3", manager_id=database.user_id("P-1"))
        database.user("X-1", is_active=False)
        for role in ROLES:
            database.user(role, role)
        database.training()
        database.training("Fire")
        database.activate("1")
        for number in PEOPLE:
            database.evidence(number, "1")
        database.submit("2")
        database.approve("2", recertify_everyone=True)
        for number in PEOPLE:
            database.execute(
                "select api.grant_exemption(%s, 'Fire', %s, now() + interval '1 day')",
                number,
                REASON,
            )
        database.act_as(None)
        database.execute("update core.assignments set due_at = now() - interval '1 day'")
        database.execute("select api.scan_overdue()")
        database.execute("select api.write_reminders()")
        # who is who is not a runner's to read
        database.execute(
            "create view public.people as select user_id, employee_number from core.users"
        )
        database.execute("grant select on public.people to public")
        yield Company(
            database,
            session(stack, database, "recert_runner", "recert_service"),
            session(stack, database, "recert_runner", of="E-1"),
            session(stack, database, "recert_runner", of="L-1"),
        )


def people(reader: Database, relation: str) -> set[str]:
    """Whose rows the session sees; each person of the company has one in each of them."""
    rows = reader.rows(f"select {OF_PEOPLE[relation]} as number from {relation} as r")
    return {row["number"] for row in rows}


@pytest.mark.parametrize("number", sorted(SEEN))
def test_people_see_their_own_and_team_leads_their_peoples(company: Company, number: str) -> None:
    company.service.act_as(number)
    assert {r: people(company.service, r) for r in OF_PEOPLE} == dict.fromkeys(
        OF_PEOPLE, SEEN[number]
    )


def test_it_is_the_login_that_counts(company: Company) -> None:
    for reader, number in ((company.employee, "E-1"), (company.lead, "L-1")):
        for relation in OF_PEOPLE:
            assert people(reader, relation) == SEEN[number], relation
    with company.employee.undone():
        company.employee.execute("set local recert.actor = 'auditor'")
        for relation in OF_PEOPLE:
            company.employee.refuses("ZR303", f"select * from {relation}")


def test_a_service_that_names_nobody_sees_everybody(company: Company) -> None:
    company.service.act_as(None)
    for relation in OF_PEOPLE:
        assert people(company.service, relation) == PEOPLE, relation


def test_a_login_of_nobody_and_whoever_has_left_see_nothing(company: Company) -> None:
    company.service.act_as("X-1")
    with login(company.database.dsn, "recert_runner") as dsn, Database.connect(dsn) as nobody:
        for relation in (*OF_PEOPLE, "core.review_tasks", "api.audit_log"):
            nobody.refuses("ZR302", f"select * from {relation}")
            company.service.refuses("ZR305", f"select * from {relation}")


def test_auditors_and_builders_see_all_whoever_they_are(company: Company) -> None:
    """Also the login of somebody who sees no more than the own: the role is what was given."""
    with ExitStack() as stack:
        auditor = session(stack, company.database, "recert_auditor")
        employee = session(stack, company.database, "recert_auditor", "recert_runner", of="E-2")
        builder = session(stack, company.database, "recert_builder")
        for reader in (auditor, employee):
            for relation in ("core.evidence", "api.evidence", "api.recertification_outcomes"):
                assert people(reader, relation) == PEOPLE, relation
            assert reader.value("select count(*) > 0 from api.audit_log")
        for relation in ("core.evidence", "core.notifications"):
            assert people(builder, relation) == PEOPLE, relation
        assert builder.value("select count(*) from core.review_tasks") == 2
        # who acts as a person sees what that person sees
        employee.act_as("E-2")
        assert people(employee, "api.evidence") == {"E-2"}
        employee.act_as("Q-1")
        employee.refuses("ZR303", "select * from api.evidence")


def test_managers_in_a_circle_are_seen_once(company: Company) -> None:
    with company.database.undone():
        company.database.execute(
            "update core.users set manager_id = %s where employee_number = 'L-1'",
            company.database.user_id("E-1"),
        )
        company.database.execute("set local recert.actor = 'L-1'")
        seen = company.database.rows(
            "select employee_number from core._people_seen() join core.users using (user_id)"
        )
    assert sorted(row["employee_number"] for row in seen) == ["E-1", "E-2", "L-1", "M-1"]


@pytest.mark.parametrize("number", sorted(SEEN))
def test_review_tasks_are_those_of_the_queue(company: Company, number: str) -> None:
    company.service.act_as(number)
    queue = company.service.rows("select review_task_id from api.review_queue order by 1")
    tasks = company.service.rows("select review_task_id from core.review_tasks order by 1")
    assert tasks == queue
    assert len(tasks) == {"quality_admin": 2, "corporate_admin": 2}.get(number, 0)


@pytest.mark.rule(20)
@pytest.mark.parametrize("view", ["api.audit_log", "api.audit_export"])
@pytest.mark.parametrize("number", sorted(SEEN))
def test_the_audit_log_is_read_whole_or_refused(company: Company, number: str, view: str) -> None:
    company.service.act_as(number)
    if number in ROLES:
        rows = company.service.value(f"select count(*) from {view}")
        assert rows == company.database.value("select count(*) from audit.log")
    else:
        company.service.refuses("ZR304", f"select * from {view}")
        company.service.refuses("ZR304", f"select seq from {view} where seq < 0")


def test_a_list_of_people_in_an_audience_is_for_those_who_may_see_them(company: Company) -> None:
    with company.database.undone():
        company.database.execute("set local recert.actor = 'hr_admin'")
        company.database.execute(
            "select api.create_campaign('Lockout', 'All', now() + interval '1 day', %s,"
            " array['E-1', 'E-2'])",
            REASON,
        )
        audience = "select audience from api.campaigns where campaign = 'All'"
        assert company.database.value(audience) == {"employee_numbers": ["E-1", "E-2"]}
        company.database.execute("set local recert.actor = 'E-1'")
        assert company.database.value(audience) is None


@pytest.mark.parametrize("relation", sorted(OF_PEOPLE))
def test_a_condition_of_the_readers_own_does_not_see_the_rest(
    company: Company, relation: str
) -> None:
    """A cheap function in WHERE is called with what the reader may see, and with nothing else."""
    reader = company.employee
    told: list[str] = []

    def tell(notice: object) -> None:
        told.append(str(getattr(notice, "message_primary", None)))

    reader.connection.add_notice_handler(tell)
    with reader.undone():
        reader.execute(
            "create function pg_temp.tells(p_value text) returns boolean language plpgsql"
            " cost 0.0000001 as $$ begin raise notice '%', p_value; return true; end; $$"
        )
        key = "user_id" if relation.startswith("core.") else "employee_number"
        reader.execute(f"select from {relation} where pg_temp.tells({key}::text)")
        reader.execute(f"select from {relation} group by {key} having pg_temp.tells({key}::text)")
    reader.connection.remove_notice_handler(tell)
    own = str(company.database.user_id("E-1")) if key == "user_id" else "E-1"
    assert set(told) == {own}


@pytest.mark.parametrize("table", ["core.evidence", "core.notifications", "core.review_tasks"])
def test_row_security_is_not_switched_off_by_who_reads(company: Company, table: str) -> None:
    with company.employee.undone():
        company.employee.execute("set local row_security = off")
        with refused("42501"):
            company.employee.execute(f"select * from {table}")
    company.employee.refuses("42501", f"alter table {table} disable row level security")
    company.employee.refuses("42501", f"create policy all_of_it on {table} using (true)")
    company.employee.refuses("42501", f"copy (select * from {table}) to '/tmp/x'")


def test_a_right_to_write_that_was_given_by_mistake_writes_nothing(company: Company) -> None:
    """There is no policy for writing, so that only the owner's functions do."""
    name = sql.Identifier(login_name(company.employee.dsn)).as_string()
    with company.database.undone():
        company.database.execute(
            "grant insert, update, delete on core.notifications, core.review_tasks, core.evidence"
            f" to {name}"
        )
        company.database.execute(f"set local session authorization {name}")
        # what is not forbidden by a trigger finds no row
        changed = company.database.execute("update core.review_tasks set resolution_reason = null")
        assert changed.rowcount == 0
        company.database.refuses(
            "42501",
            "insert into core.review_tasks (task_type, version_id, opened_at)"
            " values ('recert_decision', 1, now())",
        )
        company.database.refuses(
            "42501",
            "insert into core.notifications (user_id, campaign_id, kind, due_at, created_at)"
            " values (1, 1, 'overdue', now(), now())",
        )
        company.database.refuses(
            "42501",
            "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
            " values (1, 1, now(), sha256(''))",
        )
