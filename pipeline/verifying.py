"""Verifies an exported audit log without a database, and reads anchors.

Rules live in SQL, and this one does, too: in api.verify_audit_chain. It is here a second time on
purpose. Whoever doubts the database has to be able to check the log without asking it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NoReturn

from pipeline.errors import BadInput

Row = dict[str, Any]

#: A head that was kept elsewhere: seq and hash.
Anchor = tuple[int, str]

#: Columns of a row as the export has them: which type, and whether there may be none.
_COLUMNS: dict[str, tuple[type, ...]] = {
    "seq": (int,),
    "occurred_at": (str,),
    "actor": (str,),
    "db_role": (str,),
    "client_addr": (str, type(None)),
    "action": (str,),
    "entity_type": (str,),
    "entity_id": (str,),
    "change_reason": (str, type(None)),
    "payload": (str,),
    "prev_hash": (str,),
    "hash": (str,),
}
_INSIDE = tuple(name for name in _COLUMNS if name not in {"payload", "prev_hash", "hash"})

_ZEROS = "00" * 32
_OTHER_HASH = "the hash is not the one of the anchor"

#: Bytes. No line of an export is longer, and none is read that is.
LONGEST_LINE = 64 * 2**20

#: Lines after which those who wait are told how far it is.
_TOLD_EVERY = 100_000

_HASH = re.compile(r"[0-9a-fA-F]{64}")

#: Where JSON begins: at the first character that is no blank.
_BEGIN = re.compile(r"[^ \t\r\n]")

#: What JSON text is made of: strings, brackets, and all between them. A string that does not end is
#: taken to the end at once: it is none, and looking for its end from each quote takes for ever.
_PARTS = re.compile(r'"(?:[^"\\]|\\.)*"?|[\[{]|[\]}]|[^"\[\]{}]+', re.DOTALL)


def verify_file(
    file: Path, anchors: Iterable[Anchor] = (), tell: Callable[[int], object] | None = None
) -> Row:
    """Check an exported log, line by line in constant memory; the keys of api.verify_audit_chain.

    Ends at the first row that does not fit: ``rows_checked`` counts it, and there is no head then.
    ``tell`` is called with the number of rows now and then. Raises :class:`BadInput` when the file
    cannot be read, is empty, or has a line too long for any row.
    """
    kept: dict[int, set[str]] = {0: {_ZEROS}}
    for seq, hash_then in anchors:
        kept.setdefault(seq, set()).add(hash_then.lower())
    if len(kept[0]) > 1:
        return _broken(0, 0, _OTHER_HASH)
    place, before = 0, _ZEROS
    for place, line in enumerate(_lines(file), start=1):
        row = _row(line)
        if row is None:
            return _broken(place, place, "the line is no row of an exported log")
        problem = _problem(row, place, before)
        before = row["hash"]
        if problem is None and kept.get(place, {before}) != {before}:
            problem = _OTHER_HASH
        if problem is not None:
            return _broken(place, row["seq"], problem)
        if tell is not None and place % _TOLD_EVERY == 0:
            tell(place)
    if not place:
        raise _unusable(file, "it is empty")
    if max(kept) > place:
        return _broken(place, place + 1, "the log ends before the anchor")
    return _verdict(rows_checked=place, head_seq=place, head_hash=before)


def _lines(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as stream:
            number = 0
            while line := stream.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise _unusable(file, f"line {number:,} is longer than {LONGEST_LINE:,} bytes")
                yield line
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from error


def _broken(rows_checked: int, seq: int, problem: str) -> Row:
    return _verdict(is_intact=False, rows_checked=rows_checked, first_bad_seq=seq, problem=problem)


def _verdict(**found: Any) -> Row:
    """The columns of api.verify_audit_chain."""
    return {
        "is_intact": True,
        "rows_checked": 0,
        "first_bad_seq": None,
        "problem": None,
        "head_seq": None,
        "head_hash": None,
    } | found


def _unusable(file: Path, why: str) -> BadInput:
    return BadInput(
        "The file cannot be used.",
        sqlstate="ZR103",
        detail=f"{file}: {why}",
        hint="Give what `recert audit export` wrote, or, for --anchor, `recert audit anchor`.",
    )


def _row(line: bytes) -> Row | None:
    """The row that a line has; None when it is none."""
    try:
        row: Row = json.loads(
            line.decode("utf-8"), object_pairs_hook=_told_once, parse_constant=_no_json
        )
        fits = type(row) is dict and row.keys() == _COLUMNS.keys()
        if not fits or any(type(row[name]) not in types for name, types in _COLUMNS.items()):
            return None
        row["payload"].encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        return None
    return row


def _problem(row: Row, place: int, before: str) -> str | None:
    """What does not fit, in the words of api.verify_audit_chain."""
    if row["seq"] != place:
        return "a row is missing before this one"
    if row["prev_hash"] != before:
        return "prev_hash is not the hash of the row before"
    if row["hash"] != sha256(bytes.fromhex(before) + row["payload"].encode()).hexdigest():
        return "hash is not the hash of prev_hash and payload"
    told = _parsed(row["payload"])
    missing = object()
    for name in _INSIDE:
        value = told.get(name, missing)
        # true is 1 to Python
        if isinstance(value, bool) or value != row[name]:
            return "a column differs from the payload"
    return None


def _parsed(payload: str) -> Row:
    """The payload as an object, empty when it is none."""
    try:
        told = _loaded(payload)
    except RecursionError:
        # PostgreSQL stores what is nested deeper than some Pythons read
        told = _loaded(_flat(payload))
    return told if isinstance(told, dict) else {}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text, parse_int=_number, parse_constant=_no_json)
    except ValueError:
        return None


def _flat(text: str) -> str:
    """JSON text without what is in objects and arrays inside the outermost."""
    depth, kept = 0, []
    for found in _PARTS.finditer(text):
        part = found[0]
        depth -= part in "]}"
        if depth < 2:
            kept.append(part)
        depth += part in "[{"
    return "".join(kept)


def _number(digits: str) -> int | float:
    # Python takes no integer of thousands of digits from text, PostgreSQL has them
    return int(digits) if len(digits) < 20 else float(digits)


def _no_json(name: str) -> NoReturn:
    raise ValueError(name)


def _told_once(pairs: list[tuple[str, Any]]) -> Row:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def read_anchors(files: Iterable[Path]) -> list[Anchor]:
    """The anchors in these files, one object or several a file; at least one each.

    Raises :class:`BadInput` when a file cannot be read or has anything else.
    """
    return [anchor for file in files for anchor in _anchors(file)]


def _anchors(file: Path) -> list[Anchor]:
    try:
        with file.open("rb") as stream:
            data = stream.read(LONGEST_LINE + 1)
    except OSError as error:
        raise _unusable(file, error.strerror or str(error)) from error
    if len(data) > LONGEST_LINE:
        raise _unusable(file, f"it has more than {LONGEST_LINE:,} bytes")
    found: list[Anchor] = []
    try:
        text = data.decode("utf-8")
        decoder = json.JSONDecoder(object_pairs_hook=_told_once, parse_constant=_no_json)
        at = 0
        while begin := _BEGIN.search(text, at):
            anchor, at = decoder.raw_decode(text, begin.start())
            found.append(_checked(anchor))
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise _unusable(file, f"anchor {len(found) + 1} is none") from error
    if not found:
        raise _unusable(file, "it is empty")
    return found


def _checked(anchor: Any) -> Anchor:
    seq, hash_then = anchor["seq"], anchor["hash"]
    if type(seq) is not int or not 0 <= seq < 2**63 or not _HASH.fullmatch(hash_then):
        raise ValueError("no seq and hash")
    return seq, hash_then
