"""The data that is measured on, made by set-based SQL and kept as a template database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.install import install

if TYPE_CHECKING:
    import psycopg

REASON = "Measured by the benchmark"

#: Evidence of five trainings and the assignments of four earlier campaigns are in place.
TRAININGS = 5
CAMPAIGNS = 4


def act_as(connection: psycopg.Connection[Any], employee_number: str) -> None:
    """Act as a person from here on; as the system with an empty number."""
    connection.execute("select set_config('recert.actor', %s, false)", [employee_number])


def fill(
    connection: psycopg.Connection[Any],
    users: int,
    trainings: int = TRAININGS,
    campaigns: int = CAMPAIGNS,
) -> None:
    """Install the schema and record ``users`` people, with evidence on version 1 of each training.

    Version 2 of each training is pending review. One assignment in a hundred is overdue, unmarked.
    """
    install(connection)
    connection.execute(
        "insert into core.users (employee_number, full_name, department, location)"
        " select 'E-' || i, 'Person ' || i, 'D' || i %% 50, 'L' || i %% 7"
        " from generate_series(1, %s) as i",
        [users],
    )
    connection.execute(
        "insert into core.users (employee_number, full_name, role)"
        " values ('A-1', 'Author', 'quality_admin'), ('Q-1', 'Approver', 'quality_admin')"
    )
    for number in range(1, trainings + 1):
        training = f"Training {number}"
        connection.execute("insert into core.trainings (name) values (%s)", [training])
        for label in ("1", "2"):
            act_as(connection, "A-1")
            connection.execute(
                "select api.submit_version(%s, %s, '# Content', array['SOP-1@A'], %s)",
                [training, label, REASON],
            )
            if label == "1":
                act_as(connection, "Q-1")
                connection.execute(
                    "select api.approve_version(%s, %s, %s)", [training, label, REASON]
                )
        connection.execute(
            "insert into core.evidence"
            " (user_id, version_id, completed_at, content_sha256, score, is_imported)"
            " select u.user_id, v.version_id, now() - interval '100 days', v.content_sha256, 80,"
            " true"
            " from core.users as u, core.training_versions as v"
            " join core.trainings as t using (training_id)"
            " where u.employee_number like 'E-%%' and t.name = %s and v.label = '1'"
            " order by u.user_id",
            [training],
        )
    connection.execute(
        "select audit._append(row('import', 'import', '0', null, jsonb_build_object("
        "'kind', 'evidence', 'inserted', (select count(*) from core.evidence)))::audit.entry)"
    )
    for number in range(1, campaigns + 1):
        connection.execute(
            "with made as (insert into core.campaigns (name, kind, version_id)"
            " select %s, 'manual', min(version_id) from core.training_versions"
            " returning campaign_id)"
            " insert into core.assignments (user_id, campaign_id, due_at, assigned_at)"
            " select u.user_id, m.campaign_id, now() + interval '1 day' * (u.user_id %% 100 - 0.5),"
            " now() - interval '9 days' from core.users as u, made as m"
            " where u.employee_number like 'E-%%' order by u.user_id",
            [f"Campaign {number}"],
        )
