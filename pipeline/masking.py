"""Passwords stay out of what is printed or stored: the one place that knows where they are.

Every message that people or programs read passes :func:`masked`, and a DSN is told by
:func:`without_secrets` only.
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
