"""A password is never printed, stored, written to a file or put on a command line."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psutil
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from pipeline.cli import run
from pipeline.embedded import EmbeddedServer
from pipeline.errors import Defect
from pipeline.masking import masked, masked_statement
from tests.cli.calling import Result, call, finish, start
from tests.cli.conftest import fill
from tests.company import Database, copied
from tests.sessions import until_somebody_is_blocked

#: With everything that a URL, a keyword or a shell would take for something else.
PASSWORD = "sw0rdf1sh/a:b?c#d%e 'f\\hunt3r2"  # noqa: S105  opens nothing
KEY_PASSWORD = "simsalab1m"  # noqa: S105  nor this

#: Parts of them that nothing else has.
TELLTALES = (b"sw0rdf1sh", b"hunt3r2", b"simsalab1m")

LOGIN = "with_password"


@pytest.fixture(scope="module")
def guarded(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A company on a server that asks one login for its password."""
    file = server.data / "pg_hba.conf"
    before = file.read_text(encoding="utf-8")
    role = sql.Identifier(LOGIN)
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        fill(database)
        database.connection.execute(
            sql.SQL("create role {} login superuser password {}").format(role, PASSWORD)
        )
        try:
            # written over, as the file is the server's account's
            file.write_text(f"local all {LOGIN} scram-sha-256\n{before}", encoding="utf-8")
            database.execute("select pg_reload_conf()")
            yield database
        finally:
            file.write_text(before, encoding="utf-8")
            database.execute("select pg_reload_conf()")
            database.connection.execute(sql.SQL("drop role {}").format(role))


def url(database: Database, password: str = PASSWORD, **changes: str) -> str:
    parts = {**conninfo_to_dict(database.dsn), **changes}
    host = quote(str(parts["host"]), safe="")
    return (
        f"postgresql://{LOGIN}:{quote(password, safe='')}@/{parts['dbname']}"
        f"?host={host}&port={parts['port']}&sslpassword={KEY_PASSWORD}"
    )


def keywords(database: Database, password: str = PASSWORD, **changes: str) -> str:
    parts = {**conninfo_to_dict(database.dsn), **changes}
    return make_conninfo(
        **{**parts, "user": LOGIN, "password": password, "sslpassword": KEY_PASSWORD}
    )


FORMS = {"url": url, "keywords": keywords}


