"""docs/reference/functions.md: what people call and read in schema api, from its comments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.docs.reference import markdown
from tests.docs.reference.catalogue import (
    Relation,
    Routine,
    comment_of_actor,
    relations,
    routines,
    types,
)

if TYPE_CHECKING:
    from tests.docs.reference.catalogue import Connection

INTRODUCTION = """\
# Functions and views of schema `api`

Everything that the command does it does through these. Arguments are best given by name:

```sql
select * from api.approve_version(
    p_training => 'Lockout/Tagout', p_version => '3.2', p_reason => 'New lock type on line 4'
);
```

Who acts is told by the login ([security.md](../security.md)). Errors have a code each
([errors.md](../errors.md)). Who may execute a function or read a view is told as the role that it
is granted to; what a person may do with it depends on the person, too."""

#: The sentence of a comment that tells of errors.
_RAISES = re.compile(r"(?:^|(?<=[.;]) )(Raises .*?)\.(?=\s|$)")


def told(comment: str) -> tuple[str, str]:
    """What a function does, and what it raises."""
    plain = " ".join(comment.split())
    found = _RAISES.search(plain)
    if found is None:
        return markdown.text(plain), ""
    rest = f"{plain[: found.start()]}{plain[found.end() :]}".strip()
    return markdown.text(rest), markdown.text(found.group(1).removeprefix("Raises "))


def signature(routine: Routine) -> str:
    """How a function is called, an argument a line, and what it returns."""
    result = routine.result
    if result.startswith("TABLE("):
        columns = result.removeprefix("TABLE(").removesuffix(")").split(", ")
        result = "table (\n    " + ",\n    ".join(columns) + "\n)"
    arguments = "\n    " + ",\n    ".join(routine.arguments) + "\n" if routine.arguments else ""
    return f"```sql\napi.{routine.name}({arguments})\nreturns {result}\n```"


def function(routine: Routine) -> str:
    what, errors = told(routine.comment)
    roles = ", ".join(map(markdown.code, routine.roles))
    facts = [f"Granted to: {roles}."] if roles else []
    facts += [f"Errors: {errors}."] if errors else []
    return "\n\n".join([f"### `{routine.name}`", signature(routine), what, *facts])


def view(relation: Relation) -> str:
    columns = markdown.table(
        ("column", "type", "meaning"),
        (
            (markdown.code(column.name), column.type, markdown.text(column.comment))
            for column in relation.columns
        ),
    )
    return "\n\n".join([f"### `{relation.name}`", markdown.text(relation.comment), columns])


def shape(relation: Relation) -> str:
    """A type: its columns as SQL says them."""
    columns = ",\n".join(f"    {column.name} {column.type}" for column in relation.columns)
    parts = [f"### `{relation.name}`", markdown.text(relation.comment)]
    return "\n\n".join([*filter(None, parts), f"```sql\n(\n{columns}\n)\n```"])


def written(connection: Connection) -> str:
    """The page, from an installed database."""
    functions = routines(connection)
    views = relations(connection, "api", "v")
    _, actor = told(comment_of_actor(connection))
    return markdown.page(
        INTRODUCTION,
        f"What core._actor() raises, which many name: {actor}.",
        "## Functions",
        markdown.table(
            ("function", "does"),
            (
                (markdown.link(routine.name), markdown.first_sentence(routine.comment))
                for routine in functions
            ),
        ),
        *map(function, functions),
        "## Types",
        "What functions return that have one result in common.",
        *map(shape, types(connection)),
        "## Views",
        markdown.table(
            ("view", "has"),
            (
                (markdown.link(found.name), markdown.first_sentence(found.comment))
                for found in views
            ),
        ),
        *map(view, views),
    )
