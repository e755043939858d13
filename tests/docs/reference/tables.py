"""docs/reference/tables.md: the tables of core, audit and ops, from their comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.docs.reference import markdown
from tests.docs.reference.catalogue import Relation, relations

if TYPE_CHECKING:
    from tests.docs.reference.catalogue import Connection

SCHEMAS = {
    "core": "The record: people, trainings, versions, what was assigned and what was learnt.",
    "audit": "The hash-chained log of who did what, when and why: [audit.md](../audit.md).",
    "ops": "What the software needs to work: what is installed, what ran, files on their way in.",
}

INTRODUCTION = """\
# Tables

The tables of the record, as the catalogue describes them. People write them through functions only
and read them through views ([functions.md](functions.md)); who may read a table itself is in
[security.md](../security.md). Checks and triggers are in `sql/`. Four tables have checks of whole
statements in place of foreign keys ([why](../decisions/0005-checks-for-foreign-keys.md)), so some
references are not told here.

Columns that scripts may rely on are those of the contract: `core.users`, `core.trainings`,
`core.training_versions`, `core.campaigns`, `core.assignments`, `core.evidence` and `audit.log`.
The others may change with a version; the [changelog](../../CHANGELOG.md) tells."""


def section(relation: Relation) -> str:
    """A table with its keys and columns."""
    columns = markdown.table(
        ("column", "type", "required", "meaning"),
        (
            (
                markdown.code(column.name),
                column.type,
                "yes" if column.is_required else "",
                markdown.text(column.comment),
            )
            for column in relation.columns
        ),
    )
    keys = "\n".join(f"- {markdown.code(key)}" for key in relation.keys)
    return "\n\n".join(
        part
        for part in (f"### `{relation.name}`", markdown.text(relation.comment), columns, keys)
        if part
    )


def written(connection: Connection) -> str:
    """The page, from an installed database."""
    parts = []
    for schema, meaning in SCHEMAS.items():
        found = relations(connection, schema, "r")
        index = markdown.table(
            ("table", "has"),
            (
                (markdown.link(relation.name), markdown.first_sentence(relation.comment))
                for relation in found
            ),
        )
        parts += [f"## Schema `{schema}`", meaning, index, *map(section, found)]
    return markdown.page(INTRODUCTION, *parts)
