"""Rules 1 to 5 and 15 in plain Python: what people decide about versions."""

from __future__ import annotations

from datetime import date

from tests.model.model import (
    DECIDERS,
    Company,
    Done,
    Refused,
    Scope,
    Task,
    Version,
    refuse,
    too_short,
    when,
)
from tests.model.recertifying import (
    Plan,
    check_scope,
    fingerprint,
    is_decided,
    nobody,
    recertify_or_store,
    run,
)

# --- submitting and deciding ---------------------------------------------------------------------


def submit(
    c: Company,
    actor: str | None,
    training: str,
    label: str,
    revision: str | None,
    reason: str,
    addressed_to: str,
) -> Done:
    """Rules 2, 3 and 5."""
    refuse(
        too_short(reason),
        c.acting(actor) or when(actor is None, "ZR304"),
        when(revision is None, "ZR205"),
        when(training not in c.trainings, "ZR201"),
        when(addressed_to not in DECIDERS, "ZR102"),
    )
    assert actor is not None
    assert revision is not None
    version = c.version(training, label)
    if version is not None:
        refuse(when(version.author != actor, "ZR304"), when(version.state != "draft", "ZR204"))
        # rule 19: what somebody was trained on stays
        is_frozen = any(e.version is version for e in c.evidence)
        refuse(when(is_frozen and version.revision != revision, "ZR307"))
    else:
        version = Version(c.trainings[training], label, actor)
        c.versions.append(version)

    returned = [
        v
        for v in c.versions
        if v.training is version.training and v.author == actor and v.state == "pending_review"
    ]
    for v in returned:
        v.state = "draft"
        c.resolve(v, "version_approval", "superseded")
    version.state, version.revision, version.submitted_at = "pending_review", revision, c.now
    c.ask(version, "version_approval", addressed_to)
    return Done(
        {"training": training, "version": label, "state": "pending_review"},
        ["resolve_review_task"] * len(returned) + ["submit_version"],
        reason,
    )


def _decide(
    c: Company, actor: str | None, training: str, label: str, reason: str, *states: str
) -> Version:
    """The version that the actor may decide about, in one of the states. Rules 1 and 2."""
    refuse(too_short(reason), c.may_decide(actor))
    version = c.known(training, label)
    refuse(
        when(version.author == actor, "ZR306"),
        when(version.state not in states, "ZR204"),
        _addressee(c, actor, version) if "pending_review" in states else None,
    )
    return version


def _addressee(c: Company, actor: str | None, version: Version) -> str | None:
    """A review that is addressed to corporate admins is not a quality admin's to decide."""
    task = c.open_task(version, "version_approval")
    if task is None or actor is None:
        return None
    return when(c.people[actor].role not in (task.addressed_to, "corporate_admin"), "ZR304")


def approve(
    c: Company,
    actor: str | None,
    training: str,
    label: str,
    reason: str,
    *,
    activate: bool = True,
    everyone: bool = False,
    scope: Scope | None = None,
    day: date | None = None,
    plan: Plan | None = None,
) -> Done:
    """Rules 3, 4 and 6 to 12; with a plan only if it is still what would be done."""
    makes_no_sense = (everyone and not activate) or (
        not everyone and not (scope is None and day is None and plan is None)
    )
    try:
        version = _decide(c, actor, training, label, reason, "pending_review")
    except Refused as refused:
        raise Refused(refused.reasons | ({"ZR102"} if makes_no_sense else set())) from refused
    refuse(when(makes_no_sense, "ZR102"))
    check_scope(c, version, scope, day)
    refuse(when(plan not in (None, fingerprint(c, training, label, scope, day)), "ZR206"))

    version.state, version.approved_by, version.reason = "approved", actor, reason
    c.resolve(version, "version_approval", "approved")
    if activate:
        put_in_force(c, version, is_decided=everyone and scope is None)
    done = Done(nobody(version, activated=activate), ["approve_version"], reason)
    if everyone:
        return recertify_or_store(c, actor, version, reason, scope, day, done)
    return done


def activate(c: Company, actor: str | None, training: str, label: str, reason: str) -> Done:
    """Rule 4."""
    version = _decide(c, actor, training, label, reason, "approved")
    put_in_force(c, version, is_decided=False)
    return Done(nobody(version, activated=True), ["activate_version"], reason)


