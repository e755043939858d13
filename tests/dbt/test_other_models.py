"""What becomes of marts when their models are others than those of the build before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import Defect, WrongState
from pipeline.reports.build import build
from pipeline.sources import dbt_project_folder
from tests.company import Database, login
from tests.dbt.marts import DAILY, last_build

TREND = "mart_compliance.compliance_daily"


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A RECERT_HOME for other models: what dbt keeps of them must not get into builds of ours."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def project(apart: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the dbt project to be changed, which builds take instead of ours."""
    project = tmp_path / "project"
    shutil.copytree(dbt_project_folder(), project)
    monkeypatch.setattr("pipeline.reports.runner.dbt_project_folder", lambda: project)
    monkeypatch.setenv("RECERT_HOME", str(apart))
    return project


@pytest.mark.one_server("every build is a full one on a cluster")
def test_a_mart_with_a_past_takes_it_along_into_another_shape(marts: Database) -> None:
    build(marts.dsn, select=DAILY)
    marts.execute(
        f"insert into {TREND} select (r.d).* from (select jsonb_populate_record(d, %s) as d"
        f" from {TREND} as d limit 1) as r",
        '{"day": "2026-01-31", "compliant": 7, "required": 7}',
    )
    rows = marts.rows(f"select * from {TREND} order by day, department, training_id")
    # as one of an earlier version, with another order, another column and one less
    marts.execute(f"alter table {TREND} drop column percent_compliant, add column old text")
    with pytest.raises(WrongState) as caught:
        build(marts.dsn, select=DAILY)
    assert caught.value.sqlstate == "ZR212"
    build(marts.dsn, select=DAILY, full_refresh=True)
    found = marts.rows(f"select * from {TREND} order by day, department, training_id")
    assert len(rows) > 1
    assert [{**row, "percent_compliant": None} for row in found] == [
        {**row, "percent_compliant": None} for row in rows
    ]
    assert [row["percent_compliant"] for row in found if row["compliant"] == 7] == [None]
    # without what every day must have nothing can be taken along
    marts.execute(f"alter table {TREND} drop column compliant")
    with pytest.raises(WrongState) as caught:
        build(marts.dsn, select=DAILY, full_refresh=True)
    assert "compliant" in str(caught.value.hint)
    marts.execute(f"alter table {TREND} add column compliant bigint not null default 0")
    build(marts.dsn, select=DAILY, full_refresh=True)
    assert len(marts.rows(f"select from {TREND}")) == len(rows)


@pytest.mark.one_server("a view that reads no table is put on every node there")
def test_a_view_of_another_shape_is_replaced_at_the_end(marts: Database) -> None:
    builds = marts.value("select count(*) from mart_audit.builds")
    marts.execute("drop view mart_audit.builds")
    marts.execute("create view mart_audit.builds as select 1 as other, 2 as columns")
    marts.execute("alter view mart_audit.builds owner to recert_builder")
    marts.execute("alter table core.users rename column line to belt")
    with pytest.raises(Defect):
        build(marts.dsn, select=["stg_users", "builds"], full_refresh=True)
    assert marts.value("select other from mart_audit.builds") == 1
    marts.execute("alter table core.users rename column belt to line")
    build(marts.dsn, select=["stg_users", "builds"], full_refresh=True)
    assert marts.value("select count(*) from mart_audit.builds") == builds + 2
    with login(marts.dsn, "recert_auditor") as dsn, Database.connect(dsn) as auditor:
        assert auditor.value("select count(*) from mart_audit.builds") == builds + 2


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("    constraints:\n      - type: primary_key\n        columns: [import_id]\n", ""),
        ("      - type: primary_key\n", "      - type: unique\n"),
        (
            "          - type: not_null\n",
            "          - type: check\n            expression: 'false'\n",
        ),
    ],
)
def test_a_contract_that_would_not_be_kept_is_refused(
    marts: Database, project: Path, said: str, instead: str
) -> None:
    contract = project / "models" / "marts" / "audit" / "import_register.yml"
    text = contract.read_text()
    assert said in text
    contract.write_text(text.replace(said, instead, 1))
    before = marts.rows("select * from mart_audit.import_register")
    with pytest.raises(Defect):
        build(marts.dsn, select=["import_register"])
    assert marts.rows("select * from mart_audit.import_register") == before


def test_a_selection_without_a_test_publishes_nothing_and_says_so(
    marts: Database, project: Path
) -> None:
    (project / "models" / "mine.sql").write_text(
        "{{ config(materialized='mart', schema='mart_audit', group='audit') }}\n"
        "select import_id from {{ ref('stg_imports') }}\n"
    )
    (project / "models" / "mine.yml").write_text(
        "version: 2\nmodels:\n  - name: mine\n    config: {contract: {enforced: true}}\n"
        "    constraints: [{type: primary_key, columns: [import_id]}]\n"
        "    columns: [{name: import_id, data_type: bigint}]\n"
    )
    with pytest.raises(WrongState) as caught:
        build(marts.dsn, select=["mine"])
    assert caught.value.sqlstate == "ZR213"
    assert not marts.rows("select from pg_tables where tablename = 'mine'")
    assert last_build(marts)["state"] == "failed"
