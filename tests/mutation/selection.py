"""Which tests may notice a mutant, and in which order they are most likely to."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.sources import reapplied
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

#: Tests that look at the catalogue, or switch guards off themselves: they fail without the thing,
#: and do not show what it is for.
LOOK_AT_CATALOGUE = (
    "tests/functions/check_invariants/",
    "tests/cli/test_doctor.py",
    "tests/records/immutability/test_guards.py",
    "tests/records/test_integrity.py::test_every_column_that_names_another_row_is_checked",
)

#: Look at everything there is, so they name nothing, by what they notice.
OF_EVERYTHING = {
    "enable always": "tests/records/immutability/test_always.py",
    "revoke": "tests/records/test_rights.py",
}

#: Has a row for each column and constraint that the database keeps.
OF_CONSTRAINTS = "tests/records/constraints/"

_IN_CATALOGUE = (
    *("trigger", "trigger event", "trigger condition", "policy", "row security"),
    *("check", "check term", "unique", "primary key", "foreign key", "exclusion", "not null"),
    "unique index",
)

#: Seconds. A test that takes longer is one of many rules, and comes when the others did not notice.
LONG = 10

#: Call most functions, with other trainings, people and files around: before most short ones.
AMONG_OTHERS = (
    "tests/functions/test_among_others.py::",
    "tests/functions/imports/test_two_in_one_transaction.py::",
    "tests/functions/check_invariants/test_checks.py::test_what_others_keep",
)

#: Seconds of the likeliest tests before them.
BEFORE_THEM = 2

#: What tests that notice a mutant of a kind are often called.
_TELLING = {
    **dict.fromkeys(("where", "condition", "join"), re.compile("alone|other|only|nobody")),
    "lock": re.compile("moment|at_once|meanwhile|wait|lost|race|order|together|concurren"),
    "guard": re.compile("_not|refuse|who_|reason|author|lost|wrong|unknown|nobody|only"),
    "raise": re.compile("_not|refuse|who_|reason|author|wrong|unknown|nobody|only|bad"),
}

#: A name so long that whoever says it means it.
_WORD = re.compile(r"[a-z]+(?:_[a-z]+){3,}")

#: The table of a trigger, and its function.
_TRIGGER = re.compile(r"\bon ((?:core|audit|ops)\.\w+)\b[^;]*?execute function ([a-z_.]+)")

_NAME = re.compile(r"\b(?:core|api|audit|ops|recert_guards)\.[a-z_]+")


@dataclass(frozen=True)
class Ran:
    """How a test ran with nothing switched off."""

    name: str
    seconds: float
    used: frozenset[str]

    @property
    def module(self) -> str:
        return self.name.partition("::")[0]

    def is_about(self, names: Iterable[str]) -> bool:
        """Whether one of the names is an argument of the test."""
        arguments = self.name.partition("[")[2]
        return any(
            name in arguments or f"[{name.partition('.')[2]}(" in self.name for name in names
        )


class Selection:
    """Orders tests for mutants, and learns from those that were killed."""

    def __init__(self, coverage: Path, codes: Mapping[str, frozenset[str]]) -> None:
        """``codes`` has for each test the SQLSTATEs that its text names."""
        self._codes = codes
        self.tests: dict[str, Ran] = {}
        for line in coverage.read_text(encoding="utf-8").splitlines():
            for name, seconds, outcome, used in json.loads(line)["tests"]:
                if outcome == "passed" and name in codes:
                    self.tests[name] = Ran(name, seconds, frozenset(used))
        # PostgreSQL counts no call that ends with an error, so a test that is refused has used
        # what the others of its module use
        self._used: dict[str, set[str]] = defaultdict(set)
        for test in self.tests.values():
            self._used[test.module] |= test.used
        self._named = _named_in(self._used, _NAME)
        self._words = _named_in(self._used, _WORD)
        self._callers = _callers()
        self._kills: dict[str, Counter[str]] = defaultdict(Counter)

    def learn(self, path: str, test: str) -> None:
        """Remember that this test killed a mutant of this file."""
        self._kills[path][test] += 1

    def tests_for(self, mutant: Mutant) -> list[Ran]:
        """All that use what the mutant is about or name it, the likeliest first."""
        names = self._concerned(mutant)
        is_of_table = mutant.kind in _IN_CATALOGUE or mutant.statement is not None
        found = [
            test
            for test in self.tests.values()
            if (
                names & (self._used[test.module] | self._named[test.module])
                or test.is_about(names)
                or test.name.startswith(AMONG_OTHERS)
            )
            and not (is_of_table and test.name.startswith(LOOK_AT_CATALOGUE))
        ]
        kills = self._kills[mutant.path]
        about = mutant.shown.partition(":")[0].removesuffix(" not null")
        hints = (*mutant.names, about) if is_of_table else mutant.names
        if mutant.kind in OF_EVERYTHING:
            module = OF_EVERYTHING[mutant.kind]
            first = [test for test in self.tests.values() if test.module == module]
            return first + [test for test in found if test not in first]
        likely = sorted(
            (test for test in found if kills[test.name] or test.is_about(hints)),
            key=lambda test: (
                *(not test.is_about([about]), not test.is_about(hints)),
                is_of_table and not test.name.startswith(OF_CONSTRAINTS),
                *(-kills[test.name], test.seconds),
            ),
        )[:15]
        known = {test.name for test in likely}
        modules: dict[str, list[Ran]] = defaultdict(list)
        for test in found:
            if test.name not in known:
                modules[test.module].append(test)
        familiar = {name.partition("::")[0] for name in kills}
        own = self._about(names) if not is_of_table else set()
        words = set(_WORD.findall(mutant.shown))

        def rank(tests: list[Ran]) -> tuple[bool, bool, bool, bool, bool, float]:
            module = tests[0].module
            return (
                not (is_of_table and module.startswith("tests/records/")),
                module not in own,
                not words & self._words[module],
                module not in familiar,
                not names & self._named[module],
                # those that do little and are quick
                len(self._used[module]) * sum(test.seconds for test in tests) / len(tests),
            )

        ordered = [
            test
            for tests in sorted(modules.values(), key=rank)
            for test in sorted(tests, key=lambda test: test.seconds)
        ]
        telling = _TELLING.get(mutant.kind)
        times: Counter[str] = Counter()

        def place(test: Ran) -> tuple[bool, bool, bool, bool]:
            function = test.name.partition("[")[0]
            times[function] += 1
            return (
                bool(mutant.codes) and not mutant.codes & self._codes.get(test.name, frozenset()),
                test.module not in own,
                times[function] > 2,
                telling is not None and not telling.search(function),
            )

        # those that wait for the error first, and two cases of each test; the sort is stable, so
        # the order stays otherwise
        short_first = sorted(
            likely + sorted(ordered, key=place), key=lambda test: test.seconds > LONG
        )
        return short_first if is_of_table else _among_others_early(short_first)

    def _about(self, names: set[str]) -> set[str]:
        """The modules that are about one of the names, or about the function that calls it.

        Such as ``tests/functions/recertify/`` and ``tests/functions/imports/test_versions.py``.
        """
        near, todo = set(names), list(names)
        while todo:
            name = todo.pop()
            callers = () if name.startswith("api.") else self._callers.get(name, ())
            todo += set(callers) - near
            near |= set(callers)
        parts = {name.partition(".")[2] for name in near}
        subjects = {f"test_{name.rpartition('_')[2]}" for name in parts}
        return {
            module
            for module in self._used
            if parts & set(Path(module).parts)
            or (module.startswith("tests/functions/imports/") and Path(module).stem in subjects)
        }

    def _concerned(self, mutant: Mutant) -> set[str]:
        """The names to look for: of what PostgreSQL keeps no count, those who call it instead."""
        names = set(mutant.names)
        counted = set().union(*self._used.values())
        todo = [name for name in names if name not in counted]
        while todo:
            for caller in self._callers.get(todo.pop(), ()):
                if caller not in names:
                    names.add(caller)
                    if caller not in counted:
                        todo.append(caller)
        return names


def _among_others_early(tests: list[Ran]) -> list[Ran]:
    """The same tests, those of most functions after the likeliest."""
    place, seconds = 0, 0.0
    while place < len(tests) and seconds < BEFORE_THEM:
        seconds += tests[place].seconds
        place += 1
    late = [test for test in tests[place:] if test.name.startswith(AMONG_OTHERS)]
    return tests[:place] + late + [test for test in tests[place:] if test not in late]


def _named_in(modules: Iterable[str], names: re.Pattern[str]) -> dict[str, set[str]]:
    """The names that the text of each module has."""
    return {
        module: set(names.findall(Path(module).read_text(encoding="utf-8"))) for module in modules
    }


def _callers() -> dict[str, set[str]]:
    """For each function and view the functions and views whose text names it, or its tables."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in reapplied():
        parts = file.path.removeprefix("local/").removesuffix(".sql").split("/")
        if parts[0] in ("functions", "views"):
            own = ".".join(parts[1:])
            for name in _NAME.findall(file.text):
                if name != own:
                    found[name].add(own)
        elif parts[0] == "triggers":
            for table, name in _TRIGGER.findall(file.text):
                found[name].add(table)
    return found
