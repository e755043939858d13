"""What a login may do by its role, and that nothing of its own is taken for ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.sources import reapplied
from tests.company import REASON, Database, copied, refused
from tests.records.calls import CALLS, fill
from tests.records.logins import APPROVE, SCAN, session

OURS = "('api'::regnamespace, 'core'::regnamespace, 'audit'::regnamespace, 'ops'::regnamespace)"

#: Types that the grammar itself knows: they are found in pg_catalog whatever anybody made.
_KEYWORD_TYPES = {"bigint", "boolean", "integer", "numeric", "real", "interval"}


@pytest.fixture(scope="module")
def installed(server: EmbeddedServer, template: str) -> Iterator[Database]:
    with copied(server, template) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.mark.rule(19, 20)
def test_a_runner_writes_nothing_but_rows_to_import(company: Database, stack: ExitStack) -> None:
    runner = session(stack, company, "recert_runner", "recert_service")
    for statement in (
        "insert into core.evidence (user_id, version_id, completed_at, content_sha256)"
        " values (1, 1, now(), sha256(''))",
        "update core.evidence set recertification_status = 'expired'",
        "delete from core.evidence",
        "truncate core.evidence",
        "update core.training_versions set state = 'active'",
        "insert into audit.log select * from audit.log",
        "update audit.head set seq = 0",
        "delete from ops.migrations",
        "select * from core.users",
        "select * from audit.log",
        "select core._actor()",
        "select audit._append(row('export', 'log', '1', null, null)::audit.entry)",
        "select core._activate(1, now(), 1, false)",
        "set role recert_owner",
        "alter table core.evidence disable trigger all",
        "set session_replication_role = replica",
        "drop table core.evidence",
        "create table core.mine ()",
        "create function api.mine() returns int language sql return 1",
    ):
        runner.refuses("42501", statement)


def test_the_rights_of_each_role_on_tables(installed: Database) -> None:
    found = installed.rows(
        "select r.rolname as role, c.oid::regclass::text as name, p.privilege"
        " from pg_class as c"
        " cross join unnest(array['recert_runner', 'recert_auditor', 'recert_builder',"
        " 'recert_service']) as r (rolname)"
        " cross join unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE',"
        " 'REFERENCES', 'TRIGGER']) as p (privilege)"
        f" where c.relnamespace in {OURS} and c.relkind in ('r', 'v')"
        " and has_table_privilege(r.rolname, c.oid, p.privilege)"
    )
    rights: dict[str, set[tuple[str, str]]] = {}
    for row in found:
        rights.setdefault(row["role"], set()).add((row["privilege"], row["name"]))

    staged = {name for privilege, name in rights["recert_runner"] if privilege == "INSERT"}
    assert staged
    assert all(name.startswith("ops.staged_") for name in staged)
    reads = {name for privilege, name in rights["recert_runner"] if privilege == "SELECT"}
    assert reads >= {"api.audit_log", "api.review_queue", "ops.migrations", "ops.objects"}
    # of these the rows that a policy shows
    assert {name for name in reads if name.startswith(("core.", "audit."))} == {
        *("core.evidence", "core.notifications", "core.review_tasks"),
    }
    assert {privilege for privilege, _ in rights["recert_runner"]} == {"SELECT", "INSERT"}

    assert rights["recert_auditor"] == {
        ("SELECT", name)
        for name in (
            "core.evidence",
            "core.signatures",
            "audit.log",
            "audit.head",
            "api.audit_log",
            "api.evidence",
            "api.audit_export",
            "api.audit_head",
            "api.marts_standing",
            "api.recertification_outcomes",
            "ops.migrations",
            "ops.objects",
        )
    }
    assert {privilege for privilege, _ in rights["recert_builder"]} == {"SELECT"}
    assert "recert_service" not in rights  # it says who may be named, nothing else


def test_the_rights_of_each_role_on_functions(installed: Database) -> None:
    found = installed.rows(
        "select r.rolname as role, p.oid::regprocedure::text as name, n.nspname as schema"
        " from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace"
        " cross join unnest(array['recert_runner', 'recert_auditor', 'recert_service'])"
        f" as r (rolname) where p.pronamespace in {OURS}"
        " and has_function_privilege(r.rolname, p.oid, 'execute')"
    )
    # what views and policies ask is asked on behalf of the reader
    seeing = {"core._people_seen()", "core._require_log_reader()", "core._sees_everybody()"}
    functions = installed.rows(
        "select oid::regprocedure::text as name from pg_proc"
        " where pronamespace = 'api'::regnamespace"
    )
    executed = {
        role: {row["name"] for row in found if row["role"] == role}
        for role in {row["role"] for row in found}
    }
    assert executed == {
        # what was built is told by who builds
        "recert_runner": {row["name"] for row in functions if "report_build" not in row["name"]}
        | seeing
        | {"core._queues_seen()"}
        # and what the view of what ran asks
        | {"ops._rows_done(jsonb)", "ops._run_of(text)", "ops._waits_now()"},
        # it reads the audit log, no more
        "recert_auditor": {
            "api.verify_audit_chain(bigint[],text[])",
            "api.check_invariants(boolean)",
            "api.compliance_as_of(timestamp with time zone)",
            # of rows that it reads anyway
            "audit._parsed(text)",
            "core._flag_at(timestamp with time zone,timestamp with time zone,"
            "timestamp with time zone)",
            "core._assignment_status_at(text,timestamp with time zone,timestamp with time zone,"
            "timestamp with time zone)",
        }
        | seeing,
    }


def open_functions(installed: Database) -> list[str]:
    """Functions of ours, wherever they lie, that everybody may execute."""
    rows = installed.rows(
        "select p.oid::regprocedure::text as name from pg_proc as p"
        " cross join aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a"
        f" where (p.pronamespace in {OURS} or p.proowner::regrole::text like 'recert\\_%%'"
        " or p.pronamespace = to_regnamespace('recert_guards'))"
        " and a.grantee = 0 order by 1"
    )
    return [row["name"] for row in rows]


def test_nothing_is_open_to_everybody(installed: Database) -> None:
    assert open_functions(installed) == []
    assert (
        installed.rows(
            "select c.oid::regclass::text as name from pg_class as c, aclexplode(c.relacl) as a"
            f" where c.relnamespace in {OURS} and a.grantee = 0"
        )
        == []
    )
    assert (
        installed.rows(
            "select n.nspname from pg_namespace as n, aclexplode(n.nspacl) as a"
            " where a.grantee = 0 and n.nspname in ('api', 'core', 'audit', 'ops', 'staging',"
            " 'intermediate', 'mart_compliance', 'mart_audit')"
        )
        == []
    )


def test_a_function_of_later_is_not_open_to_everybody_either(installed: Database) -> None:
    with installed.undone():
        installed.execute("drop schema recert_guards cascade")
        installed.execute("set local role recert_owner")
        installed.execute("create function core._later() returns int language sql return 1")
        installed.execute("reset role")
        assert not installed.value(
            "select has_function_privilege('recert_auditor', 'core._later()', 'execute')"
        )


def open_paths(installed: Database) -> list[str]:
    """Functions with their owner's rights whose search path is not empty, or not theirs."""
    rows = installed.rows(
        "select p.oid::regprocedure::text as name from pg_proc as p"
        f" where (p.pronamespace in {OURS} or p.proowner::regrole::text like 'recert\\_%%'"
        " or p.pronamespace = to_regnamespace('recert_guards'))"
        " and p.prosecdef and not coalesce('search_path=\"\"' = any(p.proconfig), false) order by 1"
    )
    return [row["name"] for row in rows]


