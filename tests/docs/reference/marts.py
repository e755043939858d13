"""docs/reference/marts.md: the marts, their columns and tests, from the dbt project."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import yaml

from pipeline.sources import dbt_project_folder
from tests.docs.reference import markdown

SCHEMAS = {
    "mart_compliance": "How people and trainings stand, how it goes, and what is to come.",
    "mart_audit": "The trail, the registers, the controls and the builds.",
}

INTRODUCTION = """\
# Marts

The tables that managers and auditors read, as the dbt project describes them; `recert report docs
FILE` writes the same for a browser, with what is made from what. How they are built and what "as
of" means: [how the marts are built](../explanations/marts.md). Twenty questions with their
answers: [queries](../queries/README.md)."""

Model = dict[str, Any]


def models(schema: str) -> list[Model]:
    """The marts of a schema as their files of YAML tell them, in the order of their names."""
    folder = dbt_project_folder() / "models" / "marts" / schema.removeprefix("mart_")
    return [
        model
        for file in sorted(folder.glob("[!_]*.yml"))
        for model in yaml.safe_load(file.read_text(encoding="utf-8"))["models"]
    ]


def key(model: Model) -> str:
    """The columns of its primary key."""
    for constraint in model.get("constraints", ()):
        if constraint["type"] == "primary_key":
            return ", ".join(map(markdown.code, constraint["columns"]))
    return ""


def is_required(column: Model) -> bool:
    return any(constraint["type"] == "not_null" for constraint in column.get("constraints", ()))


def tests(model: Model) -> Iterator[str]:
    """Each test of the mart and of its columns: what it asks, and its name."""
    for column in (None, *model["columns"]):
        for test in (model if column is None else column).get("data_tests", ()):
            ((kind, settings),) = test.items()
            name = settings.get("name", kind)
            of = "" if column is None else f" of {markdown.code(column['name'])}"
            yield f"- {markdown.text(settings['description'])} ({markdown.code(name)}{of})"


def section(schema: str, model: Model) -> str:
    """A mart with its key, columns and tests."""
    columns = markdown.table(
        ("column", "type", "required", "meaning"),
        (
            (
                markdown.code(column["name"]),
                column["data_type"],
                "yes" if is_required(column) else "",
                markdown.text(column["description"]),
            )
            for column in model["columns"]
        ),
    )
    parts = [f"### `{schema}.{model['name']}`", markdown.text(model["description"])]
    parts += [f"Key: {key(model)}."] if key(model) else []
    parts.append(columns)
    if asked := list(tests(model)):
        parts += ["Tested in each build:", "\n".join(asked)]
    return "\n\n".join(parts)


def controls() -> str:
    """The index of controls, whose results are in mart_audit.control_checks."""
    path = dbt_project_folder() / "seeds" / "controls.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return markdown.table(
            ("control", "shows", "rule", "severity", "owner", "may be accepted"),
            (
                (
                    markdown.code(row["control_id"]),
                    markdown.text(row["shows"]),
                    row["rule"],
                    row["severity"],
                    row["owner"],
                    "yes" if row["may_be_accepted"] == "true" else "no",
                )
                for row in csv.DictReader(file)
            ),
        )


def written() -> str:
    """The page."""
    parts = []
    for schema, meaning in SCHEMAS.items():
        found = models(schema)
        index = markdown.table(
            ("mart", "has"),
            (
                (
                    markdown.link(f"{schema}.{model['name']}"),
                    markdown.first_sentence(model["description"]),
                )
                for model in found
            ),
        )
        parts += [f"## Schema `{schema}`", meaning, index]
        parts += [section(schema, model) for model in found]
    return markdown.page(
        INTRODUCTION,
        *parts,
        "## Controls",
        "What `mart_audit.control_checks` has a row for. The rules are in"
        " [rules.md](rules.md). How one is accepted for a while is in"
        " [dbt_project](../../dbt_project/README.md#controls).",
        controls(),
    )
