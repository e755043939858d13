"""Two years of a training and of people of its own and of some that others train, too.

Each life yields the day until which it waits; meanwhile other lives go on, at the same moments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg

from tests.company import REASON, Database
from tests.functions.among_others import Life
from tests.functions.imports.loading import load
from tests.model.clock import set_clock

#: People whom every training has.
SHARED = tuple(f"S-{at}" for at in range(1, 8))

_VERSIONS = "training,label,state,author,content,objectives,sources,submitted_at,activated_at"
_SUBMIT = "submit_version(%s, %s, %s, %s, %s)"
_EVIDENCE = "employee_number,training,version,completed_at,score"
_ASSIGNMENTS = "employee_number,campaign,training,version,status,due_at,assigned_at,completed_at"


class Years(Life):
    """A life that knows which day it is, and is told of what is refused, too."""

    #: Keys and what is made from them, and how many people and rules there are in all.
    differs = re.compile(r"(_ids?|seq|hash|digest|manifestation)$|^(users|rules|review_tasks_.*)$")
    has_clock = True

    def __init__(self, company: Database, training: str, start: datetime, hour: float) -> None:
        super().__init__(company, training)
        self.start = start
        self._hour = timedelta(hours=hour)
        self._now = start

    def wake(self, day: datetime) -> None:
        """It is this day now, and this life's hour of it."""
        self._now = day + self._hour

    def moment(self, day: float) -> str:
        return (self.start + timedelta(days=day)).isoformat()

    def both(self, place: int) -> tuple[str, str]:
        """Somebody of its own, and somebody whom all have: another one in each training."""
        return self.number(place), SHARED[(place + ord(self.p)) % len(SHARED)]

    def call(self, actor: str | None, query: str, *arguments: Any) -> None:
        before = self._begin()
        try:
            super().call(actor, query, *arguments)
        except psycopg.Error as error:
            self.told.append((query, error.sqlstate))
        self._logged(before)

    def load(self, kind: str, *rows: str | tuple[Any, ...]) -> None:
        """What is good of a file, and why the rest is not."""
        self.company.act_as(None)
        before = self._begin()
        result = load(self.company, kind, *rows, partial=True)
        counts = (result.read, result.inserted, result.updated, result.skipped, result.rejected)
        rejects = [(r.line, r.column, r.value, r.reason) for r in result.rejects]
        self.told.append((f"load {kind}", (counts, rejects)))
        self._logged(before)

    def look(self, when: str) -> None:
        """As before; the log is told with each call, as others write it meanwhile."""
        self._last = self._head()
        super().look(when)

    def _begin(self) -> int:
        """A second later than before; returns the end of the log."""
        self._now += timedelta(seconds=1)
        set_clock(self.company, self._now)
        return self._head()

    def _head(self) -> int:
        return int(self.company.value("select coalesce(max(seq), 0) from audit.log"))

    def _logged(self, before: int) -> None:
        self._last = before
        self.log("log")


def two_years(life: Years) -> Iterator[int]:
    """Lead the life; yields the number of the next day on which something is done."""
    _on_paper(life)
    yield 1
    _first_work(life)
    yield 2
    _second_version(life)
    yield 10
    _some_are_done(life)
    yield 19
    life.look("overdue")
    yield 21
    _back_and_away(life)
    yield 25
    life.look("no longer overdue")
    life.call(None, "preview_expiry(360) as e where e.training = %s", life.training)
    yield 70
    _third_version(life)
    yield 76
    _fourth_version(life)
    yield 450
    _expired(life)
    yield 900
    life.look("in the end")


