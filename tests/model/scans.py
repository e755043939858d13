"""Rules 16 and 17 in plain Python: what time does, as the daily scans find it."""

from __future__ import annotations

from tests.model.model import Company, Done, Evidence, LeftOut, Person, Training, refuse
from tests.model.work import reached


def scan_overdue(c: Company, actor: str | None) -> Done:
    """Rule 16: exactly at the threshold it is not overdue."""
    refuse(c.may_import(actor))
    counts = {"marked": 0, "cleared": 0, "moved": 0, "overdue": 0}
    for a in c.assignments:
        if not a.is_open:
            continue
        since = a.limit if c.now > a.limit else None
        if a.overdue_since != since:
            change = "cleared" if since is None else "moved" if a.overdue_since else "marked"
            counts[change] += 1
        a.overdue_since = since
        counts["overdue"] += since is not None
    return Done(counts, ["scan_overdue"])


def scan_expiry(c: Company, actor: str | None) -> Done:
    """Rule 17."""
    refuse(c.may_import(actor))
    expired = [
        e
        for e in c.evidence
        if e.flag == "current" and e.expires_at is not None and e.expires_at <= c.now
    ]
    for e in expired:
        e.flag = "expired"
    outcomes = []
    for person, training in dict.fromkeys((e.person, e.training) for e in expired):
        outcome = _after_expiry(c, person, training)
        outcomes.append(outcome)
        version = c.active(training)
        if outcome in ("created", "inactive", "exempt") and version is not None:
            name = f"Periodic recertification: {training.name} {c.now.date()}"
            campaign = c.campaign(version, "periodic", name, actor)
            if outcome != "created":
                if not any((x.person, x.campaign) == (person, campaign) for x in c.left_out):
                    c.left_out.append(LeftOut(person, campaign, outcome, c.now))
            elif not c.assign(person, campaign, c.days_later(training.offset)):
                # that day's campaign has had the person already
                outcomes[-1] = "already_enrolled"
    names = ("created", "still_current", "already_enrolled", "inactive", "exempt")
    returned = {name: outcomes.count(name) for name in (*names, "without_active_version")}
    returned |= {"expired": len(expired), "people": len(outcomes)}
    return Done(returned, ["scan_expiry"])


def _after_expiry(c: Company, person: Person, training: Training) -> str:
    """What becomes of somebody whose evidence has just expired."""
    if any(valid(c, e) for e in c.evidence if e.person is person and e.training is training):
        return "still_current"
    if any(a.is_open and a.campaign.kind == "periodic" for a in c.of(person, training)):
        return "already_enrolled"
    if c.active(training) is None:
        return "without_active_version"
    return reached(c, person, training, is_current=False)


def valid(c: Company, e: Evidence) -> bool:
    """Current, on a version that has been in force, and no late paper from before one for all."""
    recertified = [
        run.campaign.version.activated_at
        for run in c.runs
        if run.scope is None and run.campaign.training is e.training
    ]
    activated_at = e.version.activated_at
    return (
        e.flag == "current"
        and activated_at is not None
        and all(at is None or activated_at >= at for at in recertified)
    )
