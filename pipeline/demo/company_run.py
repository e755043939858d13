"""``recert demo``: the main job on the generated company, from an empty database to the marts."""

from __future__ import annotations

import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline import api
from pipeline.database import many
from pipeline.demo import ground
from pipeline.demo.company_files import AUTHOR, NEW_LABEL, OLD_LABEL, TRAINING, Company, generated
from pipeline.demo.story import Story
from pipeline.settings import Settings

_QUALITY_ADMIN = "Q-001"
_HR_ADMIN = "H-001"
_EXEMPT = "E-00009"
_REASON = "New lock type on line 4"
_LATE_REASON = "Paper records of the night shift turned up"

_IMPORT_COLUMNS = {name: name for name in ("file", "read", "inserted", "updated", "skipped")}
_QUEUE_COLUMNS = {
    "task_type": "task",
    "training": "training",
    "version": "version",
    "author": "author",
    "sources": "sources",
}
_COUNTS = (
    "population",
    "created",
    "already_enrolled",
    "already_current",
    "inactive",
    "exempt",
    "evidence_superseded",
)
#: What a plan does with people, in the order of the table; those with nobody are left out.
_PLAN_COLUMNS = {
    "population": "people",
    "created": "to enrol",
    "already_enrolled": "enrolled already",
    "already_current": "current already",
    "inactive": "inactive",
    "exempt": "exempt",
    "evidence_superseded": "evidence",
}
#: The same of a run, in words.
_OUTCOMES = {
    "created": "enrolled anew",
    "already_enrolled": "enrolled already",
    "already_current": "current already",
    "inactive": "inactive",
    "exempt": "exempt",
}
_FURTHER = {
    "What waits for a decision, and what deciding it would do:": (
        "queue list",
        'approve "Cleanroom gowning" 5.0 --plan --as Q-001',
    ),
    "Who did what and why, and that nobody has touched the record since:": (
        "audit log",
        "audit verify",
    ),
    "What an inspector looks at, and takes along:": (
        "report site inspection",
        "report pack inspection.zip",
    ),
    "The marts, in SQL:": (
        'db psql -- -x -c "table mart_compliance.recertification_campaigns"',
        'db psql -- -c "select actor, sentence from mart_audit.audit_trail"',
    ),
}


def run(settings: Settings, users: int) -> dict[str, Any]:
    """Run the demo, telling its story; returns what each step came to.

    Safe to run again: what is there stays as it is. Raises
    :class:`~pipeline.errors.WrongState` when the database holds a real record.
    """
    return _Demo(settings, users).run()


