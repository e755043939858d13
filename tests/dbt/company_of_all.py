"""A small company that has one of everything, for the tests of the marts' rows."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.company import Database

#: The name of its recertification.
CAMPAIGN = "Recertification: Lockout v2"

#: Days from completion until the company's evidence on Hygiene expires, which is in 20 days.
INTERVAL = (datetime.now(UTC) - datetime(2026, 1, 5, tzinfo=UTC)).days + 20

#: What the audit log has a row of.
ACTIONS = [
    "submit_version",
    "approve_version",
    "activate_version",
    "reject_version",
    "recertify",
    "decline_recertification",
    "create_campaign",
    "assign",
    "complete_training",
    "sign_evidence",
    "scan_overdue",
    "scan_expiry",
    "recompute_assignments",
    "resolve_review_task",
    "grant_exemption",
    "import",
    "update_user",
    "reactivate_user",
    "report_build",
    "export",
]


def tell(company: Database) -> None:
    """People in every standing towards Lockout, which was recertified, and Hygiene."""
    company.deciders()
    company.training("Lockout", overdue_grace_days=2, initial_due_offset_days=14)
    company.training("Hygiene", recertification_interval_days=INTERVAL)
    company.users(*(f"E-{number}" for number in range(1, 12)))
    company.execute("update core.users set department = 'Line', location = 'Turku'")
    for training in ("Lockout", "Hygiene"):
        company.activate("1", training)
    for number in (1, 2, 3, 4, 5, 6, 10):
        company.evidence(f"E-{number}", "1")
    company.activate("2")
    company.evidence("E-4", "2")
    company.execute("update core.users set is_active = false where employee_number = 'E-5'")
    company.execute(
        "select api.grant_exemption('E-6', 'Lockout', 'Works from home', now() + interval '9 d')"
    )
    company.recertify("2")
    company.recertify("2")
    enrolled(company, "E-2", "due_at = now() - interval '1 day'")
    enrolled(company, "E-3", "due_at = now() - interval '3 days'")
    company.evidence("E-10", "2")
    enrolled(company, "E-10", "status = 'completed', completed_at = now()")
    assign(company, "E-1", "Sooner", "Lockout", "1", "in_progress", "3 days")
    assign(company, "E-5", "Gone", "Lockout", "2", "not_started", "-9 days")

    company.evidence("E-7", "1", "Hygiene")
    company.evidence("E-8", "1", "Hygiene")
    company.activate("2", "Hygiene")
    company.execute(
        "update core.evidence set recertification_status = 'expired' where user_id = %s",
        company.user_id("E-8"),
    )
    assign(company, "E-9", "Called off", "Hygiene", "2", "cancelled", "1 day")
    evidence_id = company.evidence("E-11", "2", "Hygiene")
    company.execute(
        "insert into core.signatures (user_id, evidence_id, manifestation, method, signed_at)"
        " values (%s, %s, 'I have understood', 'drawn', now())",
        company.user_id("E-11"),
        evidence_id,
    )
    for action in ACTIONS:
        company.execute(
            "select audit._append(row(%s, 'thing', '1', null, '{}')::audit.entry)", action
        )


def assign(
    company: Database, number: str, name: str, training: str, label: str, status: str, due: str
) -> None:
    """An assignment of a manual campaign; ``due`` is an interval from now."""
    company.execute(
        "insert into core.campaigns (name, kind, version_id) values (%s, 'manual', %s)",
        name,
        company.version_id(label, training),
    )
    company.execute(
        "insert into core.assignments (user_id, campaign_id, due_at, assigned_at, status)"
        " select %s, campaign_id, now() + %s::interval, now() - interval '9 days', %s"
        " from core.campaigns where name = %s",
        company.user_id(number),
        due,
        status,
        name,
    )


def enrolled(company: Database, number: str, change: str) -> None:
    """Change the person's assignment in the recertification."""
    company.execute(
        f"update core.assignments as a set {change} from core.campaigns as c"
        " where c.campaign_id = a.campaign_id and c.name = %s and a.user_id = %s",
        CAMPAIGN,
        company.user_id(number),
    )
