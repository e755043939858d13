"""A database installed for tests whose clock stands still until it is set, with marts as views.

The product has no setting for the clock: ``clock.sql`` rewrites what reads it.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pipeline.sources import dbt_project_folder
from tests.company import Database

SCHEMAS = ["core", "api", "audit", "ops"]
MARTS = "marts_at_once"

#: The models that the marts of the model need, each after those it reads.
MODELS = (
    "staging/stg_assignments",
    "staging/stg_audit_log",
    "staging/stg_campaigns",
    "staging/stg_evidence",
    "staging/stg_exemptions",
    "staging/stg_recertification_exceptions",
    "staging/stg_recertification_runs",
    "staging/stg_training_versions",
    "staging/stg_trainings",
    "staging/stg_users",
    "intermediate/int_as_of",
    "intermediate/int_assignments",
    "intermediate/int_leading_evidence",
    "intermediate/int_user_training_status",
    "marts/compliance/user_training_status",
    "marts/compliance/recertification_campaigns",
)


def compiled(model: str) -> str:
    """The query of a model, with the models that it reads as views of one schema.

    dbt itself needs the better part of a minute to compile the project; these models use nothing
    of it but references and a few macros, which say here what they say of a build of everything.
    """
    from jinja2 import Environment, StrictUndefined

    project = dbt_project_folder()
    macros = (project / "macros" / "wording" / "statuses.sql").read_text()
    source = (project / "models" / f"{model}.sql").read_text()
    environment = Environment(
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  it makes SQL of our own files, no HTML
    )
    return environment.from_string(macros + source).render(
        ref=lambda name: f'{MARTS}."{name}"',
        source=lambda schema, table: f'"{schema}"."{table}"',
        config=lambda **_: "",
        goes_on=lambda **_: False,
        moment=lambda: "now()",
        where_written_since=lambda: "",
        if_changed=lambda *_, **__: "",
    )


def take_over(database: Database) -> int:
    """Give a database the clock and the marts; how many definitions were rewritten."""
    database.execute(f"create schema {MARTS}")
    for model in MODELS:
        name = model.rpartition("/")[2]
        database.execute(f'create view {MARTS}."{name}" as {compiled(model)}')
    database.execute(Path(__file__).with_name("clock.sql").read_text())
    return int(database.value("select test_clock.take_over(%s)", [*SCHEMAS, MARTS]))


def set_clock(database: Database, moment: datetime) -> None:
    """From now on it is this moment."""
    database.execute("update test_clock.moment set moment = %s", moment)
