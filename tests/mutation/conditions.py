"""Finds the conditions of an SQL text and what is to be cut out to switch each of them off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutation.tokens import Token, siblings, tokens

#: Words that end an expression, or begin one.
_BORDERS = re.compile(
    "where|on|having|when|if|elsif|while|then|else|return|select|from|inner|left|right|full|cross"
    "|join|order|group|by|limit|offset|union|intersect|except|returning|window|for|loop|into|set"
    "|values|as|using|do|execute|end|exit|continue|raise|perform|begin|declare|check|filter|over"
    "|distinct"
)
_SIGN_BORDERS = frozenset([",", ";", ":=", "=>", "$$"])

#: The clauses whose condition can be switched off as a whole.
_CLAUSES = ("where", "on", "having", "when", "if", "elsif")


@dataclass(frozen=True)
class Cut:
    """A change of a text: what is between ``start`` and ``end`` becomes ``replacement``.

    ``shown`` is what the change takes away, for people.
    """

    kind: str
    start: int
    end: int
    replacement: str
    shown: str


def cuts(text: str) -> Iterator[Cut]:
    """One cut for each condition, and for each term of one that has several."""
    found = tokens(text)
    for places in siblings(found).values():
        for starter, places_of_expression in _expressions(found, places):
            yield from _of_expression(text, found, starter, places_of_expression)


def _is_border(found: list[Token], place: int) -> bool:
    token = found[place]
    if token.text in _SIGN_BORDERS:
        return True
    if token.kind != "word" or not _BORDERS.fullmatch(token.text):
        return False
    before = found[place - 1] if place else None
    after = found[place + 1] if place + 1 < len(found) else None
    if token.text in ("left", "right") and after is not None and after.text == "(":
        return False  # the function
    if token.text == "distinct":
        return before is None or not before.is_word("is", "not")
    if token.text == "from" and before is not None and before.is_word("distinct"):
        return not found[place - 2].is_word("is", "not")
    return True


def _expressions(found: list[Token], places: list[int]) -> Iterator[tuple[int, list[int]]]:
    """The stretches between borders: the border before (-1: none) and the places of the rest."""
    starter, rest = -1, list[int]()
    for place in places:
        if _is_border(found, place):
            if rest:
                yield starter, rest
            starter, rest = place, []
        else:
            rest.append(place)
    if rest:
        yield starter, rest


def _terms(found: list[Token], places: list[int]) -> list[tuple[int, list[int]]]:
    """The terms that ``and`` and ``or`` join: the connective before (-1: none) and the places."""
    result: list[tuple[int, list[int]]] = [(-1, [])]
    is_between = False
    for place in places:
        token = found[place]
        if token.is_word("between"):
            is_between = True
        if token.is_word("and", "or"):
            if is_between and token.text == "and":
                is_between = False
            else:
                result.append((place, []))
                continue
        result[-1][1].append(place)
    return result


def _of_expression(text: str, found: list[Token], starter: int, places: list[int]) -> Iterator[Cut]:
    terms = _terms(found, places)
    if any(not term for _, term in terms):
        return
    for number, (connective, term) in enumerate(terms):
        if len(terms) == 1:
            break
        start, end = found[term[0]].start, found[term[-1]].end
        shown = text[start:end]
        if number == 0:
            following = terms[1][1]
            yield Cut("condition", start, found[following[0]].start, "", shown)
        else:
            yield Cut("condition", found[connective].start, end, "", shown)
    if starter >= 0 and found[starter].is_word(*_CLAUSES):
        whole = _of_clause(text, found, starter, places)
        if whole is not None:
            yield whole


def _of_clause(text: str, found: list[Token], starter: int, places: list[int]) -> Cut | None:
    clause, before = found[starter], found[starter - 1]
    start, end = found[places[0]].start, found[places[-1]].end
    shown = f"{clause.text} {text[start:end]}"
    match clause.text:
        case "where" | "having":
            opener = clause.opener
            if opener > 0 and found[opener - 1].is_word("filter"):
                close = end + text[end:].index(")") + 1
                return Cut("filter", found[opener - 1].start, close, "", shown)
            return Cut("where", clause.start, end, "", shown)
        case "on":
            if before.is_word("distinct") or found[places[0]].is_word("conflict"):
                return None
            joins_all = text[start:end].strip() == "true"
            return None if joins_all else Cut("join", start, end, "true", shown)
        case "if" | "elsif":
            if before.is_word("end"):
                return None
            return Cut("if", start, end, "false", shown)
    return _of_when(found, starter, Cut("case", start, end, "false", shown))


def _of_when(found: list[Token], starter: int, cut: Cut) -> Cut | None:
    """The condition of an arm of ``case``, or the name of an error that is caught."""
    if found[starter - 1].is_word("exit", "continue"):
        return None
    opener = found[starter].opener
    if opener < 0 or not found[opener].is_word("case"):
        return Cut("handler", cut.start, cut.end, "sqlstate 'XX999'", cut.shown)
    if not found[opener + 1].is_word("when"):
        return Cut("case", cut.start, cut.end, "null", cut.shown)
    return cut