class _Demo:
    """The steps; each tells what it does and returns what it came to."""

    def __init__(self, settings: Settings, users: int) -> None:
        self.story = Story(settings)
        self.is_embedded = settings.is_embedded
        self.users = users
        self.settings = replace(settings, dsn=settings.database_dsn(), actor=None)

    def run(self) -> dict[str, Any]:
        told: dict[str, Any] = {"users": self.users, "schema": self.install()}
        with ExitStack() as stack:
            with self.story.working("Generating the company ..."):
                company = stack.enter_context(self.company())
            told["imports"] = self.import_files(company)
            told["exemption"] = self.exempt()
            told["submitted"] = self.submit(company)
            told["queue"] = self.look_at_queue()
            told["plan"] = self.plan()
            told["recertify"] = self.apply(told["plan"])
            told["late"] = self.import_late(company)
            told["again"] = self.again()
        told["overdue"] = self.scan()
        told["audit"] = self.verify()
        told |= self.build()
        self.look_further()
        return told

    @contextmanager
    def company(self) -> Iterator[Company]:
        with self.settings.connection(autocommit=True) as connection:
            day = _first_day(connection)
            with generated(connection, users=self.users, today=day) as company:
                yield company

    def install(self) -> dict[str, Any]:
        with self.story.working("Installing the schema ..."):
            schema = ground.prepare(self.settings, lambda _: None)
        self.story.title(f"Recert on a generated company of {self.users:,} people")
        self.story.step("Install the schema")
        what = "installed" if schema["changed"] else "there already"
        self.story.say(
            f"PostgreSQL {schema['server_version']}{', embedded' if self.is_embedded else ''};"
            f" schema version {schema['schema_version']} {what}."
        )
        return schema

    def import_files(self, company: Company) -> list[dict[str, Any]]:
        self.story.step("Import people, trainings and their history")
        counts = []
        for kind in ("users", "trainings", "versions", "evidence", "assignments"):
            # the first ones come in before there is anybody to bring them in
            actor = None if kind == "users" else _QUALITY_ADMIN
            counts.append(self.load(company, kind, kind, actor))
        self.story.rows(counts, _IMPORT_COLUMNS)
        return counts

    def load(self, company: Company, kind: str, name: str, actor: str | None) -> dict[str, Any]:
        with self.story.working(f"Importing {name} ..."):
            return ground.load_file(self.settings, kind, company.file(name), actor)

    def exempt(self) -> dict[str, Any]:
        """One person need not take part: recertifying lists them by name."""
        with ground.acting(self.settings, _QUALITY_ADMIN) as connection:
            granted = many(
                connection,
                "select e.exemption_id, u.employee_number, t.name as training, e.valid_until,"
                " null::bigint as audit_seq from core.exemptions as e"
                " inner join core.users as u on e.user_id = u.user_id"
                " inner join core.trainings as t on e.training_id = t.training_id"
                " where u.employee_number = %(person)s and t.name = %(training)s"
                " order by e.exemption_id",
                {"person": _EXEMPT, "training": TRAINING},
            )
            exemption = next(granted, None) or api.grant_exemption(
                connection,
                employee_number=_EXEMPT,
                training=TRAINING,
                change_reason="On parental leave, away from all machines",
                valid_until=datetime.now(UTC) + timedelta(days=180),
            )
        self.story.say(
            f"{_EXEMPT} is exempt from {TRAINING} until {exemption['valid_until']:%Y-%m-%d}."
        )
        return exemption

    def submit(self, company: Company) -> dict[str, Any] | None:
        self.story.step(f"{AUTHOR} submits {TRAINING} {NEW_LABEL}")
        state = self.state()
        if state is not None:
            self.story.say(f"It was submitted before: it is {state.replace('_', ' ')}.")
            return None
        with ground.acting(self.settings, AUTHOR) as connection:
            row = api.submit_version(
                connection,
                training=TRAINING,
                label=NEW_LABEL,
                content=company.content,
                objectives=company.objectives,
                sources=company.sources,
                change_reason=_REASON,
            )
        self.story.say(f'"{_REASON}"; it follows {", ".join(company.sources)}.')
        return row

    def look_at_queue(self) -> list[dict[str, Any]]:
        self.story.step("Look at the Quality Review Queue")
        with ground.acting(self.settings, _QUALITY_ADMIN) as connection:
            tasks = list(
                many(
                    connection,
                    "select * from api.review_queue where state = 'open'"
                    " order by opened_at, review_task_id",
                )
            )
        if tasks:
            self.story.rows(tasks, _QUEUE_COLUMNS)
        else:
            self.story.say("It is empty.")
        return tasks

    def plan(self) -> dict[str, Any] | None:
        self.story.step("Plan: what would recertifying everyone do?")
        if self.state() not in {"pending_review", "approved", "active"}:
            self.story.say(f"Nothing: {NEW_LABEL} was replaced or turned down since.")
            return None
        with ground.acting(self.settings, _QUALITY_ADMIN) as connection:
            plan = api.preview_recertification(connection, training=TRAINING, label=NEW_LABEL)
        if plan["population"] == 0:
            self.story.say("Nothing: nobody holds evidence on an earlier version.")
            return plan
        shown = {name: heading for name, heading in _PLAN_COLUMNS.items() if plan[name]}
        self.story.rows(
            [*_by_department(plan), {"department": "all", **plan}],
            {"department": "department"} | shown,
        )
        self.story.say(f"Plan digest {plan['plan_digest']}")
        return plan

    def apply(self, plan: dict[str, Any] | None) -> dict[str, Any]:
        state = self.state()
        if state == "pending_review" and plan is not None:
            self.story.step(f"{_QUALITY_ADMIN} approves exactly that plan")
            with (
                self.story.working("Recertifying everyone ..."),
                ground.acting(self.settings, _QUALITY_ADMIN) as connection,
            ):
                row = api.approve_version(
                    connection,
                    training=TRAINING,
                    label=NEW_LABEL,
                    change_reason=_REASON,
                    recertify_everyone=True,
                    plan_digest=plan["plan_digest"],
                )
            self.story.say(f"{NEW_LABEL} is in force, {OLD_LABEL} no longer; in one transaction:")
        else:
            self.story.step(f"{_QUALITY_ADMIN} recertifies everyone for {NEW_LABEL}")
            self.story.say(f"It is {(state or 'missing').replace('_', ' ')} already.")
            row = self.recertify(_REASON)
        self.tell_run(row)
        return row

    def import_late(self, company: Company) -> dict[str, Any]:
        self.story.step(f"Paper records on {OLD_LABEL} turn up late")
        counts = self.load(company, "evidence", "late_evidence", _HR_ADMIN)
        self.story.rows([counts], _IMPORT_COLUMNS)
        self.story.say("Recertifying again lets them join the same campaign:")
        row = self.recertify(_LATE_REASON)
        self.tell_run(row)
        return {"import": counts, "recertify": row}

    def again(self) -> dict[str, Any]:
        self.story.say("And once more, as nothing is done twice:")
        row = self.recertify(_LATE_REASON)
        self.tell_run(row)
        return row

    def recertify(self, reason: str) -> dict[str, Any]:
        """Recertify where that can be done; zeros where it cannot."""
        with ground.acting(self.settings, _QUALITY_ADMIN) as connection:
            if ground.version_state(connection, TRAINING, NEW_LABEL) != "active":
                return ground.nothing_done(connection, TRAINING, NEW_LABEL)
            return api.recertify(
                connection, training=TRAINING, label=NEW_LABEL, change_reason=reason
            )

    def tell_run(self, row: dict[str, Any]) -> None:
        """The counts of a run as a sentence, those of nobody left out."""
        outcomes = [f"{row[name]:,} {text}" for name, text in _OUTCOMES.items() if row[name]]
        self.story.say(
            f"{_counted(row['population'], 'person', 'people')}:"
            f" {', '.join(outcomes) or 'nobody to enrol'};"
            f" {_counted(row['evidence_superseded'], 'evidence row', 'evidence rows')} superseded."
        )
        if row["created"]:
            self.story.say(f'Campaign "{row["campaign"]}", due {row["due_at"]:%Y-%m-%d}.')

    def scan(self) -> dict[str, Any]:
        self.story.step("Scan for what is overdue, twice")
        scans = []
        for _ in range(2):
            with ground.acting(self.settings, None) as connection:
                scans.append(api.scan_overdue(connection))
        self.story.rows(
            [{"scan": name, **row} for name, row in zip(("first", "second"), scans, strict=True)],
            {"scan": "scan", "marked": "marked", "cleared": "cleared", "overdue": "overdue now"},
        )
        return {"first": scans[0], "second": scans[1]}

    def verify(self) -> dict[str, Any]:
        self.story.step("Verify the audit log")
        verdict = ground.verified(self.settings)
        self.story.say(f"{verdict['rows_checked']:,} rows; every hash and every link fits.")
        return verdict

    def build(self) -> dict[str, Any]:
        """Build the marts; what was built, and how many people stand where by them."""
        from pipeline.reports.build import build

        self.story.step("Build the marts that managers and auditors query")
        with self.story.working("Building ...") as tell:
            result = build(
                self.settings.database_dsn(),
                progress=lambda step: tell(f"Building {step.name} ..."),
                run_id=self.settings.run_id,
            )
        self.story.rows(
            [{"mart": name, "rows": rows} for name, rows in result.marts.items()],
            {"mart": "mart", "rows": "rows"},
        )
        self.story.say(
            f"{result.models:,} models, {result.tests_passed:,} tests passed,"
            f" in {result.seconds:.1f} seconds. Who stands where:"
        )
        with ground.acting(self.settings, None) as connection:
            compliance = list(
                many(
                    connection,
                    "select compliance_status, count(*) as people_and_trainings,"
                    " count(*) filter (where training = %(training)s) as people_of_training"
                    " from mart_compliance.user_training_status"
                    " group by compliance_status order by count(*) desc, compliance_status",
                    {"training": TRAINING},
                )
            )
        self.story.rows(
            compliance,
            {
                "compliance_status": "status",
                "people_and_trainings": "all trainings",
                "people_of_training": TRAINING,
            },
        )
        return {"marts": asdict(result), "compliance": compliance}

    def look_further(self) -> None:
        recert = _command()
        self.story.step("Where to look next")
        if not self.is_embedded:
            self.story.say("With the same --dsn (or RECERT_DSN):")
        elif "RECERT_HOME" in os.environ:
            self.story.say("With RECERT_HOME as it is set now:")
        for sentence, commands in _FURTHER.items():
            self.story.say(sentence)
            for command in commands:
                self.story.command(f"{recert} {command}")
        if self.is_embedded:
            self.story.say("The server goes on running until:")
            self.story.command(f"{recert} db stop")

    def state(self) -> str | None:
        """State of the new version; None before it is submitted."""
        with ground.acting(self.settings, None) as connection:
            return ground.version_state(connection, TRAINING, NEW_LABEL)


def _command() -> str:
    """How this command is called here: by its path where the shell would not find it."""
    found, called = shutil.which("recert"), Path(sys.argv[0])
    if called.name != "recert" or (found and called.exists() and called.samefile(found)):
        return "recert"
    return str(called)


def _counted(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"


def _first_day(connection: ground.Connection) -> date:
    """The day from which the company counts back: that of the first demo on this database."""
    row = connection.execute(
        "select coalesce(min(attributes ->> 'demo_day')::date, (now() at time zone 'UTC')::date)"
        " from core.users where attributes ->> 'demo' = 'company'"
    ).fetchone()
    day = row[0] if row else None
    return day if isinstance(day, date) else datetime.now(UTC).date()


def _by_department(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """The plan's breakdown by department and place, summed to departments."""
    sums: dict[str, dict[str, Any]] = defaultdict(lambda: dict.fromkeys(_COUNTS, 0))
    for row in plan["breakdown"]:
        for name in _COUNTS:
            sums[row["department"] or "-"][name] += row[name]
    return [{"department": department, **counts} for department, counts in sorted(sums.items())]
