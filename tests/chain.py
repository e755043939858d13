"""The audit chain verified as an inspector would: from an export, in plain Python, without SQL."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

#: Every row's hash made anew, and the head of the log after them.
REHASH = """
do $$
declare
    v_row record;
    v_hash bytea := decode(repeat('00', 32), 'hex');
begin
    for v_row in select * from audit.log order by seq loop
        update audit.log set prev_hash = v_hash,
            hash = sha256(v_hash || convert_to(payload, 'UTF8'))
        where seq = v_row.seq returning hash into v_hash;
    end loop;
    update audit.head set hash = v_hash, seq = (select max(seq) from audit.log);
end;
$$
"""


def first_bad(rows: Iterable[Mapping[str, Any]]) -> int | None:
    """The seq of the first row that does not fit, None when all do; hashes in hexadecimal."""
    hash_before = bytes(32)
    for place, row in enumerate(rows, start=1):
        payload = json.loads(row["payload"])
        fits = (
            row["seq"] == place
            and bytes.fromhex(row["prev_hash"]) == hash_before
            and bytes.fromhex(row["hash"]) == sha256(hash_before + row["payload"].encode()).digest()
            and {name: payload.get(name, "missing") for name in columns(row)} == columns(row)
        )
        if not fits:
            return int(row["seq"])
        hash_before = bytes.fromhex(row["hash"])
    return None


def columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """What the payload has to hold: every column but the payload itself and the hashes."""
    found = {
        name: value for name, value in row.items() if name not in {"payload", "prev_hash", "hash"}
    }
    moment = found["occurred_at"]
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    address = found["client_addr"]
    return found | {
        "occurred_at": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "client_addr": None if address is None else str(address),
    }