def put_in_force(c: Company, version: Version, *, is_decided: bool) -> None:
    """Rule 4, and what follows from there being another version."""
    training = version.training
    others = [v for v in c.versions if v.training is training and v.activated_at is not None]
    former = c.active(training)
    if former is not None:
        former.state, former.deactivated_at = "inactive", c.now
    version.state, version.activated_at = "active", c.now
    c.close([training])
    for other in others:
        # nobody decides about a version any more that is not in force
        c.resolve(other, "recert_decision", "superseded")
        c.resolve(other, "source_outdated", "superseded")
        for stored in c.stored:
            if stored.version is other and stored.state == "planned":
                stored.state = "superseded"
    find_outdated_sources(c)
    # rule 15: it is decided, one way or the other
    if others and not is_decided:
        c.ask(version, "recert_decision")


def find_outdated_sources(c: Company) -> None:
    """An active version that cites an older revision of the document is to be looked at, once."""
    if not c.revisions:
        return
    latest = max(c.revisions, key=lambda revision: (c.revisions[revision], revision))
    for v in c.versions:
        if v.state == "active" and v.revision != latest and (v, latest) not in c.outdated:
            c.ask(v, "source_outdated")
            c.outdated.add((v, latest))


def reject(c: Company, actor: str | None, training: str, label: str, reason: str) -> Done:
    """Rules 1 and 2."""
    version = _decide(c, actor, training, label, reason, "pending_review")
    version.state = "rejected"
    c.resolve(version, "version_approval", "rejected")
    return Done({"version": label, "state": "rejected"}, ["reject_version"], reason)


# --- recertifying or not -------------------------------------------------------------------------


def recertify(
    c: Company,
    actor: str | None,
    training: str,
    label: str,
    reason: str,
    *,
    scope: Scope | None = None,
    day: date | None = None,
    plan: Plan | None = None,
) -> Done:
    """Rules 6 to 12."""
    version = _decide(c, actor, training, label, reason, "active")
    check_scope(c, version, scope, day)
    refuse(when(plan not in (None, fingerprint(c, training, label, scope, day)), "ZR206"))
    done = Done(nobody(version, activated=False), [], reason)
    return recertify_or_store(c, actor, version, reason, scope, day, done)


def decline(c: Company, actor: str | None, training: str, label: str, reason: str) -> Done:
    """Rule 15."""
    version = _decide(c, actor, training, label, reason, "active")
    refuse(when(is_decided(c, version), "ZR209"))
    c.ask(version, "recert_decision")
    c.resolve(version, "recert_decision", "declined")
    return Done({"training": training, "version": label}, ["decline_recertification"], reason)


def cancel(c: Company, actor: str | None, place: int, reason: str) -> Done:
    """What was stored for a day to come is taken back, and is undecided again."""
    stored = c.stored[place]
    refuse(
        too_short(reason),
        c.may_decide(actor),
        when(stored.version.author == actor, "ZR306"),
        when(stored.state != "planned", "ZR209"),
    )
    stored.state = "cancelled"
    if stored.scope is None and not is_decided(c, stored.version):
        c.ask(stored.version, "recert_decision")
    return Done({"state": "cancelled"}, ["decline_recertification"], reason)


def run_stored(c: Company, actor: str | None, place: int) -> Done:
    """The day has come: the decision of that time is carried out."""
    stored = c.stored[place]
    refuse(
        c.may_import(actor),
        when(stored.state != "planned", "ZR209"),
        when(stored.day > c.now.date(), "ZR209"),
    )
    check_scope(c, stored.version, stored.scope, None)
    returned = run(c, stored.version, stored.by, stored.scope)
    stored.state = "done"
    return Done(returned, ["recertify"], stored.reason)


# --- the review queue ----------------------------------------------------------------------------

#: How a task may end, and the decision that this is.
ENDS = {
    "version_approval": {"approve": approve, "reject": reject},
    "recert_decision": {"recertify": recertify, "decline": decline},
    "source_outdated": {"no_change_needed": None, "revision_planned": None},
}


def resolve_task(c: Company, actor: str | None, place: int, resolution: str, reason: str) -> Done:
    """A task is resolved by the decision that it asks for."""
    task: Task = c.tasks[place]
    version = task.version
    refuse(too_short(reason), c.may_decide(actor))
    assert actor is not None
    refuse(
        when(c.people[actor].role not in (task.addressed_to, "corporate_admin"), "ZR304"),
        when(not task.is_open, "ZR209"),
        when(resolution not in ENDS[task.kind], "ZR102"),
    )
    decision = ENDS[task.kind][resolution]
    audited = []
    if decision is not None:
        audited = decision(c, actor, version.training.name, version.label, reason).audited
    else:
        refuse(when(version.author == actor, "ZR306"))
        task.resolution = resolution
    returned = {"task_type": task.kind, "version": version.label, "resolution": task.resolution}
    return Done(returned, [*audited, "resolve_review_task"], reason)
