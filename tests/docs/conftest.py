"""Sessions of a reader's own, at the points of the tutorial's story where pages begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests import places
from tests.cli.calling import ROOT
from tests.docs.pages import shell_blocks
from tests.docs.shell import Shell, follow

TUTORIAL = ROOT / "docs" / "tutorial.md"

#: The points, and the heading of the tutorial that comes next.
STAGES = {
    "company": "## 3. ",
    "pending": "## 4. ",
    "recertified": "## 7. ",
    "built": "## 12. ",
}

#: Makes a session that begins at a stage.
AtStage = Callable[[str], Shell]


@pytest.fixture(scope="session")
def stages() -> Iterator[AtStage]:
    """The stages, each made once when it is asked for, to be copied."""
    made: dict[str, Shell] = {}
    names = list(STAGES)
    with ExitStack() as stack:

        def stage(name: str) -> Shell:
            if name not in made:
                folder = stack.enter_context(places.server_folder())
                before = names[names.index(name) - 1] if name != names[0] else None
                shell = Shell(folder) if before is None else stage(before).copy_to(folder)
                part = {"below": STAGES[before] if before else "", "above": STAGES[name]}
                try:
                    for block in shell_blocks(TUTORIAL, **part):
                        follow(shell, "docs/tutorial.md", block)
                finally:
                    shell.stop()
                made[name] = shell
            return made[name]

        yield stage


@pytest.fixture
def at_stage(stages: AtStage) -> Iterator[AtStage]:
    with ExitStack() as stack:

        def begin(name: str) -> Shell:
            shell = stages(name).copy_to(stack.enter_context(places.server_folder()))
            stack.callback(shell.stop)
            return shell

        yield begin
