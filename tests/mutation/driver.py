"""Has pytest collect the tests once, then runs them against the mutants."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from pipeline import install as installing
from pipeline.sources import SourceFile, reapplied
from tests import sessions
from tests.mutation.catalogue import of_catalogue
from tests.mutation.coverage import Recorder
from tests.mutation.mutants import Mutant, of_files
from tests.mutation.processes import PATIENCE, TEMPLATE, Job, Slot, run_all, run_tests, slots
from tests.mutation.report import read_lines, results
from tests.mutation.selection import LEFT_OUT, Selection

MUTANT = "recert_mutant"

_SQLSTATE = re.compile(r"\b(?:ZR\d{3}|\d\d[0-9A-Z]\d\d)\b")

_REAPPLY = installing.reapply

#: The kinds that are tried before the others.
_FIRST = (
    "trigger",
    "event trigger",
    "enable always",
    "policy",
    "row security",
    "guard",
    "lock",
    "raise",
    "check",
    "unique index",
    "where",
    "filter",
    "if",
    "call",
)


@dataclass(frozen=True)
class Options:
    """What is to be done.

    ``budget`` is how many seconds of tests a mutant gets at most, 0 for all of them. ``tests`` are
    parts of the names of those that it gets, empty for all. ``again`` names outcomes that are
    tried once more.
    """

    folder: Path
    workers: int
    budget: float
    kinds: tuple[str, ...]
    paths: tuple[str, ...]
    tests: tuple[str, ...]
    again: tuple[str, ...]
    map_only: bool
    map_again: bool


class Driver:
    """The pytest plugin in the place of the usual loop over the tests."""

    def __init__(self, options: Options, equivalent: dict[str, str]) -> None:
        self.options = options
        self.equivalent = equivalent
        self.tally: dict[str, int] = {}
        self._slot: Slot | None = None
        self._template = TEMPLATE

    @property
    def _map(self) -> Path:
        return self.options.folder / "map.jsonl"

    @property
    def _results(self) -> Path:
        return self.options.folder / "results.jsonl"

    def pytest_configure(self) -> None:
        """Have Hypothesis stop at the first failure: nobody reads the smallest one."""
        from hypothesis import Phase, settings  # pytest warns where it comes before its plugin

        settings.register_profile("mutation", phases=[Phase.explicit, Phase.generate])
        settings.load_profile("mutation")

    def pytest_ignore_collect(self, collection_path: Path, config: pytest.Config) -> bool | None:
        place = collection_path.relative_to(config.rootpath).as_posix()
        return True if place.startswith(LEFT_OUT) else None

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: pytest.FixtureRequest) -> object:
        """Give the tests this process's server, and the template with the mutant."""
        if self._slot is None or fixturedef.baseid != "tests":
            return None
        given = {"server": self._slot.server, "template": self._template}
        if fixturedef.argname not in given:
            return None
        value = given[fixturedef.argname]
        fixturedef.cached_result = (value, fixturedef.cache_key(request), None)
        return value

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        with slots(self.options.folder, self.options.workers) as servers:
            self._make_map(session, servers)
            if not self.options.map_only:
                self._run(session, servers)
        return True

    # --- which test uses what -----------------------------------------------------------------

    def _make_map(self, session: pytest.Session, servers: list[Slot]) -> None:
        """Run every module that is not in the map as it is, with nothing switched off."""
        if self.options.map_again:
            self._map.unlink(missing_ok=True)
        known = {(line["module"], line.get("digest")) for line in read_lines(self._map)}
        modules: dict[str, list[pytest.Item]] = {}
        for item in session.items:
            modules.setdefault(item.nodeid.partition("::")[0], []).append(item)
        jobs = (
            Job(module, self._mapper(session, items), lambda _: 600.0)
            for module, items in modules.items()
            if (module, _of_text(module)) not in known
        )
        for job, result in run_all(jobs, servers):
            failed = [test[0] for test in result.get("tests", ()) if test[2].startswith("failed")]
            print(job.name, "failed:" if failed else "", *failed, flush=True)
            if "tests" in result and not failed:
                _append(self._map, {"module": job.name, "digest": _of_text(job.name), **result})
            elif not failed:
                print(result, flush=True)

    def _mapper(self, session: pytest.Session, items: list[pytest.Item]) -> Any:
        def work(slot: Slot) -> dict[str, Any]:
            slot.clean()
            self._slot = slot
            recorder = Recorder(slot)
            session.config.pluginmanager.register(recorder)
            done = run_tests(session, items, slot, stop_at_failure=False)
            return {
                "tests": [
                    (name, round(seconds, 3), outcome, sorted(recorder.used.get(name, ())))
                    for name, seconds, outcome in done
                ]
            }

        return work

    # --- the mutants --------------------------------------------------------------------------

    def mutants(self, servers: list[Slot]) -> list[Mutant]:
        """All of them, and their list for the report."""
        with psycopg.connect(servers[0].dsn(TEMPLATE), autocommit=True) as connection:
            found = of_files() + of_catalogue(connection)
        rows = [
            {
                **asdict(mutant),
                "names": None,
                "codes": None,
                "text": None,
                "digest": _digest(mutant),
            }
            for mutant in found
        ]
        (self.options.folder / "mutants.json").write_text(json.dumps(rows), encoding="utf-8")
        return found

    def _run(self, session: pytest.Session, servers: list[Slot]) -> None:
        selection = Selection(self._map, _codes_named(session.items))
        latest = results(self.options.folder)
        for line in latest.values():
            if line["outcome"] == "killed":
                selection.learn(line["path"], line["by"])
        items = {item.nodeid: item for item in session.items}
        todo = [
            mutant
            for mutant in self.mutants(servers)
            if self._is_wanted(mutant, latest.get((mutant.identity, _digest(mutant))), items)
        ]
        todo.sort(key=lambda mutant: _FIRST.index(mutant.kind) if mutant.kind in _FIRST else 99)
        print(f"{len(todo)} mutants", flush=True)
        by_name = {mutant.identity: mutant for mutant in todo}
        jobs = (self._job(session, items, selection, mutant) for mutant in todo)
        for number, (job, result) in enumerate(run_all(jobs, servers), start=1):
            mutant = by_name[job.name]
            line = {
                "identity": mutant.identity,
                "digest": _digest(mutant),
                "path": mutant.path,
                **_judged(result),
            }
            if line["outcome"] == "killed":
                selection.learn(mutant.path, line["by"])
            self.tally[line["outcome"]] = self.tally.get(line["outcome"], 0) + 1
            _append(self._results, line)
            told = f"{number}/{len(todo)} {line['outcome']} {line['seconds']} s {mutant.identity}"
            print(told, line["by"] if line["outcome"] != "survived" else mutant.shown, flush=True)

    def _is_wanted(
        self, mutant: Mutant, known: dict[str, Any] | None, items: dict[str, pytest.Item]
    ) -> bool:
        options = self.options
        if options.kinds and mutant.kind not in options.kinds:
            return False
        if options.paths and not any(part in mutant.path for part in options.paths):
            return False
        if mutant.identity in self.equivalent:
            return False
        if known is None or known["outcome"] == "broken" or known["outcome"] in options.again:
            return True
        if known["outcome"] == "undecided":  # as the list in docs/ has it
            return "survived" in options.again
        # the test that noticed it may be gone
        return known["outcome"] == "killed" and known["by"] not in items

    def _job(
        self,
        session: pytest.Session,
        items: dict[str, pytest.Item],
        selection: Selection,
        mutant: Mutant,
    ) -> Job:
        tests = selection.tests_for(mutant)
        chosen, seconds = [], 0.0
        wanted = self.options.tests
        for test in tests:
            if wanted and not any(part in test.name for part in wanted):
                continue
            if test.name in items and (not self.options.budget or seconds < self.options.budget):
                chosen.append(items[test.name])
                seconds += test.seconds

        def work(slot: Slot) -> dict[str, Any]:
            started = time.monotonic()
            self._slot, self._template = slot, MUTANT
            slot.clean()
            try:
                _make(mutant, slot)
            except psycopg.Error as error:
                return {"invalid": str(error).splitlines()[0]}
            # a test that waits for another session gives up earlier
            sessions._HUNG = PATIENCE // 12
            return {
                **self._killer(session, chosen, slot),
                "of": len(tests),
                "seconds": round(time.monotonic() - started, 1),
            }

        def patience(test: str) -> float:
            usual = selection.tests[test].seconds if test in selection.tests else 0.0
            return PATIENCE + 20 * usual

        return Job(mutant.identity, work, patience)

    def _killer(
        self, session: pytest.Session, chosen: list[pytest.Item], slot: Slot
    ) -> dict[str, Any]:
        """The test that fails with the mutant and passes without, and how many were begun."""
        begun = 0
        while begun < len(chosen):
            done = run_tests(session, chosen[begun:], slot, stop_at_failure=True)
            begun += len(done)
            name, _, outcome = done[-1]
            if outcome.startswith("failed"):
                self._template, apply = TEMPLATE, installing.reapply
                installing.reapply = _REAPPLY
                # what tests made from the template for others to copy has the mutant, too
                slot.clean(MUTANT)
                ((_, _, without),) = run_tests(
                    session, chosen[begun - 1 : begun], slot, stop_at_failure=True
                )
                slot.clean(MUTANT)
                self._template, installing.reapply = MUTANT, apply
                if without == "passed":
                    return {"by": name, "how": outcome, "begun": begun}
        return {"begun": begun}


