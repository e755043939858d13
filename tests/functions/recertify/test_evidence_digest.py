"""The audit row of a run has a digest of the evidence it superseded, which anybody can compute."""

from __future__ import annotations

import hashlib
import json
import struct
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import pytest

from tests.company import Database

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def digest(rows: list[dict[str, Any]]) -> str:
    """As the comments of core._evidence_digest and core._evidence_bytes tell it."""
    blocks = []
    ordered = sorted(rows, key=lambda row: (row["evidence_id"], row["user_id"]))
    for _, block in groupby(ordered, key=lambda row: row["evidence_id"] // 65536):
        data = b"".join(
            struct.pack(
                ">qqqqq?q",
                row["evidence_id"],
                row["user_id"],
                row["version_id"],
                microseconds(row["completed_at"]),
                microseconds(row["recorded_at"]),
                row["is_imported"],
                -1 if row["score"] is None else int(row["score"] * 100),
            )
            + row["content_sha256"]
            for row in block
        )
        blocks.append(hashlib.sha256(data).digest())
    return hashlib.sha256(b"".join(blocks)).hexdigest()


def told(database: Database) -> list[str]:
    """The digests of the runs, in order."""
    return [
        json.loads(row["payload"])["evidence_digest"]
        for row in database.rows(
            "select payload from audit.log where action = 'recertify' order by seq"
        )
    ]


@pytest.mark.rule(9, 20)
def test_each_run_tells_the_digest_of_what_it_superseded(database: Database) -> None:
    database.deciders()
    database.users("E-1", "E-2", "E-3", "E-4")
    database.training()
    database.activate("1")
    database.evidence("E-1", "1")
    # into another block
    database.execute(
        "select setval('core.evidence_evidence_id_seq', 65536 * 3 - 2);"
        " insert into core.evidence (user_id, version_id, completed_at, is_imported,"
        " content_sha256) select u.user_id, v.version_id, '1999-12-31 23:00+00', true,"
        " v.content_sha256 from core.users as u, core.training_versions as v"
        " where u.employee_number in ('E-2', 'E-3') and v.label = '1'"
    )
    database.evidence("E-2", "1")
    database.submit("2")
    database.approve("2", recertify_everyone=True)
    database.evidence("E-4", "1")
    database.recertify("2")
    database.recertify("2")

    runs = database.rows("select run_at from core.recertification_runs order by run_at")
    superseded = [
        database.rows("select * from core.evidence where superseded_at = %s", run["run_at"])
        for run in runs
    ]
    assert [len(rows) for rows in superseded] == [4, 1, 0]
    assert told(database) == [digest(rows) for rows in superseded]
    assert told(database)[2] == hashlib.sha256(b"").hexdigest()
