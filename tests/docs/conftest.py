"""Sessions of a reader's own, at the points of the example company's story where pages begin."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.docs.shell import Shell

#: What is done before a page begins, each after the one before it.
STAGES: dict[str, list[str]] = {
    "company": [
        "recert db init",
        *(
            f"recert import {kind} examples/{kind}.csv"
            for kind in ("users", "trainings", "versions", "evidence", "assignments")
        ),
    ],
    "pending": [
        'recert submit "Lockout/Tagout" 3.2 --content examples/lockout-tagout-3.2.md'
        ' --source SOP-017@C --reason "New lock type on line 4" --as E-00042',
    ],
    "recertified": [
        'recert approve "Lockout/Tagout" 3.2 --recertify-everyone'
        ' --reason "New lock type on line 4" --as Q-001',
        "recert report build",
    ],
}

#: Makes a session that begins at a stage, or with nothing.
AtStage = Callable[[str | None], Shell]


@pytest.fixture(scope="session")
def stages() -> Iterator[Callable[[str], Shell]]:
    """The stages, each made once when it is asked for, to be copied."""
    made: dict[str, Shell] = {}
    names = list(STAGES)
    with ExitStack() as stack:

        def folder() -> Path:
            return Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="recert-docs-")))

        def stage(name: str) -> Shell:
            if name not in made:
                place = names.index(name)
                shell = Shell(folder()) if not place else stage(names[place - 1]).copy_to(folder())
                try:
                    for command in STAGES[name]:
                        shell.succeed(command)
                finally:
                    shell.stop()
                made[name] = shell
            return made[name]

        yield stage


@pytest.fixture
def at_stage(stages: Callable[[str], Shell]) -> Iterator[AtStage]:
    with ExitStack() as stack:

        def begin(name: str | None) -> Shell:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="recert-docs-")))
            shell = Shell(folder) if name is None else stages(name).copy_to(folder)
            stack.callback(shell.stop)
            return shell

        yield begin