def _judged(result: dict[str, Any]) -> dict[str, Any]:
    """The line of the results for what a process returned."""
    line = {"by": "", "how": "", "tests": 0, "of": 0, "seconds": 0.0}
    if "hung" in result:
        return line | {"outcome": "hung", "by": result["hung"]}
    if "invalid" in result:
        return line | {"outcome": "invalid", "by": "", "how": result["invalid"]}
    if "broken" in result:
        return line | {"outcome": "broken", "how": result["broken"]}
    line |= {"tests": result["begun"], "of": result["of"], "seconds": result["seconds"]}
    if "by" in result:
        return line | {"outcome": "killed", "by": result["by"], "how": result["how"]}
    return line | {"outcome": "survived"}


def _make(mutant: Mutant, slot: Slot) -> None:
    """Make the template with the mutant; whatever this process installs from now on has it, too."""
    originals = reapplied()
    files = [
        SourceFile(file.path, mutant.text, file.checksum)
        if mutant.text is not None and file.path == mutant.path
        else file
        for file in originals
    ]

    def with_mutant(
        connection: psycopg.Connection[Any], _: list[SourceFile], foreign: list[str]
    ) -> None:
        _REAPPLY(connection, files, foreign)
        if mutant.statement is not None:
            connection.execute(mutant.statement.encode())

    installing.reapply = with_mutant
    with psycopg.connect(slot.server.dsn, autocommit=True) as admin:
        admin.execute(
            sql.SQL("create database {} template {}").format(
                sql.Identifier(MUTANT), sql.Identifier(TEMPLATE)
            )
        )
    with (
        psycopg.connect(slot.dsn(MUTANT), autocommit=True) as connection,
        connection.transaction(),
    ):
        connection.execute("set local client_min_messages = warning")
        if mutant.statement is not None:
            connection.execute(mutant.statement.encode())
        elif mutant.path.removeprefix("local/").startswith(("functions/", "views/")):
            connection.execute((mutant.text or "").encode())
        else:
            _REAPPLY(connection, files, [])
        # the mutant is what was installed: that it is another schema is not what is asked
        connection.execute("set local role recert_owner")
        connection.execute("select ops._record_installation('mutant', '{}')")


def _digest(mutant: Mutant) -> str:
    return hashlib.sha256((mutant.text or mutant.statement or "").encode()).hexdigest()[:12]


def _of_text(module: str) -> str:
    return hashlib.sha256(Path(module).read_bytes()).hexdigest()[:12]


def _codes_named(items: list[pytest.Item]) -> dict[str, frozenset[str]]:
    """The SQLSTATEs that the text of each test or its arguments name."""
    found = {}
    for item in items:
        function = getattr(item, "function", None)
        text = inspect.getsource(function) if function is not None else ""
        found[item.nodeid] = frozenset(_SQLSTATE.findall(text + item.nodeid))
    return found


def _append(file: Path, line: dict[str, Any]) -> None:
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps(line) + "\n")
