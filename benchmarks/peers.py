"""The same job as it is written elsewhere: with Django's ORM, and one person at a time.

Their tables hold the same rows with what their users would have: a surrogate key, enforced foreign
keys and the indexes that Django makes.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from benchmarks.data import CAMPAIGNS, TRAININGS, act_as
from benchmarks.databases import Connection, Databases
from benchmarks.figure import Figure, Pair, seconds
from benchmarks.recertifying import approve, company

if TYPE_CHECKING:
    from types import SimpleNamespace

PEER = "peer"
#: Database of a pair.
PAIR = "peer_pair"

#: One person at a time is measured on so many of all people, and taken times as much.
SAMPLE = 50


def _models(databases: Databases) -> SimpleNamespace:
    """The models of a Django application of our kind, on the database of a pair."""
    from types import SimpleNamespace

    import django
    from django.apps import apps
    from django.conf import settings
    from psycopg.conninfo import conninfo_to_dict

    if not settings.configured:
        parts = conninfo_to_dict(databases.dsn(PAIR))
        settings.configure(
            DATABASES={
                "default": {
                    "ENGINE": "django.db.backends.postgresql",
                    "NAME": parts["dbname"],
                    "HOST": parts.get("host"),
                    "PORT": parts.get("port", ""),
                    "USER": parts.get("user"),
                }
            },
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
        )
        django.setup()
    known = apps.all_models["peer"]
    if known:
        return SimpleNamespace(**known)
    from django.db import models

    def made(called: str, **fields: Any) -> Any:
        meta = type("Meta", (), {"app_label": "peer", **fields.pop("meta", {})})
        return type(called, (models.Model,), {"__module__": __name__, "Meta": meta, **fields})

    person = made("Person", number=models.CharField(max_length=50, unique=True))
    version = made("Version", training=models.IntegerField(), label=models.CharField(max_length=20))
    campaign = made(
        "Campaign",
        name=models.CharField(max_length=200),
        version=models.ForeignKey(version, models.PROTECT),
    )
    made(
        "Assignment",
        person=models.ForeignKey(person, models.PROTECT),
        campaign=models.ForeignKey(campaign, models.PROTECT),
        status=models.CharField(max_length=20, default="not_started"),
        due_at=models.DateTimeField(),
        assigned_at=models.DateTimeField(),
        meta={"unique_together": [("person", "campaign")]},
    )
    made(
        "Evidence",
        person=models.ForeignKey(person, models.PROTECT),
        version=models.ForeignKey(version, models.PROTECT),
        completed_at=models.DateTimeField(),
        score=models.DecimalField(max_digits=5, decimal_places=2, null=True),
        content_sha256=models.BinaryField(),
        recertification_status=models.CharField(max_length=20, default="current"),
        superseded_at=models.DateTimeField(null=True),
        superseded_by_campaign=models.ForeignKey(campaign, models.PROTECT, null=True),
    )
    return SimpleNamespace(**apps.all_models["peer"])


def _fill(connection: Connection, databases: Databases) -> None:
    """Django makes the tables; the rows are those of the company."""
    from django.db import connection as django_connection

    models = _models(databases)
    django_connection.settings_dict["NAME"] = connection.info.dbname
    with django_connection.schema_editor() as editor:
        for model in vars(models).values():
            editor.create_model(model)
    django_connection.close()
    django_connection.settings_dict["NAME"] = PAIR
    rows = [
        "insert into peer_person (number) select 'E-' || i"
        f" from generate_series(1, {databases.users}) as i",
        "insert into peer_version (training, label) select i, l::text"
        f" from generate_series(1, {TRAININGS}) as i, generate_series(1, 2) as l",
        "insert into peer_campaign (name, version_id) select 'Campaign ' || i, 1"
        f" from generate_series(1, {CAMPAIGNS}) as i",
        "insert into peer_evidence (person_id, version_id, completed_at, score, content_sha256,"
        " recertification_status) select p.id, v.id, now() - interval '100 days', 80,"
        " sha256('# Content'), 'current' from peer_version as v, peer_person as p"
        " where v.label = '1' order by v.id, p.id",
        "insert into peer_assignment (person_id, campaign_id, status, due_at, assigned_at)"
        " select p.id, c.id, 'not_started', now() + interval '1 day' * (p.id % 100), now()"
        " from peer_campaign as c, peer_person as p order by c.id, p.id",
    ]
    for statement in rows:
        connection.execute(statement.encode())


def _template(databases: Databases) -> str:
    return databases.template(PEER, lambda connection: _fill(connection, databases))


def _ours(databases: Databases) -> float:
    with databases.copied(company(databases)) as connection:
        act_as(connection, "Q-1")
        return seconds(connection, approve("Training 1"))


def _recertify_with_django(databases: Databases) -> None:
    """As an application does it: one transaction, batches of a thousand."""
    from datetime import timedelta

    from django.db import transaction
    from django.utils import timezone

    models = _models(databases)
    with transaction.atomic():
        now = timezone.now()
        new = models.version.objects.get(training=1, label="2")
        campaign = models.campaign.objects.create(name="Recertification", version=new)
        held = models.evidence.objects.filter(
            version__training=1,
            version__label="1",
            recertification_status__in=["current", "expired"],
        )
        people = held.values_list("person_id", flat=True).distinct()
        models.assignment.objects.bulk_create(
            [
                models.assignment(
                    person_id=person_id,
                    campaign=campaign,
                    due_at=now + timedelta(days=30),
                    assigned_at=now,
                )
                for person_id in people
            ],
            batch_size=1000,
            ignore_conflicts=True,
        )
        held.update(
            recertification_status="superseded",
            superseded_at=now,
            superseded_by_campaign=campaign,
        )


def _django(databases: Databases, number: int) -> Iterator[Pair]:
    for _ in range(number):
        ours = _ours(databases)
        with databases.copied(_template(databases), PAIR):
            from django.db import connection as django_connection

            start = time.perf_counter()
            _recertify_with_django(databases)
            peer = time.perf_counter() - start
            django_connection.close()
        yield ours, peer


def _one_by_one(databases: Databases, number: int) -> Iterator[Pair]:
    people = max(1, databases.users // SAMPLE)
    for _ in range(number):
        ours = _ours(databases)
        with databases.copied(_template(databases), PAIR) as connection:
            start = time.perf_counter()
            campaign, held = _begin_one_by_one(connection, people)
            begun = time.perf_counter()
            _recertify_one_by_one(connection, campaign, held)
            each = (time.perf_counter() - begun) / people
        yield ours, begun - start + each * databases.users


def _begin_one_by_one(connection: Connection, people: int) -> tuple[int, list[int]]:
    """The campaign, and those of whom a scheduled task of a learning platform takes care."""
    with connection.transaction():
        (campaign,) = connection.execute(
            "insert into peer_campaign (name, version_id)"
            " select 'Recertification', id from peer_version where training = 1 and label = '2'"
            " returning id"
        ).fetchone() or (0,)
    held = connection.execute(
        "select distinct e.person_id from peer_evidence as e"
        " join peer_version as v on v.id = e.version_id"
        " where v.training = 1 and v.label = '1' and e.recertification_status = 'current'"
        " order by e.person_id limit %s",
        [people],
    ).fetchall()
    return campaign, [person for (person,) in held]


def _recertify_one_by_one(connection: Connection, campaign: int, held: list[int]) -> None:
    """Each person in a transaction."""
    for person in held:
        with connection.transaction():
            is_there = connection.execute(
                "select 1 from peer_assignment where person_id = %s and campaign_id = %s",
                [person, campaign],
            ).fetchone()
            if is_there is None:
                connection.execute(
                    "insert into peer_assignment (person_id, campaign_id, status, due_at,"
                    " assigned_at) values (%s, %s, 'not_started', now() + interval '30 days',"
                    " now())",
                    [person, campaign],
                )
            connection.execute(
                "update peer_evidence set recertification_status = 'superseded',"
                " superseded_at = now(), superseded_by_campaign_id = %s"
                " where person_id = %s and recertification_status in ('current', 'expired')"
                " and version_id in (select id from peer_version"
                " where training = 1 and label = '1')",
                [campaign, person],
            )


FIGURES = [
    Figure(
        "django",
        "Django's ORM, bulk_create(ignore_conflicts=True) in batches of 1,000 and update(), against"
        " ours",
        4,
        _django,
        is_least=True,
    ),
    Figure(
        "one_by_one",
        "one person at a time, each its own statements in one transaction, against ours",
        50,
        _one_by_one,
        is_least=True,
    ),
]
