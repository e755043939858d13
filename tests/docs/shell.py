"""A shell of a reader's own: a home with an embedded server, and the command on its path."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg

from pipeline.embedded import EmbeddedServer
from pipeline.reports.environment import working_folder
from tests.cli.calling import HUNG, ROOT, environment

#: Folders of the machine that pages name, which are in the reader's home here.
ELSEWHERE = re.compile(r"(?<![\w.$~])/(?:mnt|srv|var)/[\w/]+(?=/)")


class Shell:
    """Runs lines one after the other as one session would; variables that it exports stay."""

    def __init__(self, folder: Path) -> None:
        """Make a home in ``folder``, which is empty or a copy of another's."""
        self.home = folder
        self.work = folder / "work"
        self.variables: dict[str, str] = {}
        self.digest = ""
        for path in (folder / "bin", self.work):
            path.mkdir(exist_ok=True)
        recert = folder / "bin" / "recert"
        recert.write_text(f'#!/bin/sh\nexec {sys.executable} -m pipeline "$@"\n', encoding="utf-8")
        recert.chmod(0o755)
        for name in ("examples", "docs", "dbt_project"):
            link = self.work / name
            if not link.exists():
                link.symlink_to(ROOT / name)

    def _elsewhere(self, named: re.Match[str]) -> str:
        """A folder of the machine, made in the reader's home."""
        folder = self.home / "elsewhere" / named.group().strip("/")
        folder.mkdir(exist_ok=True, parents=True)
        return str(folder)

    @property
    def database_home(self) -> Path:
        """Where the embedded server of the session lives unless a command names another."""
        return Path(self.variables.get("RECERT_HOME", self.home / "recert"))

    def run(self, command: str) -> subprocess.CompletedProcess[str]:
        """Run a line; its output and messages in the order in which they came."""
        line = command.replace("DIGEST", self.digest) if self.digest else command
        line = ELSEWHERE.sub(self._elsewhere, line)
        kept = self.home / "environment"
        kept.unlink(missing_ok=True)
        done = subprocess.run(
            ["/bin/sh", "-c", f"{line}\nstatus=$?\nenv -0 >{kept}\nexit $status"],
            env=environment(
                **{"RECERT_HOME": str(self.home / "recert"), **self.variables},
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

    def succeed(self, command: str) -> str:
        """Run a line that has to do what it says; what it printed."""
        done = self.run(command)
        assert done.returncode == 0, f"{command}\n{done.stdout}"
        return done.stdout

    def stop(self) -> None:
        """Stop every server that a line has started."""
        homes = {path.parent for path in self.home.glob("*/pgdata")}
        for home in {*homes, self.database_home}:
            EmbeddedServer(home).stop()

    def copy_to(self, folder: Path) -> Shell:
        """A session like this one, stopped before, with a database of its own."""
        subprocess.run(["/bin/cp", "-Rp", f"{self.home}/.", str(folder)], check=True)
        copy = Shell(folder)
        for kept in (folder / "recert" / "dbt").glob("*"):
            # dbt's folder is named after where the server is
            copy.succeed("recert db start")
            with psycopg.connect(EmbeddedServer(folder / "recert").dsn) as connection:
                os.environ["RECERT_HOME"] = str(folder / "recert")
                with working_folder(connection) as renamed:
                    renamed.rmdir()
                    kept.rename(renamed)
        return copy