def _on_paper(life: Years) -> None:
    """Who there is, and the history of the training."""
    t, p, n = life.training, life.p, life.number
    life.load(
        "users",
        "employee_number,full_name,department,location,plant,manager,attributes",
        *(
            (n(at), f"Own {at}", t, "Linz" if at % 2 else "Graz", p, n(1) if at > 1 else "", "")
            for at in range(1, 8)
        ),
        (n(9), "Whose manager is unknown", t, "Graz", p, "nobody", ""),
    )
    life.load(
        "trainings",
        "name,initial_due_offset_days,overdue_grace_days,recertification_interval_days",
        (t, 14, 2, 365),
        (f"{t} too long", 99999, 0, ""),
    )
    life.load(
        "documents",
        "document,revision,title,effective_at",
        (f"SOP-{p}", "A", f"How {t} is done", life.moment(-900)),
        (f"SOP-{p}", "B", f"How {t} is done", "never"),
    )
    old, now = life.moment(-800), life.moment(-700)
    life.load(
        "versions",
        _VERSIONS,
        (t, "0.9", "inactive", "A-1", f"# {t} 0.9", f"{t} a;b", f"SOP-{p}@A", old, old),
        (t, "1", "active", "A-1", f"# {t} 1", f"{t} a", f"SOP-{p}@A;SOP-{p}-2", now, now),
        (t, "1.2", "draft", "A-1", f"# {t} 1.2", "", f"SOP-{p}@A", "", ""),
        (t, "1.3", "pending_review", "A-1", f"# {t} 1.3", "", f"SOP-{p}@A", now, ""),
        (t, "1.4", "pending_review", "A-1", f"# {t} 1.4", "", f"SOP-{p}@A", life.moment(-9), ""),
        (t, "0.8", "rejected", "X-1", f"# {t} 0.8", "", f"SOP-{p}@A", old, ""),
    )
    life.load(
        "versions",
        _VERSIONS,
        (t, "1.1", "active", "A-1", f"# {t} 1.1", "", f"SOP-{p}@A", old, life.moment(-600)),
        (t, "0.9", "inactive", "A-1", f"# {t} 0.9", f"{t} a;b", f"SOP-{p}@A", old, old),
        (t, "0.7", "inactive", "nobody", f"# {t} 0.7", "", f"SOP-{p}@A", old, life.moment(-900)),
        (t, "0.6", "inactive", "A-1", f"# {t} 0.6", "", f"SOP-{p}@A", old, old),
        (t, "0.5", "inactive", "A-1", f"# {t} 0.5", "", "", old, life.moment(-950)),
        (f"no {t}", "1", "inactive", "A-1", "#", "", f"SOP-{p}@A", old, old),
    )
    evidence = (
        *((who, t, "0.9", life.moment(-790), 70) for at in (1, 2, 3) for who in life.both(at)),
        *((who, t, "1", life.moment(-690), 80) for at in (2, 4) for who in life.both(at)),
        *((who, t, "1", life.moment(-300), 90) for at in (4, 5) for who in life.both(at)),
        (n(1), t, "8", life.moment(-300), 90),
        ("nobody", t, "1", life.moment(-300), 90),
        (n(1), t, "1", life.moment(3), 90),
        (n(1), t, "1", life.moment(-300), 200),
    )
    life.load("evidence", _EVIDENCE, *evidence)
    life.load("evidence", _EVIDENCE, *evidence)
    assignments = (
        *(
            (who, "Paper", t, "1", "not_started", life.moment(due), life.moment(-60), "")
            for at, due in ((1, -30), (3, 10), (4, -30), (6, -30))
            for who in life.both(at)
        ),
        *(
            (who, "Paper", t, "0.9", "in_progress", life.moment(8), life.moment(-900), "")
            for who in life.both(7)
        ),
        (n(2), "Paper", t, "1", "completed", life.moment(-9), life.moment(-60), life.moment(-20)),
        (n(5), "Paper", t, "1", "cancelled", life.moment(-9), life.moment(-60), ""),
        (n(1), "Paper", t, "8", "cancelled", life.moment(-9), life.moment(-60), ""),
        (n(1), "Paper", f"no {t}", "1", "cancelled", life.moment(-9), life.moment(-60), ""),
        ("nobody", "Paper", t, "1", "cancelled", life.moment(-9), life.moment(-60), ""),
    )
    life.load("assignments", _ASSIGNMENTS, *assignments)
    life.load("assignments", _ASSIGNMENTS, *assignments)
    life.load(
        "rules",
        "name,is_active,auto_assign,trainings,days_to_complete,department,location",
        (f"{t} here", True, True, t, 5, t, ""),
        (f"{t} for all", True, True, t, "", "Shared", "Linz;Graz"),
        (f"{t} off", False, True, t, "", "", ""),
        (f"{t} unknown", True, True, f"no {t}", "", "", ""),
    )
    life.look("from paper")


