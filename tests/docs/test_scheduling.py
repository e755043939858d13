"""The examples of docs/scheduling.md are read by the tools that they are for, and work."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from psycopg.conninfo import make_conninfo

from tests.cli.calling import HUNG, ROOT, call, environment
from tests.company import Database

PAGE = (ROOT / "docs" / "scheduling.md").read_text(encoding="utf-8")

#: The environment that `make airflow` makes.
AIRFLOW = Path(os.environ.get("RECERT_TEST_AIRFLOW") or ROOT / "build" / "airflow")

#: Where the examples have the command, and where they write.
COMMAND, FOLDER = "/opt/recert/bin/recert", "/var/lib/recert"


def blocks(language: str) -> list[str]:
    """The code of the page in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def files() -> dict[str, str]:
    """The files of the page by their names: a name in a paragraph of its own, then the code."""
    found = re.findall(
        r"`([\w/.-]+\.(?:service|timer|py))`:\n\n```\w+\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL
    )
    return {Path(name).name: text for name, text in found}


@pytest.fixture
def shim(tmp_path: Path) -> Path:
    """A folder with `recert`, this Python's, whose `daily` leaves out the marts to be quick."""
    folder = tmp_path / "bin"
    folder.mkdir()
    recert = folder / "recert"
    recert.write_text(
        '#!/bin/sh\n[ "$1" = daily ] && set -- "$@" --no-marts\n'
        f'exec {sys.executable} -m pipeline "$@"\n',
        encoding="utf-8",
    )
    recert.chmod(0o755)
    return folder


@pytest.fixture
def scheduler(database: Database) -> Iterator[str]:
    """The login of the page, made as the page says, where somebody is to be reminded."""
    create, *_ = blocks("sql")
    database.deciders()
    database.training()
    database.users("E-1")
    database.activate("1")
    database.execute(
        "insert into core.campaigns (name, kind, version_id) select 'C', 'manual', version_id"
        " from core.training_versions"
    )
    database.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
        " select u.user_id, c.campaign_id, now() - interval '1 day', now() - interval '9 days'"
        " from core.users as u, core.campaigns as c where u.employee_number = 'E-1'"
    )
    try:
        database.execute(create)
        (password,) = re.findall(r"password '(.*)'", create)
        yield make_conninfo(database.dsn, user="recert_scheduler", password=password)
    finally:
        database.execute("drop role if exists recert_scheduler")


def run_shell(command: str, folder: Path, shim: Path, dsn: str) -> subprocess.CompletedProcess[str]:
    """A command of the page in a shell, on this database and in this folder."""
    return subprocess.run(
        ["/bin/sh", "-c", command.replace(COMMAND, "recert").replace(FOLDER, str(folder))],
        env=environment(RECERT_DSN=dsn, PATH=f"{shim}{os.pathsep}{os.environ['PATH']}"),
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
        timeout=HUNG,
    )


def handed_over(folder: Path) -> list[str]:
    """The lines of the files of reminders, their heads left out."""
    return [
        line
        for file in sorted(folder.glob("*.csv"))
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
    ]


# -- the page -----------------------------------------------------------------------------------


def test_the_page_has_what_the_tests_look_for() -> None:
    assert set(files()) == {
        *("recert-daily.service", "recert-daily.timer", "recert-notifications.service"),
        "recert_daily.py",
    }
    assert [len(blocks(language)) for language in ("crontab", "shell", "sql")] == [1, 1, 2]


