"""Before a row is read: which columns a file must have, who may import, and in what transaction."""

from __future__ import annotations

import psycopg
import pytest

from tests.company import Database, login, login_name, refused
from tests.functions.imports.loading import counts, load

KINDS = ("users", "trainings", "versions", "evidence", "assignments")
EVIDENCE = ["employee_number", "training", "version", "completed_at"]
BEGIN = "select api.begin_import(%s, %s, %s)"


def test_staged_tables_have_the_documented_columns(database: Database) -> None:
    for kind in KINDS:
        staged = database.rows(
            "select column_name from information_schema.columns where table_schema = 'ops'"
            " and table_name = %s and ordinal_position > 3 order by ordinal_position",
            f"staged_{kind}",
        )
        told = database.rows(
            "select column_name from api.import_columns where kind = %s order by place", kind
        )
        assert staged == told


@pytest.mark.parametrize(
    "columns",
    [
        [*EVIDENCE, "grade"],
        EVIDENCE[1:],
        [*EVIDENCE, "version"],
        [*EVIDENCE, ""],
        [*EVIDENCE, "import_id"],
        [*EVIDENCE, None],
        ["Employee_Number", *EVIDENCE[1:]],
        [],
    ],
)
def test_wrong_columns_are_refused(database: Database, columns: list[str]) -> None:
    with refused("ZR103"):
        database.execute(BEGIN, "evidence", "x.csv", columns)
    assert database.rows("select * from ops.imports") == []


def test_columns_come_in_any_order_and_optional_ones_may_be_missing(company: Database) -> None:
    result = load(
        company,
        "evidence",
        "version,completed_at,training,employee_number",
        "2,2024-01-31,Lockout,E-1",
    )
    assert counts(result) == (1, 1, 0, 0, 0)


def test_an_unknown_kind_is_refused(database: Database) -> None:
    with refused("ZR102"):
        database.execute(BEGIN, "signatures", "x.csv", EVIDENCE)


@pytest.mark.parametrize(
    ("role", "is_active", "sqlstate"),
    [
        ("employee", True, "ZR304"),
        ("team_lead", True, "ZR304"),
        ("auditor", True, "ZR304"),
        ("hr_admin", False, "ZR305"),
    ],
)
def test_who_may_not_import(company: Database, role: str, is_active: bool, sqlstate: str) -> None:
    company.user("X-1", role, is_active=is_active)
    company.act_as("X-1")
    before = company.snapshot()
    with refused(sqlstate):
        company.execute(BEGIN, "evidence", "x.csv", EVIDENCE)
    assert company.snapshot() == before


@pytest.mark.parametrize("role", ["hr_admin", "quality_admin", "corporate_admin"])
def test_who_may_import_is_recorded(company: Database, role: str) -> None:
    user_id = company.user("X-1", role)
    company.act_as("X-1")
    load(
        company,
        "evidence",
        "employee_number,training,version,completed_at",
        "E-1,Lockout,2,2024-01-31",
    )
    assert company.value("select started_by from ops.imports") == user_id
    assert company.value("select actor from audit.log where action = 'import'") == "X-1"


def test_a_runner_imports_with_its_rights_and_nothing_more(company: Database) -> None:
    with login(company.dsn, "recert_runner") as dsn:
        company.user("H-1", "hr_admin", db_role=login_name(dsn))
        with Database.connect(dsn) as runner:
            result = load(
                runner,
                "evidence",
                "employee_number,training,version,completed_at",
                "E-1,Lockout,2,2024-01-31",
                "E-2,Lockout,2,2024-02-31",
                partial=True,
            )
            assert counts(result) == (2, 1, 0, 0, 1)
            for query in (
                "select * from ops.staged_evidence",
                "delete from ops.staged_evidence",
                "select * from ops.judged_evidence",
                "insert into ops.import_rejects values (1, 1, '', '', '')",
                "insert into ops.imports (kind) values ('users')",
                "insert into core.evidence overriding system value select * from core.evidence",
                "select core._judge_evidence(null)",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    runner.execute(query)


def test_a_reader_may_not_import(company: Database) -> None:
    with (
        login(company.dsn, "recert_auditor") as dsn,
        Database.connect(dsn) as auditor,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        auditor.execute(BEGIN, "evidence", "x.csv", EVIDENCE)


def test_an_import_is_one_transaction(company: Database) -> None:
    import_id = company.value(BEGIN, "evidence", "x.csv", EVIDENCE)
    with refused("ZR208"):
        company.execute("select * from api.load_import(%s)", import_id)
    with refused("ZR208"):
        company.execute("select api.end_import(%s)", import_id)


def test_an_import_is_loaded_once(company: Database) -> None:
    with company.connection.transaction():
        import_id = company.value(BEGIN, "evidence", "x.csv", EVIDENCE)
        company.execute(
            "insert into ops.staged_evidence (import_id, line_number, employee_number, training,"
            " version, completed_at) values (%s, 2, 'E-1', 'Lockout', '2', '2024-01-31')",
            import_id,
        )
        assert company.row("select * from api.load_import(%s)", import_id)["inserted"] == 1
        company.refuses("ZR208", "select * from api.load_import(%s)", import_id)


def test_what_is_left_of_another_import_is_not_loaded(company: Database) -> None:
    company.execute(
        "insert into ops.staged_evidence (import_id, line_number, employee_number, training,"
        " version, completed_at) select g, 2, 'E-2', 'Lockout', '2', '2024-01-31'"
        " from generate_series(1, 20) as g"
    )
    result = load(
        company,
        "evidence",
        "employee_number,training,version,completed_at",
        "E-1,Lockout,2,2024-01-31",
    )
    assert counts(result) == (1, 1, 0, 0, 0)
    assert set(company.statuses()) == {"E-1"}
    assert company.rows("select * from ops.staged_evidence") == []


def test_an_older_snapshot_is_refused(company: Database) -> None:
    """It would not show what the import before has loaded, and add it again."""
    with company.connection.transaction():
        company.execute("set transaction isolation level repeatable read")
        company.refuses("ZR102", BEGIN, "evidence", "x.csv", EVIDENCE)


def test_the_register_is_never_rewritten(company: Database) -> None:
    load(
        company,
        "evidence",
        "employee_number,training,version,completed_at",
        "E-1,Lockout,2,2024-01-31",
    )
    for query in (
        "delete from ops.imports",
        "truncate ops.imports cascade",
        "update ops.imports set inserted = 0, skipped = 1",
    ):
        with refused("ZR301"):
            company.execute(query)
