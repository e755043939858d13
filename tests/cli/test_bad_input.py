"""Bad input gives its exit code, one sentence and a next step, and changes nothing at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from tests.cli.calling import COMMAND, Recert, call, environment
from tests.company import REASON, Database, login

AS = ["--as", "Q-1"]
WHY = ["--reason", REASON]
APPROVE = ["approve", "Lockout", "2"]
EVERYONE = ["--recertify-everyone"]


def refused(
    recert: Recert, company: Database, exit_code: int, sqlstate: str | None, *arguments: str
) -> None:
    """Assert the exit code, a sentence with a next step on stderr, and an untouched record."""
    before = company.record()
    told = recert(company, *arguments)
    assert told.code == exit_code, told.err
    assert told.out == ""
    assert len(told.err.splitlines()) >= 2
    assert "Traceback" not in told.err
    assert (sqlstate or "") in told.err

    logged = recert(company, "--log-format", "json", *arguments)
    assert logged.code == exit_code
    assert logged.out == ""
    error = logged.messages[-1]  # what went on before may be told, too
    assert (error["level"], error["exit_code"]) == ("error", exit_code)
    assert error["sqlstate"] == sqlstate
    assert error["message"]
    assert error["hint"]
    assert company.record() == before


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "reason",
    [
        pytest.param("Nine char", id="nine characters"),
        pytest.param(" " * 10, id="ten spaces"),
        pytest.param("\u00a0" * 10, id="ten non-breaking spaces"),
        pytest.param("", id="empty"),
    ],
)
@pytest.mark.parametrize(
    "command",
    [APPROVE, [*APPROVE, *EVERYONE], ["activate", "Lockout", "2"], ["recertify", "Lockout", "1"]],
    ids=["approve", "approve everyone", "activate", "recertify"],
)
def test_a_reason_that_is_too_short(
    untouched: Database, recert: Recert, command: list[str], reason: str
) -> None:
    refused(recert, untouched, 5, "ZR101", *command, "--reason", reason, *AS)


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "command",
    [APPROVE, [*APPROVE, *EVERYONE], ["activate", "Lockout", "2"], ["recertify", "Lockout", "1"]],
    ids=["approve", "approve everyone", "activate", "recertify"],
)
def test_a_reason_that_is_missing(untouched: Database, recert: Recert, command: list[str]) -> None:
    refused(recert, untouched, 2, None, *command, *AS)


@pytest.mark.parametrize("extra", [[], EVERYONE, ["--plan"]], ids=["", "everyone", "plan"])
@pytest.mark.parametrize(
    ("training", "label", "sqlstate"),
    [("Gowning", "2", "ZR201"), ("", "2", "ZR201"), ("Lockout", "9", "ZR202")],
)
def test_an_unknown_training_or_version(
    untouched: Database,
    recert: Recert,
    training: str,
    label: str,
    sqlstate: str,
    extra: list[str],
) -> None:
    refused(recert, untouched, 6, sqlstate, "approve", training, label, *WHY, *AS, *extra)


@pytest.mark.rule(1)
@pytest.mark.parametrize(
    "command",
    [APPROVE, ["activate", "Lockout", "2"], ["recertify", "Lockout", "1"]],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize(
    ("actor", "exit_code", "sqlstate"),
    [
        pytest.param("N-1", 6, "ZR203", id="unknown"),
        pytest.param("A-1", 7, "ZR306", id="author"),
        pytest.param("E-1", 7, "ZR304", id="employee"),
        pytest.param("H-1", 7, "ZR304", id="hr_admin"),
        pytest.param("X-1", 7, "ZR305", id="inactive"),
    ],
)
def test_an_actor_who_may_not(
    untouched: Database,
    recert: Recert,
    command: list[str],
    actor: str,
    exit_code: int,
    sqlstate: str,
) -> None:
    refused(recert, untouched, exit_code, sqlstate, *command, *WHY, "--as", actor)


@pytest.mark.rule(1)
def test_nobody_decides(untouched: Database, recert: Recert) -> None:
    refused(recert, untouched, 7, "ZR304", *APPROVE, *WHY)


@pytest.mark.rule(3)
def test_a_version_without_a_source(company: Database, recert: Recert, tmp_path: Path) -> None:
    company.execute(
        "insert into core.training_versions (training_id, label, content_sha256, author_id, state,"
        " submitted_at, is_imported) select training_id, '9', sha256(''), %s, 'pending_review',"
        " now(), true from core.trainings",
        company.user_id("A-1"),
    )
    refused(recert, company, 6, "ZR205", "approve", "Lockout", "9", *WHY, *AS)
    refused(recert, company, 6, "ZR205", "approve", "Lockout", "9", "--plan")

    content = tmp_path / "lockout.md"
    content.write_text("# Lockout", encoding="utf-8")
    submit = ["submit", "Lockout", "3", "--content", str(content), *WHY, "--as", "A-1"]
    refused(recert, company, 6, "ZR205", *submit, "--source", " @C")
    refused(recert, company, 2, None, *submit)


@pytest.mark.rule(4, 5)
def test_a_version_that_is_not_in_a_state_for_it(company: Database, recert: Recert) -> None:
    company.imported_version("rejected", "rejected")
    company.imported_version("draft", "draft")
    company.submit("3")  # 2 goes back to draft
    company.act_as(None)
    for label in ("1", "rejected", "draft", "2"):
        for extra in ([], EVERYONE):
            refused(recert, company, 6, "ZR204", "approve", "Lockout", label, *WHY, *AS, *extra)
    for label in ("rejected", "draft", "3"):
        for command in ("activate", "recertify"):
            refused(recert, company, 6, "ZR204", command, "Lockout", label, *WHY, *AS)


@pytest.mark.rule(4)
def test_recertifying_without_activation(untouched: Database, recert: Recert) -> None:
    refused(recert, untouched, 5, "ZR102", *APPROVE, "--no-activate", *EVERYONE, *WHY, *AS)


@pytest.mark.rule(12)
def test_a_digest_that_no_longer_fits(company: Database, recert: Recert) -> None:
    plan = recert(company, *APPROVE, "--plan", "--format", "json").document
    company.users("E-9")
    company.evidence("E-9", "1")
    stale = ["--plan-digest", plan["plan_digest"]]
    refused(recert, company, 6, "ZR206", *APPROVE, *EVERYONE, *WHY, *AS, *stale)
    for nonsense in ("", "0", "ff" * 32):
        refused(
            recert, company, 6, "ZR206", *APPROVE, *EVERYONE, *WHY, *AS, "--plan-digest", nonsense
        )
    refused(recert, company, 5, "ZR102", *APPROVE, *WHY, *AS, *stale)
    for command in ("approve", "recertify"):
        refused(recert, company, 2, None, command, "Lockout", "2", "--plan", *stale)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"L\xf6schen", id="not UTF-8"),
        pytest.param("# Lockout".encode("utf-16"), id="UTF-16"),
        pytest.param(b"a\0b", id="a NUL"),
    ],
)
def test_content_that_is_no_text(
    untouched: Database, recert: Recert, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "lockout.md"
    file.write_bytes(content)
    refused(
        recert,
        untouched,
        5,
        "ZR102",
        *["submit", "Lockout", "3", "--content", str(file), "--source", "SOP-1"],
        *[*WHY, "--as", "A-1"],
    )


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["aprove", "Lockout", "2"], id="unknown command"),
        pytest.param(["db", "unknown"], id="unknown subcommand"),
        pytest.param([*APPROVE, *WHY, "--no-such-option"], id="unknown option"),
        pytest.param(["--no-such-option", "audit", "verify"], id="unknown option before"),
        pytest.param(["approve", "Lockout", *WHY], id="missing argument"),
        pytest.param([*APPROVE, "third", *WHY], id="one argument too many"),
        pytest.param(["audit", "verify", "--format", "xml"], id="unknown format"),
        pytest.param(["audit", "log", "--limit", "0"], id="limit of nothing"),
        pytest.param(["queue", "list", "--type", "other"], id="unknown type"),
        pytest.param(
            ["submit", "Lockout", "3", "--content", "/no/such", "--source", "S", *WHY],
            id="unknown file",
        ),
        pytest.param(["db", "start"], id="start of a server that is not embedded"),
        pytest.param(["db", "stop"], id="stop of a server that is not embedded"),
    ],
)
def test_wrong_usage(untouched: Database, recert: Recert, arguments: list[str]) -> None:
    refused(recert, untouched, 2, None, *arguments)


@pytest.mark.parametrize(
    "dsn",
    [
        pytest.param("postgresql://nobody@127.0.0.1:1/none", id="no server there"),
        pytest.param("host=/no/such/folder", id="no socket there"),
        pytest.param("host=no-such-host.invalid", id="no such host"),
        pytest.param("nonsense", id="no DSN"),
        pytest.param("postgresql://u:pa/ss@host/db", id="no URL"),
        pytest.param("host=127.0.0.1 port=none", id="no port"),
        pytest.param("host=x no_such_keyword=1", id="unknown keyword"),
    ],
)
@pytest.mark.parametrize("command", [["audit", "verify"], ["db", "status"], ["db", "init"]])
def test_a_dsn_that_does_not_answer(recert: Recert, command: list[str], dsn: str) -> None:
    result = recert("--dsn", dsn, *command, "--log-format", "json")
    assert (result.code, result.out) == (3, "")
    (error,) = result.messages
    assert error["exit_code"] == 3
    assert error["hint"]
    assert "pa/ss" not in result.err


def test_a_database_or_login_that_does_not_exist(untouched: Database, recert: Recert) -> None:
    for name in ("dbname", "user"):
        dsn = make_conninfo(untouched.dsn, **{name: "no_such_name"})
        result = recert("--dsn", dsn, "audit", "verify")
        assert (result.code, result.out) == (3, "")


def test_a_database_without_the_schema(empty_dsn: str, recert: Recert) -> None:
    for command in (["audit", "verify"], ["db", "upgrade"], [*APPROVE, *WHY]):
        result = recert("--dsn", empty_dsn, *command)
        assert (result.code, result.out) == (4, "")
        assert "ZR001" in result.err


def test_a_schema_that_does_not_fit(company: Database, recert: Recert) -> None:
    company.execute("update ops.objects set checksum = 'older' where path like 'views/%%'")
    refused(recert, company, 4, "ZR002", "audit", "verify")
    company.execute(
        "insert into ops.migrations (migration_number, name, checksum, command_version)"
        " values (999, '0999_later', 'x', '9.0')"
    )
    for command in (["audit", "verify"], ["db", "init"], ["db", "upgrade"], ["db", "status"]):
        refused(recert, company, 4, "ZR003", *command)


def test_a_migration_that_was_edited(company: Database, recert: Recert) -> None:
    with company.unguarded("ops.migrations"):
        company.execute("update ops.migrations set checksum = 'x' where migration_number = 2")
    for command in (["audit", "verify"], ["db", "init"], ["db", "upgrade"], ["db", "status"]):
        refused(recert, company, 4, "ZR004", *command)


def test_a_login_without_rights(company: Database, recert: Recert) -> None:
    before = company.record()
    for roles, sqlstate in (
        ([], "42501"),
        (["recert_auditor"], "42501"),
        (["recert_runner"], "ZR302"),
    ):
        with login(company.dsn, *roles) as dsn:
            for command in ([*APPROVE, *WHY], ["scan", "overdue"], [*APPROVE, "--plan"]):
                result = recert("--dsn", dsn, *command)
                assert (result.code, result.out) == (7, "")
                assert sqlstate in result.err
                assert len(result.err.splitlines()) >= 2
    with login(company.dsn, "recert_runner") as dsn:
        result = recert("--dsn", dsn, *APPROVE, *WHY, *AS)
        assert result.code == 7
        assert "ZR303" in result.err
    with login(company.dsn) as dsn:
        assert recert("--dsn", dsn, "db", "init").code == 7
    assert company.record() == before


def test_a_server_that_only_reads_or_ends_statements(company: Database, recert: Recert) -> None:
    for setting in ("default_transaction_read_only = on", "statement_timeout = '1ms'"):
        company.execute(f"alter role current_user set {setting}")
        try:
            with company.connection.transaction():
                company.execute("select from core.trainings for update")
                result = recert(company, *APPROVE, *WHY, *AS)
        finally:
            company.execute("set default_transaction_read_only = off; set statement_timeout = 0")
            company.execute(f"alter role current_user reset {setting.split()[0]}")
        assert (result.code, result.out) == (3, "")
        assert "Next: " in result.err
    assert company.state("2") == "pending_review"


def test_another_session_in_the_way(company: Database, recert: Recert) -> None:
    """A lock that is not to be had in time is told as something to try again."""
    company.execute("alter role current_user set lock_timeout = '1ms'")
    try:
        company.execute("begin")
        company.execute("select from core.trainings for update")
        result = recert(company, *APPROVE, *WHY, *AS)
        company.execute("rollback")
    finally:
        company.execute("alter role current_user reset lock_timeout")
    assert (result.code, result.out) == (75, "")
    assert "55P03" in result.err
    assert company.state("2") == "pending_review"


def test_arguments_that_are_no_text(untouched: Database) -> None:
    before = untouched.record()
    for arguments in (
        [b"approve", b"Lock\xffout", b"2", b"--reason", REASON.encode()],
        [b"approve", b"Lockout", b"2", b"--reason", b"Not a text: \xff\xfe at all"],
        [b"approve", b"Lockout", b"2", b"--reason", REASON.encode(), b"--as", b"\xff"],
    ):
        result = call(*map(_as_argument, arguments), "--dsn", untouched.dsn)
        assert (result.code, result.out) == (5, "")
        assert "ZR102" in result.err
        assert "Traceback" not in result.err
    assert untouched.record() == before


def _as_argument(argument: bytes) -> str:
    return argument.decode(errors="surrogateescape")


def test_a_traceback_is_for_those_who_ask(untouched: Database) -> None:
    arguments = [*APPROVE, "--reason", "too short", *AS, "--dsn", untouched.dsn]
    plain = call(*arguments)
    debugged = call("--debug", *arguments)
    assert plain.code == debugged.code == 5
    assert "Traceback" not in plain.err
    assert "Traceback" in debugged.err
    assert plain.out == debugged.out == ""


def test_a_defect_is_told_as_one(untouched: Database, recert: Recert) -> None:
    """Something that nobody foresaw: here a function that the schema says it has, and has not."""
    untouched.execute("alter function api.scan_overdue() rename to mislaid")
    try:
        result = recert(untouched, "scan", "overdue")
    finally:
        untouched.execute("alter function api.mislaid() rename to scan_overdue")
    assert (result.code, result.out) == (1, "")
    assert "42883" in result.err
    assert "Traceback" not in result.err


def test_the_module_is_the_command() -> None:
    assert COMMAND[1:] == ["-m", "pipeline"]
    assert environment()["PYTHONPATH"]
    assert call("--version").code == 0
