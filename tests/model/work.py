"""Rules 13 to 18 in plain Python: assignments, evidence, and people who come and go."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.model.decisions import find_outdated_sources
from tests.model.model import (
    ADMINS,
    Campaign,
    Company,
    Done,
    Evidence,
    Exemption,
    LeftOut,
    Person,
    Refused,
    Rule,
    Training,
    refuse,
    too_short,
    when,
)

# --- people at their training --------------------------------------------------------------------


def _concerned(c: Company, actor: str | None, number: str | None) -> Person:
    """The person whom it is done for: oneself, one's people, or anybody for an admin."""
    refuse(c.acting(actor) or when(actor is None, "ZR304"))
    assert actor is not None
    if number is None or number == actor:
        return c.people[actor]
    refuse(when(number not in c.people, "ZR203"))
    person = c.people[number]
    refuse(
        when(not person.is_active, "ZR305"),
        when(c.people[actor].role not in ADMINS and person.manager != actor, "ZR304"),
    )
    return person


def start(c: Company, actor: str | None, training: str, number: str | None) -> Done:
    """What is open of the training is in progress from now on."""
    person = _concerned(c, actor, number)
    open_ones = [a for a in c.of(person, c.trainings[training]) if a.is_open]
    refuse(when(not open_ones, "ZR211"))
    started = [a for a in open_ones if a.status == "not_started"]
    for a in started:
        a.status, a.started_at = "in_progress", c.now
    returned = {"started": len(started), "in_progress": len(open_ones)}
    return Done(returned, ["assign"] if started else [])


def complete(
    c: Company,
    actor: str | None,
    training: str,
    score: int | None,
    method: str | None,
    number: str | None,
) -> Done:
    """Rule 13: recorded against the version that is active at that moment."""
    person = _concerned(c, actor, number)
    about = c.trainings[training]
    version = c.active(about)
    refuse(
        when(score is not None and not 0 <= score <= 100, "ZR102"),
        when(method is not None and person.number != actor, "ZR304"),
        when(version is None, "ZR204"),
        when(about.is_signed and method is None, "ZR105"),
    )
    assert version is not None
    is_signed = method is not None
    c.evidence.append(Evidence(person, version, c.now, c.now, score, is_signed=is_signed))
    returned = {"version": version.label, "assignments_closed": c.close([about], [person])}
    return Done(returned, ["complete_training", *(["sign_evidence"] if is_signed else [])])


def sign(c: Company, actor: str | None, training: str) -> Done:
    """A person signs their last evidence of the training, once."""
    person = _concerned(c, actor, None)
    held = [e for e in c.evidence if e.person is person and e.training.name == training]
    refuse(when(not held, "ZR211"))
    # of several completed at one moment the one recorded last
    last = max(enumerate(held), key=lambda pair: (pair[1].completed_at, pair[0]))[1]
    refuse(when(last.is_signed, "ZR209"))
    last.is_signed = True
    return Done({"version": last.version.label}, ["sign_evidence"])


# --- history and completions from files ----------------------------------------------------------


def import_evidence(
    c: Company, actor: str | None, rows: list[tuple[str, str, str, datetime, int | None]]
) -> Done:
    """Rule 22: paper records with their own dates. What is there already is skipped."""
    refuse(c.may_import(actor))
    known = list(c.evidence)
    added = []
    for number, training, label, completed_at, score in rows:
        version = c.version(training, label)
        copies = [
            e
            for e in known
            if (e.person.number, e.version, e.completed_at, e.score)
            == (number, version, completed_at, score)
        ]
        refuse(when(version is None or number not in c.people or completed_at > c.now, "ZR104"))
        assert version is not None
        if copies:
            known.remove(copies[0])
            continue
        refuse(when(version.state in ("draft", "rejected"), "ZR104"))
        person = c.people[number]
        added.append(Evidence(person, version, completed_at, c.now, score, is_imported=True))
    c.evidence += added
    if added:
        trainings = [c.trainings[training] for _, training, *_ in rows]
        c.close(trainings, [c.people[number] for number, *_ in rows])
    return Done({"inserted": len(added), "skipped": len(rows) - len(added)}, ["import"])