def _first_work(life: Years) -> None:
    """Exemptions, completions, campaigns, and versions that wait."""
    t, p, n = life.training, life.p, life.number
    sources = [f"SOP-{p}@A"]
    life.look("after the first scans")
    for who in life.both(3):
        why = f"{REASON}: {who}, {t}"
        life.call("Q-1", "grant_exemption(%s, %s, %s, %s)", who, t, why, life.moment(20))
    for who in life.both(1):
        life.call(who, "start_assignment(%s)", t)
    for who in life.both(6):
        life.call(who, "complete_training(%s, 90, 'drawn')", t)
    for who in life.both(5):
        life.call(who, "sign_evidence(%s, 'click_to_confirm')", t)
    life.call(n(7), "start_assignment(%s)", f"no {t}")
    life.call(
        "Q-1",
        "create_campaign(%s, 'Once more', %s, %s, p_departments => %s, p_locations => '{Graz}')",
        *(t, life.moment(50), REASON, [t, "Shared"]),
    )
    life.call(
        "Q-1",
        "create_campaign(%s, 'Some', %s, %s, p_employee_numbers => %s)",
        *(t, life.moment(60), REASON, [*life.both(3), *life.both(5), n(7)]),
    )
    life.call(
        "Q-1",
        "create_campaign(%s, 'Some', %s, %s, p_employee_numbers => %s)",
        *(t, life.moment(60), REASON, [n(7), "nobody"]),
    )
    life.call("Q-1", "reject_version(%s, '1.4', %s)", t, REASON)
    life.call("A-1", _SUBMIT, t, "2", f"# {t} 2", sources, REASON)
    life.load("evidence", _EVIDENCE, (n(7), t, "2", life.moment(0), 90))
    life.call("A-1", _SUBMIT, t, "2.1", f"# {t} 2.1", sources, REASON)
    life.call("A-1", _SUBMIT, t, "2", f"# {t} 2", [f"SOP-{p}@B"], REASON)
    life.call("A-1", _SUBMIT, t, "2", f"# {t} 2", sources, REASON)
    life.call("X-1", _SUBMIT, t, "2", f"# {t} 2", sources, REASON)
    life.call("X-1", _SUBMIT, t, "2.2", f"# {t} 2.2", sources, REASON)
    life.call("Q-1", "compare_versions(%s, '2')", t)
    life.call("Q-1", "compare_versions(%s, '2.2')", t)
    life.call("Q-1", "preview_recertification(%s, '2')", t)
    life.look("to be approved")


def _second_version(life: Years) -> None:
    """Recertified, in parts and as a whole, and late evidence."""
    t = life.training
    life.call("A-1", "approve_version(%s, '2', %s)", t, REASON)
    life.call("Q-1", "approve_version(%s, '2', %s, p_recertify_everyone => true)", t, REASON)
    life.look("approved")
    life.load(
        "evidence", _EVIDENCE, *((who, t, "1", life.moment(-200), 60) for who in life.both(7))
    )
    life.call("Q-1", "preview_recertification(%s, '2', p_from_versions => '{0.9}')", t)
    life.call("Q-1", "preview_recertification(%s, '2', p_departments => '{Shared}')", t)
    life.call("Q-1", "recertify(%s, '2', %s, p_from_versions => '{0.9,8}')", t, REASON)
    life.call("Q-1", "recertify(%s, '2', %s, p_departments => %s)", t, REASON, [t])
    life.call("Q-1", "recertify(%s, '2', %s)", t, REASON)
    life.look("late evidence")


def _some_are_done(life: Years) -> None:
    """One leaves, some complete it, and some lines of a file are wrong."""
    t, n = life.training, life.number
    life.call("Q-1", "upsert_user(%s, p_is_active => false)", n(2))
    for who in life.both(4):
        life.call(n(1), "complete_training(%s, p_employee_number => %s)", t, who)
    life.load(
        "completions",
        "employee_number,training,score,signature_method",
        *((who, t, 75, "drawn") for who in life.both(5)),
        (n(2), t, 75, ""),
        ("nobody", t, 75, ""),
        (n(3), f"no {t}", 75, ""),
        (n(3), t, 175, ""),
        (n(3), t, 75, "stamped"),
    )
    life.call("X-1", _SUBMIT, t, "2.3", "#", [f"SOP-{life.p}@A"], REASON)
    life.call("Q-1", "activate_version(%s, '2.2', %s)", t, REASON)
    life.look("some are done")


