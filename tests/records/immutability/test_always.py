"""No session has the guards off by saying that it applies changes of another server."""

from __future__ import annotations

from tests.company import Database

NOT_ALWAYS = """
select t.tgrelid::regclass::text || ': ' || t.tgname
from pg_trigger as t
join pg_class as r on t.tgrelid = r.oid
join pg_namespace as n on r.relnamespace = n.oid
where n.nspname in ('core', 'audit', 'ops') and not t.tgisinternal and t.tgenabled <> 'A'
union all
select evtname from pg_event_trigger where evtname like 'recert%' and evtenabled <> 'A'
"""


def test_every_trigger_fires_whatever_the_session_is(company: Database) -> None:
    assert company.rows(NOT_ALWAYS) == []


def test_a_session_that_applies_changes_of_another_server_is_refused(company: Database) -> None:
    company.execute("set session_replication_role = replica")
    company.refuses("ZR301", "delete from core.evidence")
