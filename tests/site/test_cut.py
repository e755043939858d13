"""A site of a large company, or of long tables: what is left out, and that it says so."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from pipeline.reports.questions import questions
from pipeline.reports.site.asking import answers
from pipeline.reports.site.registers import OUTCOMES, TABLES
from pipeline.reports.standing import read_marts
from pipeline.settings import Settings
from tests.site.conftest import scalar
from tests.site.written import table, written


def test_a_large_company_has_pages_of_departments_and_trainings(
    company: str, tmp_path: Path
) -> None:
    folder = tmp_path / "large"
    told = written(company, folder, most_people=10, people=["E-0007", "X-0"])
    assert told.people == 2
    names = {
        name: scalar(company, "select user_id from core.users where employee_number = %s", name)
        for name in ("E-0007", "X-0")
    }
    people = {path.stem for path in (folder / "people").glob("*.html")}
    assert people == {str(number) for number in names.values()}
    cells = scalar(company, "select count(*) from mart_compliance.compliance_matrix")
    assert len(list((folder / "cells").glob("*.html"))) == cells
    for file in ("status.html", "evidence.html", "data/status.js", "data/people.js"):
        assert not (folder / file).exists()
    assert table(folder, "cells")["rows"] == cells
    assert "--person" in (folder / "people.html").read_text(encoding="utf-8")


def test_of_a_large_company_what_computes_anew_is_not_asked_whatever_it_is_called(
    company: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in questions():
        (tmp_path / f"{question.name[:2]}_x.sql").write_text(question.text, encoding="utf-8")
    monkeypatch.setattr("pipeline.reports.site.asking.questions", lambda: questions(tmp_path))
    with read_marts(Settings(dsn=company)) as (connection, _):
        told = answers(connection, is_small=False)
    left_out = [asked["number"] for asked in told if asked["left_out"]]
    assert left_out == [10]
    assert [asked["number"] for asked in told] == list(range(1, 21))


def test_a_long_table_keeps_the_newest_and_says_so(company: str, tmp_path: Path) -> None:
    folder = tmp_path / "short"
    written(company, folder, most_rows=7)
    found = table(folder, "audit")
    last = scalar(company, "select max(seq) from mart_audit.audit_trail")
    assert found["seq"] == list(range(last, last - 7, -1))
    page = (folder / "audit.html").read_text(encoding="utf-8")
    assert f"{last - 7:,} are left out" in page
    assert "recert report export audit_trail" in page


@pytest.fixture(scope="module")
def cut(company: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with 7 rows of each table."""
    folder = tmp_path_factory.mktemp("cut") / "site"
    written(company, folder, most_rows=7)
    return folder


@pytest.mark.parametrize("name", [*(told.name for told in TABLES), "outcomes"])
def test_a_table_that_is_cut_has_the_first_rows_of_its_order_and_says_so(
    site: Path, cut: Path, company: str, name: str
) -> None:
    """Those that it shows first when it has all."""
    (told,) = (each for each in (*TABLES, OUTCOMES) if each.name == name)
    file = name
    if told is OUTCOMES:
        largest = scalar(
            company,
            "select campaign_id from mart_compliance.recertification_campaigns"
            " order by population desc limit 1",
        )
        file = f"recertifications/{largest}"
    by = told.order.removeprefix("-")
    (column,) = (column for column in told.columns if column.name == by)
    every, kept = table(site, file)[by], table(cut, file)[by]
    assert kept == every[:7]
    if column.kind != "text" or by == "employee_number":
        values = [value for value in every if value is not None]
        assert values == sorted(values, reverse=told.order.startswith("-"))
    page = (cut / f"{file}.html").read_text(encoding="utf-8")
    assert ("are left out" in page) == (len(every) > 7)
    if len(every) > 7:
        first = re.findall(r'role="note">(.*?) 7 rows are here', page)
        assert first == [told.first]
        is_newest = told.order.startswith("-") and column.kind in ("time", "id")
        assert (first == ["The newest"]) == is_newest


@pytest.mark.parametrize("has_all_counts", [False, True])
def test_no_number_leads_to_a_table_that_is_cut(
    company: str, tmp_path: Path, has_all_counts: bool
) -> None:
    folder = tmp_path / "site"
    cells = scalar(company, "select count(*) from mart_compliance.compliance_matrix")
    written(company, folder, most_rows=cells if has_all_counts else 7)
    texts = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.html")
    }
    is_cut = {file for file, text in texts.items() if "are left out" in text}
    assert "status.html" in is_cut
    assert ("cells.html" in is_cut) != has_all_counts
    numbers = 0
    for file, text in texts.items():
        for href, shown in re.findall(r'<a href="([^"]*)">(.*?)</a>', text, re.DOTALL):
            assert href, file
            path, _, fragment = unescape(href).partition("#")
            if not fragment or not re.fullmatch(r"[\d,./]+", re.sub(r"<[^>]*>|\s", "", shown)):
                continue
            numbers += 1
            target = (folder / file).parent / path if path else folder / file
            assert target.resolve().relative_to(folder).as_posix() not in is_cut, (file, href)
    assert numbers
    for data in (folder / "data").rglob("*.js"):
        assert '"counts"' not in data.read_text(encoding="ascii"), data
