"""python3 verify.py LOG [ANCHORS]: 0 when all rows of an exported log fit, 8 if not (audit.md).

python3 verify.py: the same of the unpacked pack that it lies in, and of all files of the pack.
"""

import json
import os
import re
import sys
from hashlib import sha256

INSIDE = "occurred_at actor db_role client_addr action entity_type entity_id change_reason"
ANCHOR = rb'\{"seq": (\d+), "hash": "([0-9a-f]{64})"(, "[a-z_]{8,}": ("([^"\\]|\\.)*"|null))*\}\s*'
sys.setrecursionlimit(9000)  # JSON may be nested as deeply as PostgreSQL takes it


def first_bad(lines, anchors, seq=0, before="00" * 32):
    if anchors.get(0, {before}) != {before}:
        return 0
    for seq, line in enumerate(lines, start=1):
        try:
            row = dict(pairs := json.loads(line.decode(), object_pairs_hook=list))
            told = json.loads(row["payload"], parse_int=float, parse_constant=int)  # of any length
            fits = (repr(row["seq"]), row["prev_hash"], len(pairs)) == (str(seq), before, len(row))
            before = sha256(bytes.fromhex(before) + row["payload"].encode()).hexdigest()
            fits = fits and {row["hash"]} == {before} == anchors.get(seq, {before})
            fits = fits and len(row) == 12 and repr(told["seq"]) == f"{seq}.0"
            same = (told[n] == row[n] and type(row[n]) in (str, type(None)) for n in INSIDE.split())
            if not fits or not all(same):
                return int(row["seq"])
        except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError):
            return seq
    return seq + 1 if seq < max([1, *anchors]) else None


def digest_of(path):
    found, stream = sha256(), open(path, "rb")
    while piece := stream.read(1 << 20):
        found.update(piece)
    return found.hexdigest()


def changed(folder):
    manifest = json.load(open(os.path.join(folder, "MANIFEST.json"), encoding="utf-8"))
    listed = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    for name, digest in listed.items():
        path = os.path.join(folder, *name.split("/"))
        if not os.path.isfile(path):
            yield f"{name} is missing."
        elif digest_of(path) != digest:
            yield f"{name} is not the file of the manifest."
    for place, _, names in os.walk(folder):
        there = {
            os.path.relpath(os.path.join(place, n), folder).replace(os.sep, "/") for n in names
        }
        there -= listed.keys() | {"MANIFEST.json"}
        yield from (f"{name} is not in the manifest." for name in sorted(there))
    head, last = manifest["chain_head"], json.load(open(os.path.join(folder, "anchor.json")))
    if [head["seq"], head["hash"]] != [last["seq"], last["hash"]]:
        yield "The anchor is not the head of the manifest."
    if sum(1 for _ in open(os.path.join(folder, "audit.jsonl"), "rb")) != head["seq"]:
        yield "The log does not end at the head of the manifest."


given, faults = sys.argv[1:], []
if not given:
    here = os.path.dirname(os.path.abspath(__file__))
    faults = list(changed(here))
    given = [os.path.join(here, name) for name in ("audit.jsonl", "anchor.json")]
    print("\n".join(faults) or "Every file is the one of the manifest.")
kept = [re.fullmatch(ANCHOR, line) for name in given[1:] for line in open(name, "rb")]
if not all(kept) or len(kept) < len(given[1:]):
    sys.exit("The anchors are not what `recert audit anchor` wrote.")
anchors = {}
for seq, then, *_ in map(re.Match.groups, kept):
    anchors.setdefault(int(seq), set()).add(then.decode())
bad = first_bad(open(given[0], "rb"), anchors)
print("Every row fits." if bad is None else f"Row {bad} does not fit.")
sys.exit(0 if bad is None and not faults else 8)
