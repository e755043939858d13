"""A file of completions counts once, whatever came into force since."""

from __future__ import annotations

import pytest

from tests.company import Database
from tests.functions.completing import statuses
from tests.functions.imports.loading import counts, load

HEADER = "employee_number,training,score,signature_method"


@pytest.mark.rule(13)
def test_a_file_says_nothing_about_a_version_that_came_later(company: Database) -> None:
    rows = ("E-1,Lockout,90,re_authenticated", "E-2,Lockout,91,")
    company.act_as("H-1")
    assert counts(load(company, "completions", HEADER, *rows)) == (2, 2, 0, 0, 0)
    company.submit("3")
    company.approve("3", recertify_everyone=True)
    company.act_as("H-1")
    assert counts(load(company, "completions", HEADER, *rows)) == (2, 0, 0, 2, 0)
    assert company.assigned("3") == {"E-1": "not_started", "E-2": "not_started"}
    assert company.value("select count(*) from core.signatures") == 1
    # another file does
    assert counts(load(company, "completions", HEADER, "E-1,Lockout,90,")) == (1, 1, 0, 0, 0)
    assert statuses(company, "E-1") == ["completed"]


def test_a_file_that_was_loaded_in_part_is_loaded_again_for_the_rest(company: Database) -> None:
    rows = ("E-1,Lockout,90,", "N-9,Lockout,91,")
    company.act_as("H-1")
    first = load(company, "completions", HEADER, *rows, partial=True)
    assert counts(first) == (2, 1, 0, 0, 1)
    company.user("N-9")
    assert counts(load(company, "completions", HEADER, *rows)) == (2, 1, 0, 1, 0)


def test_what_came_by_file_is_told_from_what_was_signed_here(company: Database) -> None:
    company.act_as("H-1")
    load(company, "completions", HEADER, "E-1,Lockout,90,drawn")
    company.act_as("E-2")
    company.execute("select api.complete_training('Lockout', null, 'drawn')")
    rows = company.rows("select import_id from core.signatures order by signature_id")
    assert [row["import_id"] is None for row in rows] == [False, True]
