"""The words of an SQL file, each with its place and with the brackets that it stands in.

This is no SQL parser. It knows as much as is needed to cut something out of files in the style of
this project: strings, comments, dollar quotes, and that ``case ... end`` is a pair of brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
    (?P<space>\s+|--[^\n]*|/\*.*?\*/)
    |(?P<string>[eE]?'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*")
    |(?P<dollar>\$\w*\$)
    |(?P<word>[a-zA-Z_]\w*(?:\.[a-zA-Z_]\w*)*)
    |(?P<number>\d[\d.]*)
    |(?P<sign>[-+*/<>=~!@#%^&|?:]+)
    |(?P<mark>[(),;.\[\]])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A word, literal or sign.

    ``start`` and ``end`` are its place in the text, ``opener`` the index of the token that opened
    the brackets it stands in, -1 when it stands in none.
    """

    kind: str
    text: str
    start: int
    end: int
    opener: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these words, outside of any quotes."""
        return self.kind == "word" and self.text in words


def tokens(text: str) -> list[Token]:
    """The tokens of an SQL text, without blanks and comments."""
    found: list[Token] = []
    open_at: list[int] = []
    bare = [match for match in _TOKEN.finditer(text) if match.lastgroup != "space"]
    for place, match in enumerate(bare):
        kind, word = match.lastgroup or "", match.group()
        following = bare[place + 1].group() if place + 1 < len(bare) else ""
        closes = (
            word in (")", "]")
            or (kind == "dollar" and bool(open_at) and found[open_at[-1]].text == word)
            or (
                word == "end"
                and following not in ("if", "loop")
                and bool(open_at)
                and found[open_at[-1]].text == "case"
            )
        )
        if closes and open_at:
            open_at.pop()
        found.append(Token(kind, word, match.start(), match.end(), open_at[-1] if open_at else -1))
        is_case = word == "case" and not (found[place - 1].text == "end" if place else False)
        if not closes and (word in ("(", "[") or kind == "dollar" or is_case):
            open_at.append(place)
    return found


def siblings(found: list[Token]) -> dict[int, list[int]]:
    """For each opening token (-1: none) the indexes of what stands directly in its brackets."""
    grouped: dict[int, list[int]] = {}
    for place, token in enumerate(found):
        grouped.setdefault(token.opener, []).append(place)
    return grouped