def test_every_command_of_the_page_exists_with_its_options(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from pipeline.cli import run

    commands = set(re.findall(r"\brecert ((?:daily|jobs|notifications)[a-z -]*)", PAGE))
    assert {command.split()[0] for command in commands} == {"daily", "jobs", "notifications"}
    for command in commands:
        assert run([*command.split(), "--help"]) == 0, command
        assert "Usage" in capsys.readouterr().out


def test_the_login_and_the_question_of_the_page(database: Database, scheduler: str) -> None:
    _, question = blocks("sql")
    with Database.connect(scheduler) as login:
        assert {row["step"] for row in login.rows(question)} == {
            *("expiry_scan", "scheduled_recertifications", "recompute"),
            *("overdue_scan", "reminders", "marts"),
        }
        assert call("daily", "--no-marts", "--dsn", scheduler).code == 0
        assert [row["step"] for row in login.rows(question)] == ["marts"]
        # it may become whom the marts belong to
        login.execute("set role recert_builder")
    assert database.value("select actor from audit.log where action = 'scan_overdue'") == "system"

    # yesterday's run is no answer
    database.execute("alter table ops.job_runs disable trigger user")
    database.execute("update ops.job_runs set finished_at = finished_at - interval '27 hours'")
    database.execute("update ops.job_runs set started_at = started_at - interval '27 hours'")
    assert len(database.rows(question)) == 6


# -- cron ---------------------------------------------------------------------------------------


def crontab_check() -> list[str]:
    """The call that checks a crontab and installs nothing: Debian's cron, or cronie."""
    crontab = shutil.which("crontab")
    if crontab is None:
        pytest.skip("crontab is not installed (Debian has it in the package cron)")
    usage = subprocess.run([crontab, "-?"], capture_output=True, text=True, check=False).stderr
    if "dry run" in usage:
        return [crontab, "-n"]
    if "-T" in usage:
        return [crontab, "-T"]
    pytest.skip("this crontab cannot check a file without installing it")


def test_cron_reads_the_crontab(tmp_path: Path) -> None:
    check = crontab_check()
    file = tmp_path / "crontab"
    (text,) = blocks("crontab")

    def reads(text: str) -> bool:
        file.write_text(text, encoding="utf-8")
        return subprocess.run([*check, file], capture_output=True, check=False).returncode == 0

    assert reads(text)
    mistaken = text.replace("30 2,4 * * *", "30 2,24 * * *")
    assert mistaken != text
    assert not reads(mistaken)


def test_the_lines_of_the_crontab_work(
    database: Database, scheduler: str, shim: Path, tmp_path: Path
) -> None:
    (text,) = blocks("crontab")
    commands = [
        # the sixth field, as cron hands it to the shell
        line.split(maxsplit=5)[5].replace("\\%", "%")
        for line in text.splitlines()
        if re.match(r"\d", line)
    ]
    assert len(commands) == 2
    for command in commands:
        result = run_shell(command, tmp_path, shim, scheduler)
        # nothing to mail
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert len(handed_over(tmp_path)) == 1
    assert database.value("select count(*) from ops.job_runs where state = 'succeeded'") == 5

    # whatever sends the mail takes the files: their names tell seconds, and a test is quicker
    for file in tmp_path.glob("*.csv"):
        file.unlink()

    # what failed is mailed
    database.execute("revoke recert_service from recert_scheduler")
    for command in commands:
        assert "ZR302" in run_shell(command, tmp_path, shim, scheduler).stdout


# -- systemd ------------------------------------------------------------------------------------


def systemd_analyze() -> str:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed (Debian has it in the package systemd)")
    return analyze


def verified(folder: Path, old: str = "", new: str = "") -> str:
    """What `systemd-analyze verify` says of the units, with a command that is there."""
    folder.mkdir()
    for name, text in files().items():
        if not name.endswith(".py"):
            unit = text.replace(old, new) if old else text
            (folder / name).write_text(unit.replace(COMMAND, sys.executable), encoding="utf-8")
    done = subprocess.run(
        [systemd_analyze(), "--no-pager", "--man=no", "verify", *map(str, folder.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"{done.returncode}" + done.stdout + done.stderr


def test_systemd_reads_the_units(tmp_path: Path) -> None:
    assert verified(tmp_path / "units") == "0"
    # it would have found mistakes
    assert verified(tmp_path / "key", "RestartSec", "RestartSecs") != "0"
    assert verified(tmp_path / "when", "02:30:00", "25:30:00") != "0"
    assert verified(tmp_path / "what", "Type=oneshot", "Type=once") != "0"


def test_the_timer_fires_each_night_in_utc() -> None:
    (when,) = re.findall(r"^OnCalendar=(.*)$", files()["recert-daily.timer"], re.MULTILINE)
    # twice over the night of a change to summer time
    calendar = subprocess.run(
        [
            *(systemd_analyze(), "calendar", "--iterations=2"),
            *("--base-time=2026-03-28 12:00:00 UTC", when),
        ],
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert re.findall(r"2026-03-\d\d \d\d:\d\d:\d\d", calendar) == [
        "2026-03-29 02:30:00",
        "2026-03-30 02:30:00",
    ]


def test_the_services_start_what_works(
    database: Database, scheduler: str, shim: Path, tmp_path: Path
) -> None:
    for name in ("recert-daily.service", "recert-notifications.service"):
        (command,) = re.findall(r"^ExecStart=(.*)$", files()[name], re.MULTILINE)
        # as systemd unfolds it
        result = run_shell(command.replace("%%", "%").replace("$$", "$"), tmp_path, shim, scheduler)
        assert result.returncode == 0, result.stderr
    assert len(handed_over(tmp_path)) == 1


def test_the_service_tries_again_when_that_helps() -> None:
    """Every exit code of the command but those that the page says to try again after."""
    unit = files()["recert-daily.service"]
    (prevented,) = re.findall(r"^RestartPreventExitStatus=(.*)$", unit, re.MULTILINE)
    assert {int(code) for code in prevented.split()} == {1, 2, 4, 5, 6, 7, 8}
    again = re.findall(r"^\| (\d+) \|.*\| (?:try again|run it again)", PAGE, re.MULTILINE)
    assert {int(code) for code in again} == {3, 75, 130}


# -- Airflow ------------------------------------------------------------------------------------


def parsed(folder: Path, home: Path) -> dict[str, Any]:
    """What Airflow finds in a folder of DAGs."""
    python = AIRFLOW / "bin" / "python"
    if not python.exists():
        pytest.skip(f"Airflow is not installed in {AIRFLOW} (`make airflow` installs it)")
    done = subprocess.run(
        [python, Path(__file__).with_name("parse_dags.py"), folder],
        env={
            "PATH": os.environ["PATH"],
            "AIRFLOW_HOME": str(home),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=HUNG,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def test_airflow_reads_the_dag(
    tmp_path: Path, database: Database, scheduler: str, shim: Path
) -> None:
    dags = tmp_path / "dags"
    dags.mkdir()
    text = files()["recert_daily.py"]
    (dags / "recert_daily.py").write_text(text, encoding="utf-8")
    # mistakes are found: an operator without its command, and a circle of tasks
    mistaken = {
        "no_command.py": text.replace("bash_command=", "command=", 1),
        "circle.py": text + "    done >> daily\n",
    }
    for name, changed in mistaken.items():
        (dags / name).write_text(changed.replace('"recert_daily"', f'"{name}"'), encoding="utf-8")
    found = parsed(dags, tmp_path / "home")
    assert {Path(file).name for file in found["errors"]} == set(mistaken)

    (name,) = found["dags"]
    dag = found["dags"][name]
    assert name == "recert_daily"
    assert (dag["schedule"], dag["timezone"]) == ("30 2 * * *", "UTC")
    assert (dag["catchup"], dag["max_active_runs"]) == (False, 1)
    tasks = dag["tasks"]
    assert {task: tasks[task]["after"] for task in tasks} == {
        "daily": [],
        "notifications": ["daily"],
        "done": ["daily", "notifications"],
    }
    # reminders are handed over whatever became of the day; the run is good when all of it was
    assert [tasks[task]["trigger_rule"] for task in ("notifications", "done")] == [
        "all_done",
        "all_success",
    ]
    assert {tasks[task]["retries"] for task in tasks} == {4}
    for task in ("daily", "notifications"):
        result = run_shell(tasks[task]["command"], tmp_path, shim, scheduler)
        assert result.returncode == 0, result.stderr
    assert len(handed_over(tmp_path)) == 1
