"""A history of versions that is loaded while the first one is put in force."""

from __future__ import annotations

import pytest

from pipeline.importing import RowsRejected
from tests.company import Database
from tests.functions.imports.loading import faults, load
from tests.sessions import background, until_blocked

HEADER = "training,label,state,author,activated_at,sources"
OTHER = "Lockout,0.9,active,A-1,2024-01-01,SOP-1@A"


@pytest.fixture
def company(database: Database) -> Database:
    """The first version of a training waits for approval."""
    database.deciders()
    database.training()
    database.submit("1")
    return database


@pytest.mark.rule(4, 22)
def test_a_history_that_waits_for_an_approval_finds_another_version_in_force(
    company: Database,
) -> None:
    with Database.connect(company.dsn) as deciding, Database.connect(company.dsn) as loading:
        deciding.execute("begin")
        deciding.approve("1")
        with background(lambda: load(loading, "versions", HEADER, OTHER)) as waiting:
            until_blocked(company, loading.pid)
            deciding.execute("commit")
        with pytest.raises(RowsRejected) as caught:
            waiting.result()
    assert (2, "state") in faults(caught.value.result)
    assert company.state("1") == "active"


@pytest.mark.rule(4, 22)
def test_an_approval_that_waits_for_a_history_replaces_what_it_put_in_force(
    company: Database,
) -> None:
    with Database.connect(company.dsn) as deciding, Database.connect(company.dsn) as loading:
        loading.execute("begin")
        load(loading, "versions", HEADER, OTHER)
        with background(lambda: deciding.approve("1")) as waiting:
            until_blocked(company, deciding.pid)
            loading.execute("commit")
        assert waiting.result()["activated"]
    assert (company.state("1"), company.state("0.9")) == ("active", "inactive")
