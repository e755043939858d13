"""What may happen to people and their training, in any order, while time passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.functions.imports.loading import as_csv
from tests.model import scans, work
from tests.model.deciding import Deciding
from tests.model.machine import (
    admins,
    deciders,
    departments,
    edges,
    learners,
    picks,
    reasons,
    trainings,
)
from tests.model.model import Rule

MICROSECOND = timedelta(microseconds=1)
methods = st.sampled_from(["drawn", "drawn", "drawn", None])


class Life(Deciding):
    """All that may happen."""

    # --- people at their training ----------------------------------------------------------------

    @precondition(lambda self: any(a.is_open for a in self.company.assignments))
    @rule(
        actor=st.sampled_from(["M-1", "H-1", "E-2", None]),
        number=st.one_of(st.none(), learners),
        own=learners,
        training=trainings,
    )
    def start(self, actor: str | None, number: str | None, own: str, training: str) -> None:
        actor = own if number is None else actor
        self.ask(
            actor,
            lambda c: work.start(c, actor, training, number),
            "start_assignment",
            training=training,
            employee_number=number,
        )

    @rule(
        number=learners,
        by=st.sampled_from(["self"] * 8 + ["M-1", "H-1", "H-1", "E-4", None]),
        training=trainings,
        score=st.sampled_from([None, 80, 80, 90, 100, 100, 101]),
        method=methods,
    )
    def complete(
        self, number: str, by: str | None, training: str, score: int | None, method: str | None
    ) -> None:
        actor = number if by == "self" else by
        # nobody signs for somebody else, but now and then tries
        signed = method if by == "self" or score is None else None
        self.ask(
            actor,
            lambda c: work.complete(c, actor, training, score, signed, number),
            "complete_training",
            training=training,
            score=score,
            signature_method=signed,
            employee_number=number,
        )

    @precondition(lambda self: any(not e.is_signed for e in self.company.evidence))
    @rule(actor=learners, training=trainings)
    def sign(self, actor: str, training: str) -> None:
        self.ask(
            actor,
            lambda c: work.sign(c, actor, training),
            "sign_evidence",
            training=training,
            signature_method="re_authenticated",
        )

    # --- files -----------------------------------------------------------------------------------

    @rule(
        actor=admins,
        people=st.lists(learners, min_size=1, max_size=3, unique=True),
        pick=picks,
        days_ago=st.sampled_from([0, 1, 20, 59, 60, 400, -1]),
        score=st.sampled_from([None, 70]),
    )
    def import_evidence(
        self, actor: str | None, people: list[str], pick: int, days_ago: int, score: int | None
    ) -> None:
        versions = self.company.versions
        version = versions[pick % len(versions)]
        named = (version.training.name, version.label)
        then = self.company.now - timedelta(days_ago)
        rows = [(number, *named, then, score) for number in people]
        self.load(
            actor,
            lambda c: work.import_evidence(c, actor, rows),
            "evidence",
            "employee_number,training,version,completed_at,score",
            *((*row[:3], row[3].isoformat(), row[4]) for row in rows),
        )

    @rule(
        actor=admins,
        people=st.lists(learners, min_size=1, max_size=2, unique=True),
        training=trainings,
        score=st.sampled_from([None, 75, 85, 95]),
        method=methods,
    )
    def import_completions(
        self,
        actor: str | None,
        people: list[str],
        training: str,
        score: int | None,
        method: str | None,
    ) -> None:
        rows = [(number, training, score, method) for number in people]
        header = "employee_number,training,score,signature_method"
        file = as_csv(header, *rows).decode()
        self.load(
            actor,
            lambda c: work.import_completions(c, actor, file, rows),
            "completions",
            header,
            *rows,
        )

    @rule(
        actor=admins,
        name=trainings,
        offset=st.sampled_from([1, 14, 30]),
        grace=st.sampled_from([0, 2, 30]),
        interval=st.sampled_from([None, 21, 60]),
    )
    def change_training(
        self, actor: str | None, name: str, offset: int, grace: int, interval: int | None
    ) -> None:
        settings = {"offset": offset, "grace": grace, "interval": interval}
        self.load(
            actor,
            lambda c: work.change_training(c, actor, name, settings),
            "trainings",
            "name,initial_due_offset_days,overdue_grace_days,recertification_interval_days",
            (name, offset, grace, interval),
        )

    @rule(
        actor=admins,
        name=st.sampled_from(["R1", "R2"]),
        of=st.sampled_from([("Lockout",), ("Gowning",), ("Lockout", "Gowning")]),
        days=st.sampled_from([None, 7, 40]),
        in_departments=st.lists(departments, max_size=2, unique=True),
        in_locations=st.lists(st.sampled_from(["Graz", "Linz"]), max_size=1),
        is_active=st.sampled_from([True, True, False]),
    )
    def change_rule(
        self,
        actor: str | None,
        name: str,
        of: tuple[str, ...],
        days: int | None,
        in_departments: list[str],
        in_locations: list[str],
        is_active: bool,
    ) -> None:
        wanted = Rule(name, of, days, tuple(sorted(in_departments)), tuple(in_locations), is_active)
        self.load(
            actor,
            lambda c: work.change_rule(c, actor, replace(wanted)),
            "rules",
            "name,is_active,trainings,days_to_complete,department,location",
            (
                name,
                is_active,
                ";".join(of),
                days,
                ";".join(wanted.departments),
                ";".join(wanted.locations),
            ),
        )

    @rule(actor=admins, revision=st.sampled_from(["A", "B", "C"]))
    def revise_document(self, actor: str | None, revision: str) -> None:
        self.load(
            actor,
            lambda c: work.revise_document(c, actor, revision),
            "documents",
            "document,revision",
            ("SOP-1", revision),
        )

    # --- people come and go ----------------------------------------------------------------------

    @rule(
        actor=deciders,
        number=st.one_of(learners, st.just("Q-1")),
        training=trainings,
        reason=reasons,
        days=st.sampled_from([1, 10, 40, 0]),
    )
    def exempt(self, actor: str | None, number: str, training: str, reason: str, days: int) -> None:
        until = self.company.now + timedelta(days)
        self.ask(
            actor,
            lambda c: work.exempt(c, actor, number, training, reason, until),
            "grant_exemption",
            employee_number=number,
            training=training,
            change_reason=reason,
            valid_until=until,
        )

    @rule(
        actor=admins,
        number=st.one_of(learners, learners, learners, st.sampled_from(["A-1", "H-1"])),
        is_active=st.sampled_from([None, None, True, True, False]),
        department=st.sampled_from([None, None, None, "Line 4", "Line 5"]),
    )
    def change_user(
        self, actor: str | None, number: str, is_active: bool | None, department: str | None
    ) -> None:
        self.ask(
            actor,
            lambda c: work.change_user(
                c, actor, number, is_active=is_active, department=department
            ),
            "upsert_user",
            employee_number=number,
            is_active=is_active,
            department=department,
        )

    @precondition(lambda self: any(not p.is_active for p in self.company.people.values()))
    @rule(actor=admins, pick=picks, reason=reasons)
    def reactivate(self, actor: str | None, pick: int, reason: str) -> None:
        people = [p.number for p in self.company.people.values() if not p.is_active or pick == 0]
        number = people[pick % len(people)] if people else "E-1"
        self.ask(
            actor,
            lambda c: work.reactivate(c, actor, number, reason),
            "reactivate_user",
            employee_number=number,
            change_reason=reason,
        )

    @rule(actor=admins, whom=st.sampled_from(["all", "queued", "one"]), number=learners)
    def recompute(self, actor: str | None, whom: str, number: str) -> None:
        one = number if whom == "one" else None
        self.ask(
            actor,
            lambda c: work.recompute(c, actor, one),
            "recompute_assignments",
            employee_number=one,
            queued_only=whom == "queued",
        )

    @rule(
        actor=st.sampled_from(["H-1"] * 4 + ["Q-1"] * 4 + ["E-1", None]),
        training=trainings,
        name=st.sampled_from(["Spring", "Summer", "Autumn", "Winter"]),
        days=st.sampled_from([5, 5, 40, 40, 0]),
        reason=reasons,
        numbers=st.lists(learners, min_size=1, max_size=4, unique=True),
        department=st.one_of(st.none(), st.none(), departments),
    )
    def launch(
        self,
        actor: str | None,
        training: str,
        name: str,
        days: int,
        reason: str,
        numbers: list[str],
        department: str | None,
    ) -> None:
        due_at = self.company.now + timedelta(days)
        whom: dict[str, Any] = {
            "numbers": numbers if department is None else None,
            "departments": [department] if department is not None else None,
        }
        self.ask(
            actor,
            lambda c: work.launch(c, actor, training, name, due_at, reason, **whom),
            "create_campaign",
            training=training,
            name=name,
            due_at=due_at,
            change_reason=reason,
            employee_numbers=whom["numbers"],
            departments=whom["departments"],
        )

    # --- time ------------------------------------------------------------------------------------

    @rule(days=st.sampled_from([1, 2, 14, 31, 60]))
    def time_passes(self, days: int) -> None:
        self.pass_time(self.company.now + timedelta(days))
        self.compare()

    @rule(days=st.sampled_from([1, 14, 31]))
    def days_of_work(self, days: int) -> None:
        """As it usually goes: time passes, and what is scheduled is done."""
        self.time_passes(days)
        self.scan_expiry(None, "now", 0)
        self.recompute(None, "queued", "E-1")
        self.scan_overdue(None, "now", 0)

    def edge(self, edge: str, pick: int, moments: list[datetime], beside: timedelta) -> datetime:
        """Now, or exactly one of the moments to come, or just beside it."""
        soonest = self.company.now + timedelta(seconds=1)
        moments = sorted({moment for moment in moments if moment > soonest})
        if edge == "now" or not moments:
            return soonest
        moment = moments[pick % min(3, len(moments))]
        return moment if edge == "at" else moment + beside

    @rule(actor=admins, edge=edges, pick=picks)
    def scan_overdue(self, actor: str | None, edge: str, pick: int) -> None:
        limits = [a.limit for a in self.company.assignments if a.is_open]
        self.ask(
            actor,
            lambda c: scans.scan_overdue(c, actor),
            "scan_overdue",
            at=self.edge(edge, pick, limits, MICROSECOND),
        )

    @rule(actor=admins, edge=edges, pick=picks)
    def scan_expiry(self, actor: str | None, edge: str, pick: int) -> None:
        held = [e.expires_at for e in self.company.evidence if e.flag == "current"]
        moments = [moment for moment in held if moment is not None]
        self.ask(
            actor,
            lambda c: scans.scan_expiry(c, actor),
            "scan_expiry",
            at=self.edge(edge, pick, moments, -MICROSECOND),
        )
