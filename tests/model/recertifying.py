"""Rules 6 to 12 in plain Python: who is recertified, and what a run does with each of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from tests.model.model import Company, Done, Evidence, Run, Scope, Stored, Version, refuse, when

OUTCOMES = ("created", "already_enrolled", "already_current", "inactive", "exempt")

#: All that a plan's digest has to tell apart.
Plan = tuple[Any, ...]


def population(
    c: Company, version: Version, scope: Scope | None
) -> dict[str, tuple[str, list[Evidence]]]:
    """Rules 6 and 10: for each of the people what a run does, and the evidence it supersedes."""
    earlier = c.earlier(version)
    scope = scope or {}
    found = {}
    for person in c.people.values():
        theirs = [
            e
            for e in c.evidence
            if e.person is person and e.version in earlier and e.flag in ("current", "expired")
        ]
        labels = [e.version.label for e in theirs]
        if "from_versions" in scope and not set(labels) & set(scope["from_versions"]):
            continue
        if "departments" in scope and person.department not in scope["departments"]:
            continue
        if "locations" in scope and person.location not in scope["locations"]:
            continue
        outcome = _outcome(c, person.number, version)
        # rule 11: whom an earlier run left out, and nothing keeps out any more, joins
        joins = outcome == "created" and "from_versions" not in scope
        if theirs or (joins and _was_left_out(c, person.number, version)):
            found[person.number] = (outcome, theirs)
    return found


def _outcome(c: Company, number: str, version: Version) -> str:
    """Rule 10."""
    person = c.people[number]
    campaign = next(
        (g for g in c.campaigns if g.version is version and g.kind == "recertification"), None
    )
    if c.holds(person, version):
        return "already_current"
    if not person.is_active:
        return "inactive"
    if c.is_exempt(person, version.training):
        return "exempt"
    if campaign is not None and c.in_campaign(person, campaign):
        return "already_enrolled"
    return "created"


def _was_left_out(c: Company, number: str, version: Version) -> bool:
    """Whether a run for this version or one before left the person out, who got nothing since.

    Who was current then, on a version that is not this one, was left out for good.
    """
    for run in c.runs:
        of = run.campaign.version
        why = run.outcomes.get(number)
        if of is not version and of not in c.earlier(version):
            continue
        if why not in ("inactive", "exempt") and not (why == "already_current" and of is version):
            continue
        if not any(
            a.status != "cancelled" and (a.assigned_at >= run.at or a.campaign is run.campaign)
            for a in c.of(c.people[number], version.training)
        ):
            return True
    return False


def check_scope(c: Company, version: Version, scope: Scope | None, day: date | None) -> None:
    """A scope names what exists, a day is to come."""
    people = c.people.values()
    scope = scope or {}
    refuse(
        when(bool(set(scope.get("departments", ())) - {p.department for p in people}), "ZR102"),
        when(bool(set(scope.get("locations", ())) - {p.location for p in people}), "ZR102"),
        when(
            bool(set(scope.get("from_versions", ())) - {v.label for v in c.earlier(version)}),
            "ZR102",
        ),
        when(
            day is not None and not c.now.date() <= day <= c.now.date() + timedelta(3650), "ZR102"
        ),
    )


def preview(
    c: Company, training: str, label: str, scope: Scope | None, day: date | None
) -> dict[str, Any]:
    """Rule 12: what a run would come to; nothing changes."""
    version = c.known(training, label)
    refuse(when(version.state not in ("pending_review", "approved", "active"), "ZR204"))
    check_scope(c, version, scope, day)
    whom = population(c, version, scope)
    outcomes = [outcome for outcome, _ in whom.values()]
    later = day is not None and day > c.now.date()
    start = datetime.combine(day, datetime.min.time(), c.now.tzinfo) if later and day else c.now
    return {
        "training": training,
        "version": label,
        "population": len(whom),
        **{name: outcomes.count(name) for name in OUTCOMES},
        "evidence_superseded": sum(len(theirs) for _, theirs in whom.values()),
        "due_at": start + timedelta(days=version.training.offset),
    }


def fingerprint(
    c: Company, training: str, label: str, scope: Scope | None, day: date | None
) -> Plan:
    """Rule 12: all that a plan's digest has to tell apart."""
    version = c.known(training, label)
    whom = population(c, version, scope)
    return (
        training,
        label,
        version.revision,
        sorted((part, sorted(names)) for part, names in (scope or {}).items()),
        day if day is not None and day > c.now.date() else None,
        sorted((number, outcome, len(theirs)) for number, (outcome, theirs) in whom.items()),
    )


def recertify_or_store(
    c: Company,
    actor: str | None,
    version: Version,
    reason: str,
    scope: Scope | None,
    day: date | None,
    done: Done,
) -> Done:
    """Do it now, or store the decision for a day to come."""
    assert actor is not None
    if day is not None and day > c.now.date():
        refuse(
            when(
                any(
                    (s.version, s.day, s.scope, s.state) == (version, day, scope, "planned")
                    for s in c.stored
                ),
                "ZR209",
            )
        )
        c.stored.append(Stored(version, day, scope, actor, reason))
        done.returned["effective_on"] = day
    else:
        done.returned |= run(c, version, actor, scope)
    if scope is None:
        # recertifying some decides nothing about the others
        c.resolve(version, "recert_decision", "recertified")
    return Done(done.returned, [*done.audited, "recertify"], reason)


def run(c: Company, version: Version, by: str, scope: Scope | None) -> dict[str, Any]:
    """Rules 7 to 11."""
    due_at = c.days_later(version.training.offset)
    whom = population(c, version, scope)
    name = f"Recertification: {version.training.name} v{version.label}"
    campaign = c.campaign(version, "recertification", name, by, due_at)
    superseded = 0
    for number, (outcome, theirs) in whom.items():
        if outcome == "created":
            c.assign(c.people[number], campaign, due_at)
        for e in theirs:
            e.flag, e.superseded_at, e.superseded_by = "superseded", c.now, campaign
            superseded += 1
    outcomes = {number: outcome for number, (outcome, _) in whom.items()}
    done = Run(campaign, c.now, due_at, by, scope, outcomes, superseded)
    c.runs.append(done)
    return {
        "campaign": campaign.name,
        "population": len(outcomes),
        **{name: done.count(name) for name in OUTCOMES},
        "evidence_superseded": superseded,
        "due_at": due_at,
    }


def nobody(version: Version, *, activated: bool) -> dict[str, Any]:
    """What a decision returns that recertifies nobody."""
    return {
        "training": version.training.name,
        "version": version.label,
        "campaign": None,
        "activated": activated,
        "population": 0,
        **dict.fromkeys(OUTCOMES, 0),
        "evidence_superseded": 0,
        "due_at": None,
        "effective_on": None,
    }


def is_decided(c: Company, version: Version) -> bool:
    """Rule 15: whether everybody of the version was decided about."""
    return (
        any(r.campaign.version is version and r.scope is None for r in c.runs)
        or any((s.version, s.scope, s.state) == (version, None, "planned") for s in c.stored)
        or any(
            (t.version, t.kind, t.resolution) == (version, "recert_decision", "declined")
            for t in c.tasks
        )
    )
