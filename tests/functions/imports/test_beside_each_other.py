"""A file that is being read keeps nobody waiting who loads another kind, or decides."""

from __future__ import annotations

import pytest

from pipeline import api
from tests.company import Database
from tests.functions.imports.loading import counts, load


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("users", ["employee_number", "full_name"]),
        ("assignments", ["employee_number", "training", "campaign", "version", "due_at"]),
    ],
)
def test_others_load_and_decide_while_a_file_is_read(
    company: Database, kind: str, columns: list[str]
) -> None:
    company.execute("set lock_timeout = '2s'")
    with Database.connect(company.dsn) as reading:
        company.user("H-1", "hr_admin")
        reading.act_as("H-1")
        reading.execute("begin")
        api.begin_import(
            reading.connection, kind=kind, file_name=f"{kind}.csv", column_names=columns
        )
        result = load(
            company,
            "evidence",
            "employee_number,training,version,completed_at",
            "E-1,Lockout,2,2026-01-05",
        )
        assert counts(result) == (1, 1, 0, 0, 0)
        company.submit("3")
        assert company.approve("3", recertify_everyone=True)["created"] == 1
        reading.execute("commit")
    assert company.value("select is_intact from api.verify_audit_chain()")