def _back_and_away(life: Years) -> None:
    """One comes back, one moves, and the grace is longer."""
    t, n = life.training, life.number
    life.look("the exemptions are over")
    life.call("Q-1", "reactivate_user(%s, %s)", n(2), REASON)
    life.call("Q-1", "upsert_user(%s, p_location => 'Wien', p_department => 'Away')", n(6))
    life.load(
        "trainings",
        "name,initial_due_offset_days,overdue_grace_days,recertification_interval_days",
        (t, 14, 30, 365),
    )
    life.look("a longer grace")


def _third_version(life: Years) -> None:
    """Approved first, in force later, and recertified on a day to come."""
    t, p = life.training, life.p
    life.look("expired")
    life.call("A-1", _SUBMIT, t, "3", f"# {t} 3", [f"SOP-{p}@A"], REASON)
    life.call("Q-1", "approve_version(%s, '3', %s, p_activate => false)", t, REASON)
    life.call("Q-1", "activate_version(%s, '3', %s)", t, REASON)
    day = (life.start + timedelta(days=75)).date()
    life.call("Q-1", "recertify(%s, '3', %s, p_effective_on => %s)", t, REASON, day)
    life.call("Q-1", "recertify(%s, '3', %s, p_effective_on => %s)", t, REASON, day)
    life.call("A-1", _SUBMIT, t, "4", f"# {t} 4", [f"SOP-{p}@B"], REASON)
    life.look("to be recertified")


def _fourth_version(life: Years) -> None:
    """Planned and taken back, and a document that changed."""
    t, p = life.training, life.p
    life.look("recertified on the day")
    for place in (1, 2, 3):
        for who in life.both(place):
            life.call(who, "complete_training(%s)", t)
    # away, and exempt, when it expires
    life.call("Q-1", "upsert_user(%s, p_is_active => false)", life.number(3))
    who = life.both(1)[1]
    life.call("Q-1", "grant_exemption(%s, %s, %s, %s)", who, t, REASON, life.moment(480))
    life.call(
        "Q-1",
        "approve_version(%s, '4', %s, p_recertify_everyone => true, p_effective_on => %s)",
        *(t, REASON, (life.start + timedelta(days=90)).date()),
    )
    life.call("Q-1", "activate_version(%s, '2.1', %s)", t, REASON)
    planned = (
        "(select scheduled_recertification_id from api.scheduled_recertifications"
        " where training = %s and state = 'planned')"
    )
    life.call("Q-1", f"cancel_recertification({planned}, %s)", t, REASON)
    life.call("Q-1", "decline_recertification(%s, '4', %s)", t, REASON)
    life.load(
        "documents",
        "document,revision,title,effective_at",
        (f"SOP-{p}", "B", "Rewritten", life.moment(-1)),
        (f"SOP-{p}", "C", "Rewritten", life.moment(70)),
    )
    life.call(
        "Q-1",
        "resolve_review_task((select review_task_id from api.review_queue where training = %s"
        " and state = 'open' and task_type = 'source_outdated'), 'no_change_needed', %s)",
        *(t, REASON),
    )
    life.look("a new revision")


def _expired(life: Years) -> None:
    """Some do it again, and nothing expires from now on."""
    t = life.training
    life.look("expired again")
    for who in (*life.both(1), *life.both(6)):
        life.call(who, "complete_training(%s)", t)
    life.load(
        "trainings",
        "name,initial_due_offset_days,overdue_grace_days,recertification_interval_days",
        (t, 14, 30, ""),
    )
    life.look("nothing expires any more")


def everybody(company: Database) -> None:
    """The scheduled work of a day, for all trainings at once."""
    company.act_as(None)
    company.rows("select * from api.scan_expiry()")
    for row in company.rows(
        "select scheduled_recertification_id as id from api.scheduled_recertifications"
        " where state = 'planned' and effective_on <= test_clock.now()::date order by 1"
    ):
        company.rows("select * from api.run_scheduled_recertification(%s)", row["id"])
    company.rows("select * from api.recompute_assignments(p_queued_only => true)")
    company.rows("select * from api.scan_overdue()")
    company.rows("select * from api.write_reminders()")
    company.rows("select * from api.export_notifications()")