class Searched:
    """Calls the command in a folder of its own, and keeps whatever it printed there, too."""

    def __init__(
        self, folder: Path, patch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.folder, self.patch, self.capsys = folder, patch, capsys
        self.number = 0
        (folder / "tmp").mkdir()
        patch.chdir(folder)
        patch.setattr("tempfile.tempdir", str(folder / "tmp"))
        for name in [name for name in os.environ if name.startswith(("RECERT_", "PG"))]:
            patch.delenv(name)
        self.variables = {"RECERT_HOME": str(folder / "home")}

    def call(self, *arguments: str, **variables: str) -> int:
        given = {**self.variables, **variables}
        if "psql" in arguments:  # it takes over the process
            result = call(*arguments, cwd=self.folder, variables=given)
        else:
            with self.patch.context() as patch:
                for name, text in given.items():
                    patch.setenv(name, text)
                self.capsys.readouterr()
                result = Result(run(list(arguments)), *self.capsys.readouterr())
        self.number += 1
        printed = self.folder / f"{self.number}.printed"
        printed.write_text(f"{result.out}\n{result.err}", encoding="utf-8")
        return result.code

    def leaks(self) -> list[str]:
        """The files that have a part of a password, in whatever encoding of ours."""
        return sorted(
            f"{file.relative_to(self.folder)}: {tale.decode()}"
            for file in self.folder.rglob("*")
            if file.is_file()
            for tale in TELLTALES
            if tale in file.read_bytes()
        )


@pytest.fixture
def searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Searched:
    return Searched(tmp_path, monkeypatch, capsys)


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_works_tells_it(guarded: Database, searched: Searched, form: str) -> None:
    dsn = FORMS[form](guarded)
    for output in ("json", "table", "csv"):
        assert searched.call("db", "status", "--format", output, RECERT_DSN=dsn) == 0
    for code, *arguments in (
        (0, "db", "init"),
        (0, "audit", "verify", "--debug"),
        (0, "audit", "log"),
        (0, "report", "build", "--select", "+int_as_of"),
        (0, "daily", "--no-marts", "--log-format", "json"),
        (0, "jobs", "--format", "json"),
        (0, "db", "psql", "--", "-c", "\\conninfo"),
        (0, "db", "backup", "record.dump"),
        # and what is refused
        (6, "db", "backup", "record.dump", "--debug"),
        (6, "db", "restore", "record.dump", "--debug"),
        (2, "db", "start"),
        (6, "approve", "Lockout", "9", "--reason", "Given for the test", "--as", "Q-1", "--debug"),
        (2, "import", "users", "none.csv", "--log-format", "json"),
        (6, "report", "build", "--select", "nothing_of_this_name", "--debug"),
    ):
        assert searched.call(*arguments, RECERT_DSN=dsn) == code, arguments
    assert (searched.folder / "home" / "dbt").is_dir()  # dbt's log and what it compiled
    (searched.folder / "record.dump").unlink()  # holds the hash of no login: it is no roles' dump
    assert searched.leaks() == []
    stored = "\n".join(row for rows in guarded.snapshot().values() for row in rows).encode()
    assert not [tale for tale in TELLTALES if tale in stored]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_that_fails_to_connect_tells_it(
    guarded: Database, searched: Searched, form: str
) -> None:
    make = FORMS[form]
    for dsn in (
        make(guarded, f"{PASSWORD} wrong"),
        make(guarded, dbname="no_such_database"),
        make(guarded, host="/no/such/folder"),
        make(guarded, host="host.invalid"),
        make(guarded, port="1"),
    ):
        for arguments in (
            ["audit", "verify", "--debug"],
            ["db", "status"],
            ["daily", "--log-format", "json"],
            ["report", "build", "--log-format", "json", "--debug"],
            ["db", "backup", "record.dump", "--debug"],
        ):
            assert searched.call(*arguments, RECERT_DSN=dsn) == 3
    assert searched.leaks() == []


#: DSNs that libpq takes apart in another way than their author meant, and then complains of a part.
MISTAKEN = (
    "postgresql://me:sw0rdf1sh@hunt3r2@host.invalid/db",
    "postgresql://me:sw0rdf1sh/hunt3r2@host.invalid/db",
    "postgresql://me:5432/hunt3r2@host.invalid/db",
    "postgresql://me:sw0rdf1sh%hunt3r2@host.invalid/db",
    "postgresql://me:sw0rdf1sh?hunt3r2@host.invalid/db",
    "postgresql://me:sw0rdf1sh#hunt3r2@host.invalid:x/db",
    "postgresql://host.invalid/db?password=sw0rdf1sh&hunt3r2",
    " postgresql://me:sw0rdf1sh@host.invalid/db",
    "postgres+psycopg://me:sw0rdf1sh@host.invalid/db",
    "host=host.invalid password=sw0rdf1sh hunt3r2",
    "host=host.invalid password='sw0rdf1sh hunt3r2",
    "host=host.invalid password=sw0rdf1sh hunt3r2=x",
    "HOST=host.invalid PASSWORD=sw0rdf1sh",
    "host=host.invalid port=12x password='sw0rdf1sh hunt3r2'",
    "host=host.invalid sslpassword = sw0rdf1sh sslmode=none",
    "dbname=postgresql://me:sw0rdf1sh@host.invalid/db host=/no/such/folder",
)


def test_no_dsn_that_is_written_wrong_tells_it(searched: Searched) -> None:
    for dsn in MISTAKEN:
        for arguments in (["audit", "verify", "--debug"], ["db", "status"]):
            assert searched.call(*arguments, RECERT_DSN=dsn) == 3, dsn
        # in the wrong place
        for arguments in ([dsn, "db", "status"], ["db", "status", dsn], ["--reason", dsn]):
            assert searched.call(*arguments) == 2, dsn
            assert searched.call("--log-format", "json", *arguments) == 2, dsn
    assert searched.leaks() == []


@pytest.mark.parametrize("where", ["PGPASSWORD", "PGPASSFILE", "PGSERVICEFILE"])
def test_programs_get_it_from_wherever_it_is(
    guarded: Database, searched: Searched, tmp_path_factory: pytest.TempPathFactory, where: str
) -> None:
    """From a variable, a password file or a service: none of them is copied anywhere."""
    file = tmp_path_factory.mktemp("secret") / "file"
    parts = {**conninfo_to_dict(guarded.dsn), "user": LOGIN}
    variables = {where: str(file), "RECERT_DSN": make_conninfo(**parts)}
    match where:
        case "PGPASSWORD":
            variables[where] = PASSWORD
        case "PGPASSFILE":
            kept = PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
            file.write_text(f"*:*:*:{LOGIN}:{kept}\n", encoding="utf-8")
        case "PGSERVICEFILE":
            lines = [f"{name}={text}" for name, text in {**parts, "password": PASSWORD}.items()]
            file.write_text("\n".join(["[ours]", *lines, ""]), encoding="utf-8")
            variables["RECERT_DSN"] = "service=ours"
    file.parent.chmod(0o700)
    if file.exists():
        file.chmod(0o600)
    for arguments in (
        ["db", "psql", "--", "-c", "select 1"],
        ["db", "backup", "record.dump"],
        ["report", "build", "--select", "+int_as_of"],
    ):
        assert searched.call(*arguments, **variables) == 0, arguments
    assert searched.leaks() == []


@contextmanager
def blocked(database: Database) -> Iterator[None]:
    with Database.connect(database.dsn) as other, other.undone():
        other.execute("lock table core.exemptions in access exclusive mode")
        yield


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("arguments", "application"),
    [
        (["db", "psql", "--", "-c", "select count(*) from core.exemptions"], "psql"),
        (["db", "backup", "record.dump"], "recert db backup"),
    ],
)
def test_the_process_list_does_not_tell_it(
    guarded: Database, tmp_path: Path, form: str, arguments: list[str], application: str
) -> None:
    with blocked(guarded):
        process = start(*arguments, cwd=tmp_path, variables={"RECERT_DSN": FORMS[form](guarded)})
        until_somebody_is_blocked(guarded, application)
        ours = psutil.Process(process.pid)
        lines = [each.cmdline() for each in [ours, *ours.children(recursive=True)]]
        process.send_signal(signal.SIGTERM)
        finish(process)
    programs = {Path(line[0]).name for line in lines}
    assert programs & {"psql", "pg_dump"}
    shown = "\n".join(" ".join(line) for line in lines).encode()
    assert not [tale for tale in TELLTALES if tale in shown]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("no secret: user=me", "no secret: user=me"),
        ("postgresql://me:a@b@host/db is wrong", "postgresql://me:***@host/db is wrong"),
        ("postgresql://me@host/db", "postgresql://me@host/db"),
        ("(host=h password=abc)", "(host=h password=***"),
        ("password='a b\\' c' port=1\nnext", "password=***\nnext"),
        ("PGPASSWORD = abc recert", "PGPASSWORD = ***"),
        ("?x=c&sslpassword=b&password=a", "?x=c&sslpassword=***"),
        ('password authentication failed for user "me"',) * 2,
    ],
)
def test_what_is_masked(text: str, expected: str) -> None:
    assert masked(text) == expected
    error = Defect(text, detail=text, hint=text)
    assert (str(error), error.message, error.detail, error.hint) == (expected,) * 4


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        ("select  a,\n\tb from t where c = $1", "select a, b from t where c = $1"),
        ("SELECT*from t", "SELECT*from t"),
        (" -- a\r/* b /* c */ */\n((select 1) union (select 2))", "select 1) union (select 2))"),
        ("with a as (select 1) select", "with a as (select 1) select"),
        ("insert into t values ($1)", "insert into t values ($1)"),
        ("update t set a = $1", "update t set a = $1"),
        ("delete from t", "delete from t"),
        ("merge into t using s on true", "merge into t using s on true"),
        ("select 1 /* password=hunter2 */\nfrom t", "select 1 /* password=***"),
        ("select 'postgresql://u:hunter2@h/db'", "select 'postgresql://u:***@h/db'"),
        ("create subscription s connection 'host=h password=hunter2'", "create subscription"),
        ("create/**/ subscription s connection 'x'", "create subscription"),
        ("ALTER ROLE r PASSWORD U&'hunter2'", "ALTER ROLE"),
        ("alter role r password/**/'hunter2'", "alter role"),
        ("/* select */ alter -- select\nuser r", "alter user"),
        ("do $$ hunter2 $$", "do"),
        ("do $hunter2$ $hunter2$", "do"),
        ("do e'hunter2'", "do"),
        ("copy t from program 'curl u:hunter2@h'", "copy t"),
        ("explain select 'hunter2'", "explain select"),
        ("set a.password = 'hunter2'", "set a"),
        ("selected hunter", "selected hunter"),
        ("'hunter2'", "***"),
        ("/* hunter2", "***"),
        ("*/ hunter2", "***"),
        ("", "***"),
    ],
)
def test_what_is_told_of_a_statement(statement: str, shown: str) -> None:
    assert masked_statement(statement) == shown
