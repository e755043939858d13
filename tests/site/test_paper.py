"""What is printed: every sheet says of what it is, and a table has all rows that fit."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page  # noqa: TC002  # pytest reads it
from pypdf import PdfReader

from pipeline.reports.site.tables import Column, Table, encoded
from tests.site.company import COMPANY, HOSTILE
from tests.site.conftest import Looker, looking_at, scalar

pytestmark = pytest.mark.browser


def printed(page: Page) -> list[str]:
    """The text of each sheet."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    return [" ".join(sheet.extract_text().split()) for sheet in reader.pages]


def test_every_sheet_says_what_it_is_of(looker: Looker, company: str) -> None:
    standing = scalar(company, "select to_jsonb(s) from api.marts_standing as s")
    told = f"build {standing['build_number']}, audit log up to row {standing['head_seq']} (hash"
    for file, title in (("evidence.html", "Evidence register"), ("ask.html", "Ask")):
        sheets = printed(looker.open(file))
        assert len(sheets) > 1
        for number, sheet in enumerate(sheets, start=1):
            assert title in sheet
            assert COMPANY in sheet
            assert "As of 2026-06-01 06:00:00 UTC" in sheet
            assert f"{told} {standing['head_hash'][:16]}" in sheet
            assert f"page {number} of {len(sheets)}" in sheet


def test_a_hostile_name_stands_above_a_sheet_as_text(looker: Looker, company: str) -> None:
    for name in HOSTILE[:3]:
        key = scalar(company, "select user_id from core.users where full_name = %s", name)
        page = looker.open(f"people/{key}.html")
        (sheet, *_) = printed(page)
        # once above the sheet, once as heading
        assert sheet.count(" ".join(name.split())) >= 2
        assert page.evaluate("window.hacked === undefined")


def test_all_rows_that_fit_are_printed_with_the_heads_on_each_sheet(
    looker: Looker, company: str
) -> None:
    page = looker.open("status.html#is_active=yes&order=-employee_number")
    number = looker.rows()
    assert number > 25
    page.locator(".dt-paging-button", has_text=re.compile(r"^2$")).click()
    shown = looker.column("person")
    sheets = printed(page)
    rows = [sheet for sheet in sheets if re.search(r"\b[EHQX]-\d+\b", sheet)]
    assert len(rows) > 1
    assert all("compliance status" in sheet for sheet in rows)
    assert f"1 to {number} of {number} rows" in sheets[-1] + sheets[-2]
    assert "Not all of them" not in " ".join(sheets)
    assert "active yes; sorted by person, falling" in sheets[0]
    # on the screen it is as it was
    assert looker.column("person") == shown


def test_of_very_many_rows_paper_says_how_many_are_left_out(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    shutil.copytree(site, folder)
    table = Table("status", "", "", "", (Column("employee_number"),), "employee_number")
    many = encoded(table, ["employee_number"], ((f"E-{at}",) for at in range(3000)), 3000)
    (folder / "data" / "status.js").write_text(many.script({}, leads=True))
    with looking_at(browser, folder) as looker:
        page = looker.open("status.html")
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.locator("[data-table] tbody tr").count() == 2000
        cut = page.locator(".cut").inner_text()
        assert "the first 2,000 of 3,000 rows" in cut
        assert "recert report export user_training_status --to user_training_status.csv" in cut
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert page.locator("[data-table] tbody tr").count() == 25
        assert not page.locator(".cut").is_visible()


def test_paper_has_no_controls_and_nothing_folded(looker: Looker) -> None:
    page = looker.open("status.html")
    page.emulate_media(media="print")
    assert not page.locator("nav[aria-label=Pages]").is_visible()
    assert not page.locator(".controls").first.is_visible()
    page = looker.open("index.html")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("figure table").first.is_visible()
    assert page.locator("svg.chart").first.is_visible()


def test_the_found_rows_of_a_page_say_that_they_are_found(looker: Looker) -> None:
    page = looker.open("ask.html")
    place = page.locator(".question", has=page.locator("label.finds")).first
    number = place.locator("tbody tr").count()
    place.locator("label.finds input").fill("zzz")
    assert f"Shown: 0 of {number} rows" in " ".join(printed(page))


def test_a_row_is_never_cut_in_two(looker: Looker) -> None:
    page = looker.open("audit.html")
    page.emulate_media(media="print")
    rule = "row => getComputedStyle(row).breakInside"
    assert page.locator("tbody tr").first.evaluate(rule) == "avoid"
    head = page.locator("[data-table] thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"
