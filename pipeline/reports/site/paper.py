"""What stands in the margins of a printed page: which page it is, of which build, and its number.

These are the margin boxes of CSS, whose texts are strings of CSS. That of a page stands in a style
of its own, which the policy of the page names by its hash: it needs no script.
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING

from pipeline.reports.site.words import text

if TYPE_CHECKING:
    from pipeline.reports.standing import Standing

#: Characters of a title that fit on a line.
_LONGEST = 60


def _string(content: str) -> str:
    """A string of CSS, of nothing that CSS or HTML could take for more than a letter."""
    # the space ends what is escaped, and is no part of it
    told = (c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in content)
    return f'"{"".join(told)}"'


def _shortened(name: str) -> str:
    shown = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
    # isolated, so that a name from right to left moves nothing beside it
    return f"\u2068{shown}\u2069"


def page_style(title: str) -> str:
    """The style of one page: its title above each sheet."""
    return f"@page{{@top-left{{content:{_string(_shortened(title))}}}}}"


def hash_of(style: str) -> str:
    """What the policy of a page allows the style by."""
    digest = hashlib.sha256(style.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def site_style(standing: Standing, company: str | None) -> str:
    """The style of all pages: that it is a copy above each sheet, build and number below."""
    told = (
        f"As of {text(standing.as_of)}, build {standing.build_number}, audit log up to row"
        f" {standing.head_seq} (hash {standing.head_hash[:16]}…)"
    )
    if standing.rows_behind:
        told += f"; not the latest: {standing.rows_behind:,} rows behind"
    whose = f" {_shortened(company)}." if company else ""
    copy = f"A copy: the record is in the database. It holds personal data.{whose}"
    return f"""
/* what stands above and below each sheet of paper, beside its title */
@page {{
  @top-right {{ content: {_string(copy)}; }}
  @bottom-left {{ content: {_string(told)}; }}
  @bottom-right {{ content: "page " counter(page) " of " counter(pages); }}
}}
"""
