"""Which tests may notice a mutant, and in which order they are most likely to."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipeline.install import reapplied
from tests.mutation.mutants import Mutant

#: Tests that compare the SQL itself or its documentation, install it elsewhere, or end their
#: server on purpose: they say nothing about what a rule does.
LEFT_OUT = (
    "tests/install",
    "tests/docs",
    "tests/embedded",
    "tests/demo",
    "tests/oulad",
    "tests/faults",
    "tests/mutation",
)

_NAME = re.compile(r"\b(?:core|api|audit|ops)\.[a-z_]+")


@dataclass(frozen=True)
class Ran:
    """How a test ran with nothing switched off."""

    name: str
    seconds: float
    used: frozenset[str]

    @property
    def module(self) -> str:
        return self.name.partition("::")[0]


class Selection:
    """Orders tests for mutants, and learns from those that were killed."""

    def __init__(self, coverage: Path) -> None:
        self.tests: dict[str, Ran] = {}
        for line in coverage.read_text(encoding="utf-8").splitlines():
            for name, seconds, outcome, used in json.loads(line)["tests"]:
                if outcome == "passed":
                    self.tests[name] = Ran(name, seconds, frozenset(used))
        self._named = _named_in(self.tests.values())
        self._callers = _callers()
        self._kills: dict[str, Counter[str]] = defaultdict(Counter)

    def learn(self, path: str, test: str) -> None:
        """Remember that this test killed a mutant of this file."""
        self._kills[path][test] += 1

    def tests_for(self, mutant: Mutant) -> list[Ran]:
        """All that use what the mutant is about or name it, the likeliest first."""
        names = self._concerned(mutant)
        found = [
            test
            for test in self.tests.values()
            if names & test.used or names & self._named[test.module]
        ]
        kills = self._kills[mutant.path]
        killers = sorted(
            (test for test in found if kills[test.name]), key=lambda test: -kills[test.name]
        )[:15]
        known = {test.name for test in killers}
        modules: dict[str, list[Ran]] = defaultdict(list)
        for test in found:
            if test.name not in known:
                modules[test.module].append(test)
        familiar = {name.partition("::")[0] for name in kills}
        ordered = sorted(modules.values(), key=lambda tests: self._rank(tests, names, familiar))
        return killers + [
            test for tests in ordered for test in sorted(tests, key=lambda test: test.seconds)
        ]

    def _rank(
        self, tests: list[Ran], names: set[str], familiar: set[str]
    ) -> tuple[bool, bool, bool, float]:
        module = tests[0].module
        own = any(f"/{name.partition('.')[2]}/" in module for name in names)
        used = sum(len(test.used) * test.seconds for test in tests) / len(tests)
        return (module not in familiar, not own, not names & self._named[module], used)

    def _concerned(self, mutant: Mutant) -> set[str]:
        """The names to look for: of what PostgreSQL keeps no count, those who call it instead."""
        names = set(mutant.names)
        counted = {name for test in self.tests.values() for name in test.used}
        todo = [name for name in names if name not in counted]
        while todo:
            for caller in self._callers.get(todo.pop(), ()):
                if caller not in names:
                    names.add(caller)
                    if caller not in counted:
                        todo.append(caller)
        return names


def _named_in(tests: Iterable[Ran]) -> dict[str, set[str]]:
    """The names that the text of each module has."""
    return {
        module: set(_NAME.findall(Path(module).read_text(encoding="utf-8")))
        for module in {test.module for test in tests}
    }


def _callers() -> dict[str, set[str]]:
    """For each function and view the functions and views whose text names it."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in reapplied():
        parts = file.path.removesuffix(".sql").split("/")
        if parts[0] in ("functions", "views"):
            own = ".".join(parts[1:])
            for name in _NAME.findall(file.text):
                if name != own:
                    found[name].add(own)
    return found
