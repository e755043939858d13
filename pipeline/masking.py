"""Passwords stay out of what is printed or stored: the one place that knows where they are.

Every message that people or programs read passes :func:`masked`; a DSN is told by
:func:`without_secrets` only, and a statement that others gave by :func:`masked_statement`.
"""

from __future__ import annotations

import re
from typing import Any

#: What stands in the place of a secret.
MASK = "***"

#: What stands before the secret in `scheme://user:secret@host`. A secret that should have been
#: percent-encoded may hold an @ or a slash: it ends at the last @ of the word. Looked for word by
#: word, so that a message of a megabyte takes no longer than it is long.
_WORD = re.compile(r"\S+")
_USER_OF_URL = re.compile(r"://[^:/?#@]*:")

#: `password=secret`. Where it ends depends on how it is quoted, which may be what is wrong: nothing
#: is told of the rest of the line.
_AS_KEYWORD = re.compile(
    r"((?:password|scram_(?:client|server)_key|oauth_client_secret)\s*=\s*)\S.*", re.IGNORECASE
)


def _without_url_password(text: str) -> str:
    return _WORD.sub(_masked_word, text) if "://" in text else text


def _masked_word(found: re.Match[str]) -> str:
    word = found[0]
    end = word.rfind("@")
    user = _USER_OF_URL.search(word, 0, end) if end > 0 else None
    return f"{word[: user.end()]}{MASK}{word[end:]}" if user else word


def masked(text: str) -> str:
    """The text with every password of a connection string in it replaced."""
    return _AS_KEYWORD.sub(rf"\1{MASK}", _without_url_password(text))


#: What may stand before a statement, and between its words. Comments of the other kind are looked
#: for apart, as one may be within another.
_BLANK = re.compile(r"(?:\s|--[^\n\r]*)*")
_EDGE_OF_COMMENT = re.compile(r"/\*|\*/")
_KEYWORD = re.compile(r"[a-z]+(?![\w$'\"])", re.IGNORECASE)

#: Statements whose constants PostgreSQL leaves out when it counts them.
_WITHOUT_CONSTANTS = {"select", "insert", "update", "delete", "merge", "with"}


def masked_statement(statement: str) -> str:
    """A statement of SQL as far as it can be told.

    Of any other than those that read and write rows its first two words: it is kept as somebody
    gave it, and may hold a password in more ways than can be looked for.
    """
    start = _after_comments(statement, 0)
    while statement.startswith("(", start):
        start = _after_comments(statement, start + 1)
    first = _KEYWORD.match(statement, start)
    if first is None:
        return MASK
    if first[0].lower() in _WITHOUT_CONSTANTS:
        return masked(" ".join(statement[start:].split()))
    second = _KEYWORD.match(statement, _after_comments(statement, first.end()))
    return f"{first[0]} {second[0]}" if second else first[0]


def _after_comments(statement: str, start: int) -> int:
    """Where the next word begins from there on."""
    depth = 0
    while True:
        if depth == 0:
            blank = _BLANK.match(statement, start)
            start = blank.end() if blank else start
            if not statement.startswith("/*", start):
                return start
        edge = _EDGE_OF_COMMENT.search(statement, start)
        if edge is None:
            return len(statement)
        depth += 1 if edge[0] == "/*" else -1
        start = edge.end()


def secret_keywords() -> frozenset[str]:
    """The keywords that libpq treats as passwords."""
    from psycopg.pq import Conninfo

    return frozenset(
        option.keyword.decode() for option in Conninfo.get_defaults() if option.dispchar == b"*"
    )


def without_secrets(dsn: str) -> str:
    """A DSN that can be told: what is printed may end in a log. Raises as ``dsn_parts`` does."""
    from psycopg.conninfo import make_conninfo

    from pipeline.database import dsn_parts

    parts = dsn_parts(dsn)
    secrets: dict[str, Any] = {name: MASK for name in secret_keywords() if name in parts}
    return _without_url_password(make_conninfo("", **{**parts, **secrets}) if secrets else dsn)
