"""What people may decide about versions, in any order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.company import REASON
from tests.model import decisions, recertifying
from tests.model.machine import (
    Machine,
    admins,
    ahead,
    deciders,
    labels,
    picks,
    reasons,
    scopes,
    trainings,
)
from tests.model.model import Company, Done, Version


class Deciding(Machine):
    """Versions are submitted and decided about, and people are recertified."""

    @rule(
        actor=st.sampled_from(["A-1", "A-1", "A-1", "Q-1", "H-1", None]),
        training=trainings,
        label=labels,
        revision=st.sampled_from(["A", "B", "C", None]),
        reason=reasons,
        addressed_to=st.sampled_from(["quality_admin"] * 4 + ["corporate_admin", "employee"]),
    )
    def submit(
        self,
        actor: str | None,
        training: str,
        label: str,
        revision: str | None,
        reason: str,
        addressed_to: str,
    ) -> None:
        self.ask(
            actor,
            lambda c: decisions.submit(c, actor, training, label, revision, reason, addressed_to),
            "submit_version",
            training=training,
            label=label,
            content=f"# {label}",
            sources=[f"SOP-1@{revision}"] if revision else [],
            change_reason=reason,
            addressed_to=addressed_to,
        )

    @rule(
        training=trainings,
        revision=st.sampled_from(["A", "B"]),
        how=st.sampled_from(["everyone", "everyone", "nobody"]),
        scope=scopes,
        days=ahead,
    )
    def next_version(
        self, training: str, revision: str, how: str, scope: Any, days: int | None
    ) -> None:
        """As it usually goes: submitted and approved, and people recertified."""
        taken = {v.label for v in self.company.versions}
        label = next(str(n) for n in range(1, 100) if str(n) not in taken)
        self.submit("A-1", training, label, revision, REASON, "quality_admin")
        place = next((i for i, v in enumerate(self.pending()) if v.label == label), None)
        if place is not None:
            pick = place or len(self.pending())
            self.approve("C-1", pick, training, REASON, how, scope, days, "fresh")

    def pending(self) -> list[Version]:
        return [v for v in self.company.versions if v.state == "pending_review"]

    @precondition(lambda self: self.has("pending_review"))
    @rule(
        actor=deciders,
        pick=picks,
        training=trainings,
        reason=reasons,
        how=st.sampled_from(["everyone", "everyone", "everyone", "later", "nobody", "wrong"]),
        scope=scopes,
        days=ahead,
        plan=st.sampled_from(["none", "fresh", "old"]),
    )
    def approve(
        self,
        actor: str | None,
        pick: int,
        training: str,
        reason: str,
        how: str,
        scope: Any,
        days: int | None,
        plan: str,
    ) -> None:
        version = self.one_in(("pending_review",), pick, training)
        options: dict[str, Any] = {
            "everyone": how in ("everyone", "wrong"),
            "activate": how not in ("later", "wrong"),
        }
        arguments = {"activate": options["activate"], "recertify_everyone": options["everyone"]}
        if options["everyone"]:
            extra, wanted = self.how_to_recertify(version, scope, days, plan)
            options |= extra
            arguments |= wanted
        self.ask(
            actor,
            lambda c: decisions.approve(c, actor, **version, reason=reason, **options),
            "approve_version",
            **version,
            change_reason=reason,
            **arguments,
        )

    @precondition(lambda self: self.has("approved"))
    @rule(actor=deciders, pick=picks, training=trainings, reason=reasons)
    def activate(self, actor: str | None, pick: int, training: str, reason: str) -> None:
        version = self.one_in(("approved",), pick, training)
        self.ask(
            actor,
            lambda c: decisions.activate(c, actor, **version, reason=reason),
            "activate_version",
            **version,
            change_reason=reason,
        )

    @precondition(lambda self: self.has("pending_review"))
    @rule(actor=deciders, pick=st.integers(0, 3), training=trainings, reason=reasons)
    def reject(self, actor: str | None, pick: int, training: str, reason: str) -> None:
        version = self.one_in(("pending_review",) if pick > 1 else (), pick, training)
        self.ask(
            actor,
            lambda c: decisions.reject(c, actor, **version, reason=reason),
            "reject_version",
            **version,
            change_reason=reason,
        )

    def how_to_recertify(
        self, version: dict[str, str], scope: Any, days: int | None, plan: str
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Options of the model, arguments of the function; with a plan of now, an older or none."""
        day = None if days is None else (self.company.now + timedelta(days)).date()
        options: dict[str, Any] = {"scope": scope, "day": day}
        arguments = {**(scope or {}), "effective_on": day}
        digest = None
        if plan == "fresh":
            digest = self.preview(version, scope, day)
        elif plan == "old" and self.plans:
            digest = list(self.plans)[-1]
        if digest is not None:
            options["plan"] = self.plans[digest]
            arguments["plan_digest"] = digest
        return options, arguments

    def preview(self, version: dict[str, str], scope: Any, day: Any) -> str | None:
        """Compare a plan with the model's; its digest tells apart what differs, and only that."""

        def plan(c: Company) -> Done:
            return Done(recertifying.preview(c, **version, scope=scope, day=day), [])

        arguments = {**version, **(scope or {}), "effective_on": day}
        found = self.ask(
            "E-1" if self.company.people["E-1"].is_active else None,
            plan,
            "preview_recertification",
            **arguments,
        )
        if found is None:
            return None
        digest = str(found["plan_digest"])
        told = recertifying.fingerprint(self.company, **version, scope=scope, day=day)
        assert self.plans.setdefault(digest, told) == told
        assert [known for known, of in self.plans.items() if of == told] == [digest]
        return digest

    @rule(
        actor=deciders,
        pick=picks,
        training=trainings,
        reason=reasons,
        scope=scopes,
        days=ahead,
        plan=st.sampled_from(["none", "fresh", "old"]),
    )
    def recertify(
        self,
        actor: str | None,
        pick: int,
        training: str,
        reason: str,
        scope: Any,
        days: int | None,
        plan: str,
    ) -> None:
        version = self.one_in(("active",), pick, training)
        options, arguments = self.how_to_recertify(version, scope, days, plan)
        self.ask(
            actor,
            lambda c: decisions.recertify(c, actor, **version, reason=reason, **options),
            "recertify",
            **version,
            change_reason=reason,
            **arguments,
        )

    @rule(actor=deciders, pick=picks, training=trainings, reason=reasons)
    def decline(self, actor: str | None, pick: int, training: str, reason: str) -> None:
        version = self.one_in(("active",), pick, training)
        self.ask(
            actor,
            lambda c: decisions.decline(c, actor, **version, reason=reason),
            "decline_recertification",
            **version,
            change_reason=reason,
        )

    @precondition(lambda self: any(s.state == "planned" for s in self.company.stored))
    @rule(actor=deciders, pick=picks, reason=reasons)
    def take_back_a_stored_recertification(self, actor: str | None, pick: int, reason: str) -> None:
        place = len(self.company.stored) - 1 - pick % min(2, len(self.company.stored))
        self.ask(
            actor,
            lambda c: decisions.cancel(c, actor, place, reason),
            "cancel_recertification",
            scheduled_recertification_id=self.key("scheduled_recertification", place),
            change_reason=reason,
        )

    @precondition(lambda self: any(s.state == "planned" for s in self.company.stored))
    @rule(actor=admins, pick=picks)
    def run_a_stored_recertification(self, actor: str | None, pick: int) -> None:
        place = len(self.company.stored) - 1 - pick % min(2, len(self.company.stored))
        day = self.company.stored[place].day
        at = datetime.combine(day, datetime.min.time(), UTC) if pick < 8 else self.company.now
        self.ask(
            actor,
            lambda c: decisions.run_stored(c, actor, place),
            "run_scheduled_recertification",
            at=max(at, self.company.now + timedelta(seconds=1)),
            scheduled_recertification_id=self.key("scheduled_recertification", place),
        )

    @precondition(lambda self: any(task.is_open for task in self.company.tasks))
    @rule(actor=deciders, pick=picks, end=st.integers(0, 2), reason=reasons)
    def resolve_a_review_task(self, actor: str | None, pick: int, end: int, reason: str) -> None:
        tasks = self.company.tasks
        places = [place for place, task in enumerate(tasks) if task.is_open or pick == 0]
        place = places[pick % len(places)] if places else 0
        ends = [*decisions.ENDS[tasks[place].kind], "forgotten"]
        self.ask(
            actor,
            lambda c: decisions.resolve_task(c, actor, place, ends[end], reason),
            "resolve_review_task",
            review_task_id=self.key("review_task", place),
            resolution=ends[end],
            change_reason=reason,
        )