def import_completions(
    c: Company, actor: str | None, file: str, rows: list[tuple[str, str, int | None, str | None]]
) -> Done:
    """Completions of now from another system; who holds it and need not renew is skipped."""
    refuse(c.may_import(actor))
    added: list[Evidence] = []
    for number, training, score, method in rows:
        person, about = c.people[number], c.trainings[training]
        version = c.active(about)
        refuse(
            when(not person.is_active, "ZR104"),
            when(version is None, "ZR104"),
            when(about.is_signed and method is None, "ZR104"),
        )
        assert version is not None
        lasts = [e.expires_at for e in c.holds(person, version)]
        # in the last half of the interval, at most 90 days, it is renewed
        ahead = timedelta(min(90, (about.interval or 0) // 2))
        if lasts and not (about.interval and max(t - ahead for t in lasts if t) <= c.now):
            continue
        if file not in c.files:
            added.append(
                Evidence(person, version, c.now, c.now, score, is_signed=method is not None)
            )
    c.files.add(file)
    c.evidence += added
    c.close([c.trainings[row[1]] for row in rows], [c.people[row[0]] for row in rows])
    audited = []
    for e in added:
        audited += ["complete_training", *(["sign_evidence"] if e.is_signed else [])]
    return Done({"inserted": len(added), "skipped": len(rows) - len(added)}, [*audited, "import"])


def change_training(
    c: Company, actor: str | None, name: str, settings: dict[str, int | None]
) -> Done:
    """Scheduling may change; what was assigned stays, what is judged by it is judged anew."""
    refuse(c.may_import(actor))
    training = c.trainings[name]
    before = {key: getattr(training, key) for key in settings}
    for key, value in settings.items():
        setattr(training, key, value)
    if before["interval"] != training.interval:
        # rule 13: old paper may last now, and answer what was asked after it
        c.close([training])
    return Done({"updated": int(before != settings), "inserted": 0}, ["import"])


def change_rule(c: Company, actor: str | None, rule: Rule) -> Done:
    """Rule 18: nothing is assigned before the rules are applied."""
    refuse(c.may_import(actor))
    former = c.rules.get(rule.name)
    if former is None:
        c.rules[rule.name] = rule
        return Done({"inserted": 1, "updated": 0}, ["import"])
    is_same = vars(former) == vars(rule)
    vars(former).update(vars(rule))
    return Done({"inserted": 0, "updated": int(not is_same)}, ["import"])


def revise_document(c: Company, actor: str | None, revision: str) -> Done:
    """A revision of the document is valid from now on; versions citing older ones are told."""
    refuse(c.may_import(actor))
    is_new = revision not in c.revisions
    c.revisions.setdefault(revision, c.now)
    find_outdated_sources(c)
    return Done({"inserted": int(is_new), "skipped": int(not is_new)}, ["import"])


# --- people who are kept out, leave and come back ------------------------------------------------


def exempt(
    c: Company, actor: str | None, number: str, training: str, reason: str, until: datetime
) -> Done:
    """Rule 10 leaves exempt people out; nobody exempts themselves."""
    refuse(
        too_short(reason),
        c.may_decide(actor),
        when(number == actor, "ZR306"),
        when(until <= c.now, "ZR102"),
    )
    c.exemptions.append(Exemption(c.people[number], c.trainings[training], c.now, until))
    return Done({"employee_number": number, "valid_until": until}, ["grant_exemption"], reason)


def change_user(
    c: Company, actor: str | None, number: str, *, is_active: bool | None, department: str | None
) -> Done:
    """Rule 14 for who comes back; who moves is looked at when the rules are applied."""
    refuse(c.may_import(actor), when(number == actor and is_active is False, "ZR102"))
    person = c.people[number]
    former = (person.is_active, person.department)
    if is_active is not None:
        person.is_active = is_active
    if department is not None:
        person.department = department
    if former == (person.is_active, person.department):
        return Done({"outcome": "unchanged", "assigned": 0}, [])
    is_back = person.is_active and not former[0]
    assigned = _welcome_back(c, actor, person) if is_back else 0
    action = "reactivate_user" if is_back else "update_user"
    return Done({"outcome": "updated", "assigned": assigned}, [action])


def reactivate(c: Company, actor: str | None, number: str, reason: str) -> Done:
    """Rule 14."""
    refuse(too_short(reason), c.may_import(actor), when(c.people[number].is_active, "ZR209"))
    c.people[number].is_active = True
    assigned = _welcome_back(c, actor, c.people[number])
    return Done({"assigned": assigned}, ["reactivate_user"], reason)


def _welcome_back(c: Company, actor: str | None, person: Person) -> int:
    return _assign_missed(c, [person]) + _apply_rules(c, actor, [person])


def _assign_missed(c: Company, people: list[Person]) -> int:
    """Rule 14: what a campaign could not assign to people who are here again, due from today."""
    assigned = 0
    for person in people:
        for training in c.trainings.values():
            missed = [
                (run.at, c.campaigns.index(run.campaign))
                for run in c.runs
                if run.campaign.training is training
                and run.outcomes.get(person.number) in ("inactive", "exempt")
            ] + [
                (left.at, c.campaigns.index(left.campaign))
                for left in c.left_out
                if left.person is person
                and left.campaign.training is training
                and left.outcome in ("inactive", "exempt")
            ]
            if missed:
                # of several the last: nobody has to do it twice
                at, place = max(missed)
                if _still_owes(c, person, c.campaigns[place], at):
                    due_at = c.days_later(training.offset)
                    assigned += c.assign(person, c.campaigns[place], due_at)
    return assigned


def _still_owes(c: Company, person: Person, campaign: Campaign, since: datetime) -> bool:
    """Whether nothing keeps the person out any more, and nothing has taken its place."""
    training = campaign.training
    from_then_on = [campaign.version] + [
        v
        for v in c.versions
        if v.training is training
        and v.activated_at is not None
        and campaign.version.activated_at is not None
        and v.activated_at >= campaign.version.activated_at
    ]
    return (
        person.is_active
        and c.active(training) is not None
        and not c.is_exempt(person, training)
        and not c.holds(person, *from_then_on)
        and not any(
            a.status != "cancelled" and a.assigned_at >= since for a in c.of(person, training)
        )
    )


def _apply_rules(c: Company, actor: str | None, people: list[Person]) -> int:
    """Rule 18: additive. Who was ever trained or assigned a training is not for the rules."""
    assigned = 0
    for training in c.trainings.values():
        version = c.active(training)
        for person in people:
            fitting = [
                rule
                for rule in c.rules.values()
                if rule.is_active and training.name in rule.trainings and rule.fits(person)
            ]
            if (
                version is None
                or not fitting
                or not person.is_active
                or c.is_exempt(person, training)
                or any(e.person is person and e.training is training for e in c.evidence)
                or c.of(person, training)
            ):
                continue
            # rule 16: days_to_complete beats the offset; of several rules the shortest wins
            chosen = min(fitting, key=lambda rule: rule.days or training.offset)
            campaign = c.campaign(version, "rule", f"Rule: {chosen.name}", actor)
            assigned += c.assign(person, campaign, c.days_later(chosen.days or training.offset))
    return assigned


def recompute(c: Company, actor: str | None, number: str | None) -> Done:
    """Rules 14 and 18, for everybody or one; who waits in the queue is whoever it matters for."""
    refuse(c.may_import(actor))
    people = list(c.people.values()) if number is None else [c.people[number]]
    returned = {
        "rules": sum(rule.is_active for rule in c.rules.values()),
        "missed": _assign_missed(c, people),
        "created": _apply_rules(c, actor, people),
    }
    return Done(returned, ["recompute_assignments"])


def launch(
    c: Company,
    actor: str | None,
    training: str,
    name: str,
    due_at: datetime,
    reason: str,
    numbers: list[str] | None,
    departments: list[str] | None,
) -> Done:
    """A manual campaign, for people by number or for those who are in a department now."""
    refuse(
        too_short(reason),
        c.may(actor, ADMINS),
        when(due_at <= c.now, "ZR102"),
        when((numbers is None) == (departments is None), "ZR102"),
    )
    version = c.active(c.trainings[training])
    if version is None:
        raise Refused({"ZR204"})
    refuse(
        when(
            any((g.version, g.kind, g.name) == (version, "manual", name) for g in c.campaigns),
            "ZR209",
        )
    )
    people = [
        person
        for person in c.people.values()
        if person.number in (numbers or ())
        or (person.is_active and person.department in (departments or ()))
    ]
    refuse(when(not people, "ZR102"))
    campaign = c.campaign(version, "manual", name, actor, due_at)
    outcomes = []
    for person in people:
        outcomes.append(reached(c, person, version.training, bool(c.holds(person, version))))
        if outcomes[-1] == "created":
            c.assign(person, campaign, due_at)
        else:
            c.left_out.append(LeftOut(person, campaign, outcomes[-1], c.now))
    counts = {
        outcome: outcomes.count(outcome)
        for outcome in ("created", "already_current", "inactive", "exempt")
    }
    return Done({"population": len(people), **counts}, ["create_campaign"], reason)


def reached(c: Company, person: Person, training: Training, is_current: bool) -> str:
    if is_current:
        return "already_current"
    if not person.is_active:
        return "inactive"
    return "exempt" if c.is_exempt(person, training) else "created"