def test_a_function_that_is_open_is_found(installed: Database) -> None:
    """That the two lists above and below can have something in them."""
    body = "returns integer language sql security definer"
    with installed.undone():
        installed.execute("drop schema recert_guards cascade")
        installed.execute("set local role recert_owner")
        for name, path in (
            ("core.without", ""),
            ("core.trusting", "set search_path = pg_catalog, pg_temp"),
            ("api.callers", "set search_path from current"),
            ("ops.closed", "set search_path = ''"),
        ):
            installed.execute(f"create function {name}() {body} {path} return 1")
        installed.execute("reset role")
        assert open_paths(installed) == ["api.callers()", "core.trusting()", "core.without()"]
        assert open_functions(installed) == []
        installed.execute("grant execute on function ops.closed() to public")
        installed.execute("create function core.made() returns integer language sql return 1")
        assert open_functions(installed) == ["core.made()", "ops.closed()"]


def test_functions_with_the_owners_rights_have_an_empty_search_path(installed: Database) -> None:
    assert open_paths(installed) == []
    functions = installed.rows(
        "select p.oid::regprocedure::text as name, p.prosecdef as definer, n.nspname as schema,"
        " coalesce('search_path=\"\"' = any(p.proconfig), false) as is_closed,"
        " l.lanname as language, p.prosqlbody is not null as is_bound, p.prokind = 'a' as is_agg,"
        " p.prosrc"
        " from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace"
        f" join pg_language as l on l.oid = p.prolang where p.pronamespace in {OURS}"
    )
    assert functions
    for function in functions:
        name = function["name"]
        if function["definer"] or function["language"] == "plpgsql":
            assert function["is_closed"], name
        if function["schema"] == "api":
            assert function["definer"], name
    # the few without one are inlined: bound when made, or of operators of pg_catalog alone
    open_ones = {
        function["name"]
        for function in functions
        if not function["is_closed"] and not function["is_bound"] and not function["is_agg"]
    }
    assert open_ones == {
        "core._has_attributes(jsonb,jsonb)",
        "core._overdue_since(timestamp with time zone,integer,timestamp with time zone)",
        "core._recertification_people(core.recertification_frame,bigint,bigint)",
    }


