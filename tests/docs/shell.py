"""A shell of a reader's own: a home with an embedded server, and the command on its path."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import psycopg

from pipeline.embedded import EmbeddedServer
from pipeline.reports.environment import working_folder
from tests.cli.calling import HUNG, ROOT, environment
from tests.docs.pages import Block, missing

#: Folders of the machine that pages name, which are in the reader's home here.
ELSEWHERE = re.compile(r"(?<![\w.$~])/(?:mnt|srv|var)/[\w/]+(?=/)")

#: The daily job leaves the marts out, to be quick; test_readme.py has it build them.
RECERT = f"""\
#!/bin/sh
[ "$1" = daily ] && set -- "$@" --no-marts
exec {sys.executable} -m pipeline "$@"
"""


@dataclass(frozen=True)
class NotRun:
    """A line of a page that is not executed here: how it begins, and why not."""

    page: str
    line: str
    reason: str


NOT_RUN = (
    NotRun(
        "README.md",
        "export RECERT_DSN=postgresql://recert_admin@db.example.com/recert",
        "that server is the reader's; what follows runs on the embedded one",
    ),
    NotRun(
        "docs/scale.md",
        "export RECERT_DSN=postgresql://recert_gateway@pool.example.com",
        "needs PgBouncer: tests/cli/pooling has one",
    ),
    NotRun(
        "docs/scheduling.md",
        "30 2,4 * * * recert daily",
        "cron's form: tests/docs/test_scheduling.py runs it",
    ),
    NotRun(
        "docs/scheduling.md",
        "45 2,4 * * * recert notifications",
        "cron's form: tests/docs/test_scheduling.py runs it",
    ),
    NotRun(
        "docs/scheduling.md",
        "ExecStart=",
        "systemd's form: tests/docs/test_scheduling.py runs it",
    ),
    NotRun(
        "docs/scheduling.md",
        "bash_command=",
        "Airflow's form: tests/docs/test_scheduling.py runs it",
    ),
)

#: Lines that end with another exit code than 0, as the page says: how they begin and end.
REFUSED = {
    ("docs/explanations/who-may.md", "recert approve", "--as Q-001"): 7,
    ("docs/tutorial.md", "recert approve", "--as E-00042"): 7,
    ("docs/how-to/paper-records.md", "recert import evidence paper.csv --rejects", ""): 5,
}


class Shell:
    """Runs lines one after the other as one session would; variables that it exports stay."""

    def __init__(self, folder: Path) -> None:
        """Make a home in ``folder``, which is empty or a copy of another's."""
        self.home = folder
        self.work = folder / "work"
        self.variables = {"RECERT_HOME": str(folder / "recert")}
        self.digest = ""
        for path in (folder / "bin", self.work):
            path.mkdir(exist_ok=True)
        recert = folder / "bin" / "recert"
        recert.write_text(RECERT, encoding="utf-8")
        recert.chmod(0o755)
        for name in ("examples", "docs", "dbt_project"):
            link = self.work / name
            if not link.is_symlink():
                link.symlink_to(ROOT / name)

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a line; its output and messages in the order in which they came."""
        line = command.replace("DIGEST", self.digest) if self.digest else command
        line = ELSEWHERE.sub(self._elsewhere, line)
        kept = self.home / "environment"
        kept.unlink(missing_ok=True)
        done = subprocess.run(
            ["/bin/sh", "-c", f"{line}\nstatus=$?\nenv -0 >{kept}\nexit $status"],
            env=environment(
                **self.variables,
                HOME=str(self.home),
                PATH=f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}",
                COLUMNS="100",
                PGTZ="UTC",
            ),
            cwd=self.work,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=HUNG,
        )
        if kept.exists():
            left = dict(pair.split("=", 1) for pair in kept.read_text().split("\0") if "=" in pair)
            self.variables = {n: v for n, v in left.items() if n.startswith("RECERT_")}
        if "--plan" in command and (found := re.search(r"\b[0-9a-f]{64}\b", done.stdout)):
            self.digest = found.group()
        return done

    def _elsewhere(self, named: re.Match[str]) -> str:
        """A folder of the machine, made in the reader's home."""
        folder = self.home / "elsewhere" / named.group().strip("/")
        folder.mkdir(exist_ok=True, parents=True)
        return str(folder)

    def stop(self) -> None:
        """Stop every server that a line has started."""
        for data in self.home.glob("*/pgdata"):
            EmbeddedServer(data.parent).stop()

    def copy_to(self, folder: Path) -> Shell:
        """A session like this one, which is stopped, with a database of its own."""
        subprocess.run(["/bin/cp", "-Rp", f"{self.home}/.", str(folder)], check=True)
        copy = Shell(folder)
        copy.digest = self.digest
        copy.variables = {
            name: value.replace(str(self.home), str(folder))
            for name, value in self.variables.items()
        }
        home = Path(copy.variables["RECERT_HOME"])
        for kept in (home / "dbt").glob("*"):
            # what dbt has read of the project lies in a folder named after where the server is
            with (
                mock.patch.dict(os.environ, RECERT_HOME=str(home)),
                psycopg.connect(EmbeddedServer(home).start()) as connection,
                working_folder(connection) as renamed,
            ):
                renamed.rmdir()
                kept.rename(renamed)
        return copy


def not_run(page: str, command: str) -> NotRun | None:
    """The entry that leaves this line out."""
    for entry in NOT_RUN:
        if entry.page == page and command.startswith(entry.line):
            return entry
    return None


def exit_code(page: str, command: str) -> int:
    """With which a line ends that does what its page says."""
    for (name, beginning, end), code in REFUSED.items():
        if name == page and command.startswith(beginning) and command.endswith(end):
            return code
    return 0


def follow(shell: Shell, page: str, block: Block) -> None:
    """Type what a block of a page has, and see what the page shows."""
    printed = ""
    for command in block.commands:
        if not_run(page, command):
            continue
        done = shell.run(command)
        assert done.returncode == exit_code(page, command), f"{page}: {command}\n{done.stdout}"
        printed += done.stdout
    line = missing(block.shown, printed)
    assert line is None, f"{page} shows: {line}\nprinted was:\n{printed}"
