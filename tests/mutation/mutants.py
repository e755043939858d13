"""The list of mutants: each is the schema with one thing that keeps a rule switched off."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pipeline.sources import SourceFile, reapplied
from tests.mutation.conditions import Cut, cuts
from tests.mutation.tokens import Token, tokens

_LOCK = re.compile(r"core\._(lock|share)_|pg_advisory|^lock$")
_CODE = re.compile(r"errcode = '(\w{5})'")
_FUNCTION = re.compile(r"\b(?:core|api|audit|ops|recert_guards)\.[a-z_]+(?=\()")
_COMPARISONS = {">": ">=", "<": "<=", ">=": ">", "<=": "<"}
_EVENTS = ("insert", "update", "delete", "truncate")

#: Statements that keep nothing.
_LEFT_OUT = ("comment", "grant")


@dataclass(frozen=True)
class Mutant:
    """One thing switched off.

    ``path`` is a file below ``sql/``, or the name of a table when the thing is not in a file that
    is applied again. ``text`` is the file as it becomes, ``statement`` what is executed instead of
    applying a file. ``names`` are the functions, tables and views that it is about, ``codes`` the
    SQLSTATEs that what is switched off would raise.
    """

    identity: str
    path: str
    kind: str
    line: int
    shown: str
    names: tuple[str, ...]
    codes: frozenset[str] = frozenset()
    text: str | None = None
    statement: str | None = None


def of_files() -> list[Mutant]:
    """The mutants of functions, triggers, views and grants."""
    return [mutant for file in reapplied() for mutant in of_file(file)]


def of_file(file: SourceFile) -> list[Mutant]:
    """The mutants of one file, in their order in it."""
    found: list[Mutant] = []
    times: Counter[tuple[str, str]] = Counter()
    for start, statement in _statements(file.text):
        for cut in sorted(_cuts(statement), key=lambda cut: (cut.start, cut.end)):
            text = statement[: cut.start] + cut.replacement + statement[cut.end :]
            rest = file.text[start + len(statement) :]
            if cut.kind == "trigger":  # what is not there is not enabled either
                rest = _without_alter(rest, statement)
            shown = " ".join(re.sub(r"--[^\n]*", "", cut.shown).split())
            times[cut.kind, shown] += 1
            found.append(
                Mutant(
                    identity=identity(file.path, cut.kind, shown, times[cut.kind, shown]),
                    path=file.path,
                    kind=cut.kind,
                    line=file.text.count("\n", 0, start + cut.start) + 1,
                    shown=shown,
                    names=_names(statement),
                    codes=_codes(statement, cut),
                    text=file.text[:start] + text + rest,
                )
            )
    return found


def identity(path: str, kind: str, shown: str, time: int) -> str:
    """A name that stays the same while other lines of the file change."""
    digest = hashlib.sha256(f"{shown}\0{time}".encode()).hexdigest()[:8]
    return f"{path}:{kind.replace(' ', '-')}:{digest}"


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """The statements of a file with their places, those left out that are never mutated."""
    start: int | None = None
    kept = False
    for token in tokens(text):
        if start is None:
            start, kept = token.start, not token.is_word(*_LEFT_OUT)
        if token.text == ";" and token.opener < 0:
            if kept:
                yield start, text[start : token.end]
            start = None


def _without_alter(text: str, trigger: str) -> str:
    """The text without the statement that enables a trigger."""
    words = [token.text for token in tokens(trigger)]
    name = re.escape(words[words.index("trigger") + 1])
    return re.sub(rf"alter table \S+\s+enable always trigger {name};", "", text)


def _names(statement: str) -> tuple[str, ...]:
    """What the statement makes and, for a trigger or a policy, what it makes it for."""
    words = [token.text for token in tokens(statement) if token.kind == "word"]
    if words[0] == "alter" or words[0] == "do":
        return tuple(word for word in words if "." in word)[:1]
    if "trigger" in words[:4] or "policy" in words[:4]:
        table = words[words.index("on") + 1]
        function = words[words.index("execute") + 2] if "execute" in words else table
        return (table, function)
    return tuple(word for word in words[:6] if "." in word)[:1]


def _codes(statement: str, cut: Cut) -> frozenset[str]:
    """What is raised up to the end of the statement cut, by itself or by what it calls."""
    end = statement.find(";", cut.end)
    text = statement[cut.start : end] + cut.shown
    called = "".join(_bodies().get(name, "") for name in _FUNCTION.findall(text))
    return frozenset(_CODE.findall(text + called))


@cache
def _bodies() -> dict[str, str]:
    """The texts of the functions by their names."""
    return {
        ".".join(file.path.removesuffix(".sql").split("/")[1:]): file.text
        for file in reapplied()
        if file.path.removeprefix("local/").startswith("functions/")
    }


def _cuts(statement: str) -> Iterator[Cut]:
    found = tokens(statement)
    head = [token.text for token in found[:5]]
    if "revoke" in head:
        yield from _of_whole(statement, found, head)
    elif "function" in head or "view" in head or "procedure" in head:
        yield from _without_twins(_of_body(statement, found))
    elif "trigger" in head and "event" not in head:
        yield from _of_trigger(statement, found)
    elif head[0] == "do":
        yield from _of_block(statement, found)
    elif "aggregate" not in head and "schema" not in head:
        yield from _of_whole(statement, found, head)


def _without_twins(found: Iterator[Cut]) -> Iterator[Cut]:
    """Leave out what changes the text as another does."""
    known: set[tuple[int, int, str]] = set()
    for cut in found:
        if (cut.start, cut.end, cut.replacement) not in known:
            known.add((cut.start, cut.end, cut.replacement))
            yield cut


def _of_body(statement: str, found: list[Token]) -> Iterator[Cut]:
    body = _body_start(found)
    for cut in cuts(statement):
        if cut.start < body:
            continue
        if cut.kind != "if":
            yield cut
        elif not _raises(statement[cut.end :]):  # that is switched off below
            yield cut
            yield replace(cut, kind="always", replacement="true")
    for place, token in enumerate(found):
        if token.start >= body:
            yield from _at(statement, found, place)


def _at(statement: str, found: list[Token], place: int) -> Iterator[Cut]:
    """What begins at a token and is no condition."""
    token, before, after = found[place], found[place - 1], found[place + 1 : place + 2]
    if token.is_word("perform"):
        yield from _of_perform(statement, found, place)
    elif token.is_word("raise") and after and after[0].is_word("exception"):
        yield _to_semicolon(statement, found, place, "raise")
    elif token.kind == "sign" and token.text in _COMPARISONS:
        yield _of_comparison(statement, found, place)
    elif token.is_word("for"):
        yield from _of_row_lock(found, place)
    elif token.is_word("conflict") and before.is_word("on"):
        yield from _of_conflict(statement, found, place)


def _body_start(found: list[Token]) -> int:
    """Where the body begins: behind ``$$``, ``return`` or the ``as`` of a view."""
    for token in found:
        if token.kind == "dollar" or token.is_word("return", "as"):
            if token.is_word("as") and found[found.index(token) + 1].kind == "dollar":
                continue
            return token.start
    return 0


def _raises(following: str) -> bool:
    """Whether what is behind a condition does nothing but raise."""
    return following.split(None, 2)[:2] == ["then", "raise"]


def _to_semicolon(statement: str, found: list[Token], place: int, kind: str) -> Cut:
    end = next(t for t in found[place:] if t.text == ";" and t.opener == found[place].opener)
    shown = statement[found[place].start : end.end]
    return Cut(kind, found[place].start, end.end, "null;", shown.split("using errcode")[0])


def _of_perform(statement: str, found: list[Token], place: int) -> Iterator[Cut]:
    called = found[place + 1].text
    if called == "1":
        return  # it locks rows: see _of_row_lock
    kind = "guard" if "_require_" in called else "lock" if _LOCK.search(called) else "call"
    yield _to_semicolon(statement, found, place, kind)


def _of_comparison(statement: str, found: list[Token], place: int) -> Cut:
    token = found[place]
    start, end = found[place - 1].start, found[place + 1].end
    shown = f"{statement[start:end]} becomes {_COMPARISONS[token.text]}"
    return Cut("comparison", token.start, token.end, _COMPARISONS[token.text], shown)


def _of_row_lock(found: list[Token], place: int) -> Iterator[Cut]:
    words = [token.text for token in found[place : place + 4]]
    for lock in (
        ["for", "no", "key", "update"],
        ["for", "key", "share"],
        ["for", "update"],
        ["for", "share"],
    ):
        if words[: len(lock)] == lock:
            last = place + len(lock) - 1
            if found[last + 1].is_word("of"):
                last += 2
            if found[last + 1].is_word("nowait"):
                last += 1
            elif found[last + 1].is_word("skip"):
                last += 2
            shown = " ".join(token.text for token in found[place : last + 1])
            yield Cut("lock", found[place].start, found[last].end, "", shown)
            return


def _of_conflict(statement: str, found: list[Token], place: int) -> Iterator[Cut]:
    for last in range(place, len(found) - 1):
        if found[last].is_word("do") and found[last].opener == found[place].opener:
            if found[last + 1].is_word("nothing"):
                start, end = found[place - 1].start, found[last + 1].end
                yield Cut("conflict", start, end, "", statement[start:end])
            return


def _of_trigger(statement: str, found: list[Token]) -> Iterator[Cut]:
    """The trigger as a whole, each of its events and columns, and its condition."""
    name = next(place for place, token in enumerate(found) if token.is_word("trigger")) + 1
    yield Cut("trigger", 0, len(statement), "", statement)
    on = next(place for place, token in enumerate(found) if token.is_word("on"))
    events = [p for p in range(name, on) if found[p].is_word(*_EVENTS)]
    for place in events if len(events) > 1 else ():
        start, end = _listed(found, place, events, on, "or")
        yield Cut("trigger event", start, end, "", f"{found[name].text}: {found[place].text}")
    if any(found[p].is_word("of") for p in range(name, on)):
        of = next(p for p in range(name, on) if found[p].is_word("of"))
        last = next(p for p in range(of, on + 1) if found[p].is_word("or", "on"))
        columns = [p for p in range(of + 1, last) if found[p].kind == "word"]
        for place in columns if len(columns) > 1 else ():
            start, end = _listed(found, place, columns, last, ",")
            yield Cut("trigger event", start, end, "", f"{found[name].text}: {found[place].text}")
    when = next((token for token in found if token.is_word("when")), None)
    if when is not None:
        place = found.index(when) + 1
        end = next(p for p in range(place + 1, len(found)) if found[p].opener == when.opener)
        shown = f"{found[name].text}: {statement[when.start : found[end].end]}"
        yield Cut("trigger condition", when.start, found[end].end, "", shown)
        for cut in cuts(statement):
            if cut.kind == "condition" and cut.start > when.start:
                yield replace(cut, shown=f"{found[name].text}: {cut.shown}")


def _listed(
    found: list[Token], place: int, of: list[int], after: int, mark: str
) -> tuple[int, int]:
    """The stretch of one of a list, with the ``or`` or comma that joins it to the others."""
    number = of.index(place)
    following = of[number + 1] if number + 1 < len(of) else after
    if number == 0:
        return found[place].start, found[following].start
    joined = next(p for p in range(place, -1, -1) if found[p].text == mark)
    last = following - 2 if number + 1 < len(of) else after - 1
    return found[joined].start, found[last].end


def _of_block(statement: str, found: list[Token]) -> Iterator[Cut]:
    """The event triggers that a block makes, and that each is enabled always."""
    inner = next(place for place, token in enumerate(found) if token.kind == "dollar")
    start = None
    for place in range(inner + 2, len(found)):
        token = found[place]
        if start is None:
            start = place
        if token.text == ";" and token.opener == inner:
            head = [each.text for each in found[start : start + 5]]
            whole = statement[found[start].start : token.end]
            if head[1:3] == ["event", "trigger"] and head[0] != "comment":
                name = head[3]
                kind = "event trigger" if head[0] == "create" else "enable always"
                less = statement
                if head[0] == "create":  # what is not there is not enabled or explained either
                    other = rf"(alter|comment on) event trigger {name}[^;]*;"
                    less = re.sub(other, "", less)
                yield Cut(kind, 0, len(statement), less.replace(whole, ""), whole)
            start = None


def _of_whole(statement: str, found: list[Token], head: list[str]) -> Iterator[Cut]:
    """Row security, event triggers, revocations as a whole; policies let everything through."""
    kind = next(
        (word for word in ("policy", "trigger", "revoke") if word in head),
        "row security" if "security" in statement else "statement",
    )
    if "enable always" in statement:
        kind = "enable always"
    if kind != "policy":
        yield Cut(kind, 0, len(statement), "", statement)
        return
    opener = next(place for place, token in enumerate(found) if token.is_word("using")) + 1
    start, end = found[opener].start + 1, statement.rindex(")")
    shown = statement[: found[opener - 1].start]
    is_open = statement[start:end].strip() == "true"
    yield Cut(kind, start, end, "false" if is_open else "true", shown)
    for cut in cuts(statement):
        yield replace(cut, shown=f"{found[2].text}: {cut.shown}")
