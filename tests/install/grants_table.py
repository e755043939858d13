"""The rights of each role as the table in docs/security.md, read from an installed database.

    python -m tests.install.grants_table > /tmp/security.md && cp /tmp/security.md docs/security.md

prints the page with the table of a fresh installation in it.
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.install.dump_schema import fresh

if TYPE_CHECKING:
    import psycopg

PAGE = Path(__file__).parents[2] / "docs" / "security.md"

BEGIN = "<!-- rights: made by tests/install/grants_table.py -->\n"
END = "<!-- end of rights -->\n"

_ROLES = ("recert_runner", "recert_auditor", "recert_builder")

Row = tuple[str, str, str, str]


def table(connection: psycopg.Connection[Any]) -> str:
    """All that ops._grants() tells, what has the same rights in one row."""
    return written(connection.execute("select * from ops._grants()").fetchall())


def written(rows: Iterable[Row]) -> str:
    """The rows as a table of Markdown, a column a role."""
    rights: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, name, role, privilege in rows:
        rights[kind, name][role].append(privilege)
    others = sorted({role for of in rights.values() for role in of} - set(_ROLES))
    roles = (*_ROLES, *others)

    # arguments are told only where a name alone would not do
    names = Counter(name.partition("(")[0] for _, name in rights)
    alike: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (kind, name), of in sorted(rights.items()):
        short = name.partition("(")[0]
        held = tuple(", ".join(sorted(of[role])) for role in roles)
        alike[kind, held].append(f"`{short if names[short] == 1 else name}`")

    lines = [
        f"| | | {' | '.join(f'`{role}`' for role in roles)} |",
        f"|---|---|{'---|' * len(roles)}",
    ]
    for (kind, held), objects in alike.items():
        lines.append(f"| {kind} | {', '.join(objects)} | {' | '.join(held)} |")
    return "\n".join(lines) + "\n"


def parts(page: str) -> tuple[str, str, str]:
    """The page before the table, the table, and what follows it."""
    before, begin, rest = page.partition(BEGIN)
    now, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{PAGE} has no place for the table")
    return before + begin, now, end + after


def main() -> None:
    """Install into a server that is made for it, and print the page."""
    before, _, after = parts(PAGE.read_text(encoding="utf-8"))
    with fresh() as connection:
        sys.stdout.write(f"{before}\n{table(connection)}\n{after}")


if __name__ == "__main__":
    main()