def test_everything_belongs_to_the_owner(installed: Database) -> None:
    assert (
        installed.rows(
            "select distinct o.owner from ("
            f" select relowner as owner from pg_class where relnamespace in {OURS}"
            f" union all select proowner from pg_proc where pronamespace in {OURS}"
            f" union all select typowner from pg_type where typnamespace in {OURS}"
            " union all select nspowner from pg_namespace where nspname in"
            " ('api', 'core', 'audit', 'ops')) as o where o.owner <> 'recert_owner'::regrole"
        )
        == []
    )
    assert {
        row["owner"]
        for row in installed.rows(
            "select nspowner::regrole::text as owner from pg_namespace where nspname in"
            " ('staging', 'intermediate', 'mart_compliance', 'mart_audit')"
        )
    } == {"recert_builder"}
    assert (
        installed.rows(
            "select rolname from pg_roles where rolname like 'recert\\_%%' and (rolcanlogin or"
            " rolsuper or rolcreaterole or rolcreatedb or rolbypassrls or rolreplication)"
        )
        == []
    )


def test_an_auditor_reads_and_does_nothing_else(company: Database, stack: ExitStack) -> None:
    auditor = session(stack, company, "recert_auditor", of="E-1")
    assert auditor.value("select count(*) from api.audit_log") == 3
    assert auditor.value("select count(*) from core.evidence") == 1
    assert auditor.value("select is_intact from api.verify_audit_chain()")
    assert auditor.value("select count(*) from api.recertification_outcomes") == 0
    for statement in (
        SCAN,
        "select * from core.users",
        "select * from core.assignments",
        "select * from api.review_queue",
        "update core.evidence set score = 100",
    ):
        auditor.refuses("42501", statement)


def test_a_login_without_a_role_reads_nothing(company: Database, stack: ExitStack) -> None:
    nobody = session(stack, company)
    for statement in (SCAN, "select * from api.audit_log", "select * from core.evidence"):
        with refused("42501"):
            nobody.execute(statement)


@pytest.mark.rule(20)
def test_objects_of_the_callers_own_are_not_taken_for_ours(
    company: Database, stack: ExitStack
) -> None:
    person = session(stack, company, "recert_runner", of="Q-1")
    for table in ("users", "evidence", "trainings", "training_versions", "log", "head"):
        person.execute(f"create temp table {table} (user_id int, state text)")
    for function in ("now()", "clock_timestamp()", "sha256(bytea)"):
        person.execute(
            f"create function pg_temp.{function} returns bytea language sql return null::bytea"
        )
    person.execute(
        "create function pg_temp.same(bigint, bigint) returns boolean language sql return true"
    )
    person.execute(
        "create operator pg_temp.= (leftarg = bigint, rightarg = bigint, function = pg_temp.same)"
    )
    person.execute("set search_path = pg_temp, api")
    assert person.row(APPROVE, REASON)["created"] == 1
    assert company.value("select is_intact from api.verify_audit_chain()")


@pytest.mark.rule(19, 20)
def test_types_of_the_callers_own_are_not_taken_for_ours(
    database: Database, stack: ExitStack
) -> None:
    """Types are looked up among the caller's own first, whatever the search path says.

    The check of a domain that is taken for one of PostgreSQL's runs with the owner's rights.
    """
    fill(database)
    person = session(stack, database, "recert_runner", "recert_builder", "recert_owner", of="Q-1")
    # a sequence keeps what is undone
    database.execute("create sequence public.sprung")
    database.execute("grant usage on sequence public.sprung to public")
    person.execute(
        "create function pg_temp.spring() returns boolean language plpgsql as $$ begin"
        " if current_user <> session_user then perform pg_catalog.nextval('public.sprung');"
        " end if; return true; end $$"
    )
    types = database.rows(
        "select typname as name from pg_type where typnamespace = 'pg_catalog'::regnamespace"
        " and typtype = 'b' and typcategory <> 'A' and typname !~ '^_'"
        " and typname not in ('bool', 'int4', 'int8', 'float4', 'char', 'bpchar', 'name')"
    )
    assert {"text", "jsonb", "bytea", "timestamptz", "inet"} <= {row["name"] for row in types}
    for row in types:
        person.execute(
            f'create domain pg_temp."{row["name"]}" as pg_catalog."{row["name"]}"'
            " check (pg_temp.spring())"
        )
    for call in CALLS:
        if "quality_admin" in call.may:
            with person.undone():
                if call.before:
                    person.execute(call.before)
                person.execute(f"select * from {call.query}")
    assert not database.value("select is_called from public.sprung")


def test_bodies_name_types_with_their_schema() -> None:
    """The same for the branches that no test takes."""
    cast = re.compile(r"::\s*([a-z_]+)(?!\w|\.)")
    local = re.compile(r"^    v_\w+ (?:constant )?(?!constant )([a-z_]+)(?!\w|\.)", re.MULTILINE)
    for file in reapplied():
        body = file.text.partition("as $$")[2].partition("$$;")[0]
        for found in (*cast.finditer(body), *local.finditer(body)):
            assert found[1] in _KEYWORD_TYPES, f"{file.path}: {found[0].strip()}"
