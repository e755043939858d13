"""A company with something in every table that keeps records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.embedded import EmbeddedServer
from tests.company import Database, copied

#: A row in each table that the acts above leave empty.
THE_REST = """
insert into core.campaign_launches (
    campaign_id, launched_at, audience, population, created, already_current, inactive, exempt,
    audit_seq
)
select campaign_id, now(), '{}', 0, 0, 0, 0, 0, 1 from core.campaigns limit 1;
insert into core.campaign_exceptions (user_id, campaign_id, outcome, recorded_at)
select u.user_id, c.campaign_id, 'inactive', now()
from core.users as u cross join core.campaigns as c where u.employee_number = 'E-3' limit 1;
insert into core.scheduled_recertifications (
    version_id, effective_on, change_reason, plan_digest, decided_by, decided_at
)
select version_id, current_date + 9, 'Because', repeat('0', 64), 1, now()
from core.training_versions limit 1;
insert into core.recertification_batches (run_id, batch_number)
select run_id, 1 from core.recertification_runs limit 1;
insert into core.documents (document, revision, effective_at) values ('SOP-1', 'A', now());
insert into core.outdated_sources (version_id, document, revision, review_task_id)
select version_id, 'SOP-1', 'A', review_task_id from core.review_tasks limit 1;
insert into ops.imports (kind, file_name, column_names) values ('users', 'people.csv', '{email}');
insert into core.notifications (user_id, campaign_id, kind, due_at, created_at)
select user_id, campaign_id, 'overdue', due_at, now() from core.assignments limit 1;
insert into ops.job_runs (job, step) values ('daily', 'expire');
select api.open_report_build('b', 'd');
insert into core.expirations (user_id, evidence_id, expired_at)
select user_id, evidence_id, now() from core.evidence limit 1;
insert into core.assignment_rules (name, training_ids)
select 'Everybody', array[training_id] from core.trainings;
update core.assignment_rules set name = 'All';
"""


@pytest.fixture(scope="module")
def shared(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        database.deciders()
        database.users("E-1", "E-2", "E-3", "E-4")
        database.training()
        database.activate("1")
        for number in ("E-1", "E-2", "E-3"):
            database.evidence(number, "1")
        database.execute("update core.users set is_active = false where employee_number = 'E-3'")
        database.execute("update core.trainings set category = 'Safety'")
        database.submit("2")
        database.act_as("Q-1")
        database.execute(
            "select api.grant_exemption('E-2', 'Lockout', 'Works from home', now() + '1 d')"
        )
        database.approve("2", recertify_everyone=True)
        database.evidence("E-4", "2")
        database.execute(
            "insert into core.signatures (user_id, evidence_id, manifestation, method, signed_at)"
            " select user_id, evidence_id, 'I have understood', 'drawn', now() from core.evidence"
            " where recertification_status = 'current'"
        )
        database.execute(THE_REST)
        yield database


@pytest.fixture
def company(shared: Database) -> Iterator[Database]:
    """A company with at least one row in every table; what a test does is undone."""
    with shared.undone():
        yield shared
