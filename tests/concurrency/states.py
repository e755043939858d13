"""The whole record in words that two databases share: names for keys, days for the clock."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.company import Database

#: What tells nothing of what was done.
_LEFT_OUT = {"ops.migrations", "ops.objects", "ops.installations", "ops.catalogue"}

#: What differs from run to run and is said by others. Hashes and digests hang on every moment and
#: key; whether they fit is for api.verify_audit_chain and api.check_invariants to say.
_UNTOLD = {"hash", "prev_hash", "transaction_id", "plan_digest", "evidence_digest"}

#: A key of each thing, as a name.
_NAMES = """
select 'user' as kind, user_id as id, employee_number as name from core.users
union all select 'training', training_id, name from core.trainings
union all
select 'version', version_id, t.name || ' ' || v.label
from core.training_versions as v join core.trainings as t using (training_id)
union all
select 'campaign', campaign_id, t.name || ' ' || v.label || ' ' || c.kind || ' ' || c.name
from core.campaigns as c join core.training_versions as v using (version_id)
join core.trainings as t using (training_id)
union all
select 'review_task', review_task_id, t.name || ' ' || v.label || ' ' || r.task_type
from core.review_tasks as r join core.training_versions as v using (version_id)
join core.trainings as t using (training_id)
union all
select
    'run', run_id,
    t.name || ' ' || v.label || ' #' || rank() over (partition by campaign_id order by run_at)
from core.recertification_runs as r join core.campaigns as c using (campaign_id)
join core.training_versions as v using (version_id)
join core.trainings as t using (training_id)
"""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( ?UTC|Z|[+-]\d\d(:?\d\d)?)")
_DAY = re.compile(r"(Periodic recertification: .* )\d{4}-\d\d-\d\d")

State = dict[str, list[str]]


@dataclass
class Words:
    """What the keys of a database are called, and when its scene began to move."""

    names: dict[tuple[str, int], str]
    began: datetime

    @classmethod
    def of(cls, database: Database, began: datetime) -> Words:
        rows = database.rows(_NAMES)
        return cls({(row["kind"], row["id"]): row["name"] for row in rows}, began)

    def told(self, value: Any, key: str = "") -> Any:
        """The value with names for keys, and moments since the scene began as days from then."""
        if isinstance(value, dict):
            told = {
                name: self.told(item, self._kind_of(name, value))
                for name, item in value.items()
                if name not in _UNTOLD
            }
            # the key of the row: whoever refers to it says its name
            return {name: item for name, item in told.items() if item is not ...}
        if isinstance(value, list | tuple):
            return [self.told(item, key.removesuffix("s")) for item in value]
        if isinstance(value, datetime):
            return self._moment(value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, str) and not (key and value.isdigit()):
            return self._text(value)
        if key and value is not None and not isinstance(value, bool):
            return self.names.get((key, int(value)), ...)
        return value

    def _kind_of(self, name: str, row: dict[str, Any]) -> str:
        """What the column holds keys of, '' when it holds none."""
        if name == "entity_id":
            return str(row["entity_type"])
        if name.endswith(("_by", "author_id", "manager_id", "copied_to_id", "user_id")):
            return "user"
        if name.startswith("review_tasks_"):
            return "review_task"
        if name.endswith("campaign_id"):
            return "campaign"
        if name.startswith("scheduled_recertifications_"):
            return "scheduled"
        return name.removesuffix("s").removesuffix("_id") if "_id" in name else ""

    def _moment(self, value: datetime) -> str:
        if value < self.began:
            return value.astimezone(UTC).isoformat()
        return f"day {round((value - self.began) / timedelta(days=1))}"

    def _text(self, text: str) -> str:
        def moment(found: re.Match[str]) -> str:
            said = found[0].replace(" UTC", "+00:00").replace("Z", "+00:00")
            return self._moment(datetime.fromisoformat(said))

        return _DAY.sub(r"\1today", _MOMENT.sub(moment, text))


def state_of(database: Database, began: datetime) -> State:
    """Every row of every table, those of the audit log in their order, the others sorted."""
    words = Words.of(database, began)
    tables = database.rows(
        "select oid::regclass::text as name from pg_class where relkind = 'r'"
        " and relnamespace in ('core'::regnamespace, 'audit'::regnamespace,"
        " 'ops'::regnamespace) order by 1"
    )
    names = [row["name"] for row in tables if row["name"] not in _LEFT_OUT]
    found: State = {name: [] for name in names}
    query = " union all ".join(
        f"select '{name}' as name, to_jsonb(r) as row, row_number() over ()"
        f" from (select * from {name}{' order by seq' if name == 'audit.log' else ''}) as r"
        for name in names
    )
    for row in database.rows(query + " order by 1, 3"):
        record = row["row"]
        if row["name"] == "audit.log":
            record["payload"] = json.loads(record["payload"])
        found[row["name"]].append(json.dumps(words.told(record), sort_keys=True, default=repr))
    for name, rows in found.items():
        if name != "audit.log":
            rows.sort()
    return found


def difference(found: State, wanted: State) -> str:
    """The rows that only one of the two has, for a test that fails."""
    lines = []
    for table in sorted(found.keys() | wanted.keys()):
        ours, theirs = found.get(table, []), wanted.get(table, [])
        if ours != theirs:
            lines += [f"{table}: only found   {row}" for row in Counter(ours) - Counter(theirs)]
            lines += [f"{table}: only wanted  {row}" for row in Counter(theirs) - Counter(ours)]
            if Counter(ours) == Counter(theirs):
                lines.append(f"{table}: the same rows in another order")
    return "\n".join(lines)
