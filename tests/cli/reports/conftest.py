"""A company with half a year behind it, and names that files and pages must not obey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.reports import build as builds
from tests.cli.calling import finish, start
from tests.company import Database, copied
from tests.dbt.marts import go_on
from tests.docs.inspected import TODAY, Story, building_at

FORMULA = "=cmd|'/C calc'!A0"
SCRIPT = "<script>alert('x')</script>"
RIGHT_TO_LEFT = "\u202egnp.exe محمد עברית"

HOSTILE = f"""\
employee_number,full_name,role,department,location
E-9001,{FORMULA},,Assembly,Graz
E-9002,{SCRIPT},,"Test, & Sons",Graz
E-9003,{RIGHT_TO_LEFT},,名前,Linz
E-9004,😀 -5 it's,,Assembly,Graz
"""
EVIDENCE = """\
employee_number,training,version,completed_at
E-9001,Cleanroom gowning,5.0,2025-08-20T12:00:00Z
E-9002,Cleanroom gowning,5.0,2025-08-21T12:00:00Z
E-9003,Cleanroom gowning,5.0,2025-08-22T12:00:00Z
E-9004,Data integrity,1.0,2025-08-22T12:00:00Z
"""


@pytest.fixture(scope="session")
def told(server: EmbeddedServer, half_a_year: str, dbt_home: Path) -> Iterator[str]:
    """The name of a database with all of it, and marts that are as old as the record."""
    with copied(server, half_a_year, "told") as dsn:
        with pytest.MonkeyPatch.context() as patch, Database.connect(dsn) as database:
            patch.setenv("RECERT_HOME", str(dbt_home))
            go_on(database)
            story = Story(database)
            story.at(TODAY)
            story.load("users", "hostile.csv", HOSTILE)
            story.load("evidence", "hostile-evidence.csv", EVIDENCE)
            with building_at(TODAY):
                builds.build(dsn)
            name = database.connection.info.dbname
        yield name


@pytest.fixture
def inspected(server: EmbeddedServer, told: str) -> Iterator[Database]:
    """That company, of the test's own."""
    with copied(server, told, "inspected") as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture(scope="module")
def seen(server: EmbeddedServer, told: str) -> Iterator[Database]:
    """That company, shared by tests that only look."""
    with copied(server, told) as dsn, Database.connect(dsn) as database:
        yield database


@pytest.fixture
def home(dbt_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where dbt writes."""
    monkeypatch.setenv("RECERT_HOME", str(dbt_home))
    return dbt_home


@pytest.fixture(scope="module")
def whole(seen: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of everything."""
    file = tmp_path_factory.mktemp("packs") / "all.zip"
    made = finish(start("report", "pack", str(file), "--dsn", seen.dsn, "--format", "json"))
    assert made.code == 0, made.err
    return file
