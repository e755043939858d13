"""Sessions of logins that are no superuser's."""

from __future__ import annotations

from contextlib import ExitStack

from tests.company import Database, login, login_name

SCAN = "select * from api.scan_overdue()"
APPROVE = "select * from api.approve_version('Lockout', '2', %s, true, true)"


def session(stack: ExitStack, company: Database, *roles: str, of: str | None = None) -> Database:
    """A session of a new login that is a member of the roles, and the login of a person."""
    dsn = stack.enter_context(login(company.dsn, *roles))
    if of is not None:
        company.execute(
            "update core.users set db_role = %s where employee_number = %s", login_name(dsn), of
        )
    return stack.enter_context(Database.connect(dsn))


def actors(company: Database) -> list[tuple[str, str]]:
    rows = company.rows("select actor, db_role from audit.log where seq > 3 order by seq")
    return [(row["actor"], row["db_role"]) for row in rows]
