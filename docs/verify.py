"""python3 verify.py LOG [ANCHORS]: 0 when all rows of an exported log fit, 8 if not (audit.md)."""

import json
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


kept = [re.fullmatch(ANCHOR, line) for name in sys.argv[2:] for line in open(name, "rb")]
if not all(kept) or len(kept) < len(sys.argv[2:]):
    sys.exit("The anchors are not what `recert audit anchor` wrote.")
anchors = {}
for seq, then, *_ in map(re.Match.groups, kept):
    anchors.setdefault(int(seq), set()).add(then.decode())
bad = first_bad(open(sys.argv[1], "rb"), anchors)
print("Every row fits." if bad is None else f"Row {bad} does not fit.")
sys.exit(0 if bad is None else 8)
