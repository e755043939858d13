"""Search, filters and order on tables, by click and by keyboard; numbers lead to their rows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.site.conftest import Looker, scalar
from tests.site.test_pages import one_of

pytestmark = pytest.mark.browser


def test_filters_are_taken_from_the_address_and_kept_in_it(looker: Looker, company: str) -> None:
    page = looker.open("status.html#compliance_status=compliant")
    everybody = scalar(company, "select count(*) from mart_compliance.user_training_status")
    compliant = scalar(
        company,
        "select count(*) from mart_compliance.user_training_status"
        " where compliance_status = 'compliant'",
    )
    assert looker.rows() == compliant
    assert page.locator("select[data-key=compliance_status]").input_value() == "compliant"
    page.locator("select[data-key=department]").select_option("Assembly")
    page.wait_for_url("**department=Assembly*")
    assert "compliance_status=compliant" in page.url
    assert set(looker.column("department")) == {"Assembly"}
    page.reload()
    assert set(looker.column("department")) == {"Assembly"}
    page.get_by_role("button", name="Clear search and filters").click()
    assert looker.rows() == everybody
    assert "#" not in page.url


def test_the_search_finds_every_word_in_any_column(looker: Looker) -> None:
    page = looker.open("people.html")
    page.get_by_label("Search", exact=True).fill("assembly haDDad")
    page.wait_for_url("**search=assembly*")
    assert looker.rows() == 0  # moved to Maintenance
    page.get_by_label("Search", exact=True).fill("mainten haDDad")
    page.wait_for_url("**search=mainten*")
    assert looker.column("person") == ["E-0001"]


def test_a_heading_sorts_by_click_and_by_keyboard(looker: Looker) -> None:
    page = looker.open("people.html")
    head = page.locator("th", has_text="full name")
    head.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    names = looker.column("full name")
    assert names == sorted(names, key=str.casefold)
    button = head.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    last = looker.column("full name")
    assert last == sorted(last, key=str.casefold, reverse=True)
    assert last != names


def test_all_of_it_works_without_a_mouse(looker: Looker) -> None:
    page = looker.open("people.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.type("X-3")
    page.wait_for_url("**search=X-3*")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('tbody') !== null"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/people/\d+\.html$"))
    assert "X-3" in page.locator("h1").inner_text()


def test_filters_and_the_matrix_work_without_a_mouse(looker: Looker) -> None:
    page = looker.open("matrix.html")
    cell = page.locator(".matrix tbody td a").first
    required = int(cell.locator("small").inner_text().split("/")[1])
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/status.html#*")
    assert looker.rows() == required
    page = looker.open("status.html")
    page.locator(".filters summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("E-0004")
    page.wait_for_url("**#employee_number=E-0004")
    assert set(looker.column("person")) == {"E-0004"}


def test_the_audit_trail_is_filtered_by_actor_action_entity_and_day(
    looker: Looker, company: str
) -> None:
    page = looker.open("audit.html")
    page.locator(".filters summary").click()
    page.locator("[data-key=actor]").select_option("Q-001")
    page.locator("[data-key=action]").select_option("approve_version")
    page.locator("[data-key='occurred_at.from']").fill("2026-02-02")
    page.locator("[data-key='occurred_at.to']").fill("2026-02-26")
    page.wait_for_url("**occurred_at.to=*")
    expected = scalar(
        company,
        "select count(*) from mart_audit.audit_trail where actor = 'Q-001'"
        " and action = 'approve_version' and occurred_at >= '2026-02-02 00:00+00'"
        " and occurred_at < '2026-02-27 00:00+00'",
    )
    assert looker.rows() == expected == 2
    looker.open("audit.html#entity_type=user&occurred_at.from=2026-04-01")
    assert set(looker.column("entity type")) == {"user"}


def test_numbers_are_filtered_by_size(looker: Looker) -> None:
    looker.open("people.html#overdue=>0")
    assert looker.rows() > 0
    assert "0" not in looker.column("overdue")
    looker.open("people.html#overdue=0..0")
    assert set(looker.column("overdue")) == {"0"}


@pytest.mark.parametrize(
    "file",
    ["index.html", "matrix.html", "controls.html", "trainings/*.html", "recertifications/*.html"],
)
def test_a_number_leads_to_as_many_rows(looker: Looker, file: str) -> None:
    """Each link whose text is a number, but those of a heat map, which are tested by themselves."""
    for found in sorted(looker.site.glob(file)):
        name = found.relative_to(looker.site).as_posix()
        page = looker.open(name)
        links = page.locator("main a").all()
        told = [(link.inner_text(), link.evaluate("link => link.href")) for link in links]
        numbers = {
            href: int(text.replace(",", ""))
            for text, href in told
            if re.fullmatch(r"[\d,]+", text) and "#" in href
        }
        cells = {
            href: int(text.split("/")[-1].replace(",", ""))
            for text, href in told
            if re.search(r"\d/\d", text)
        }
        for href, number in sorted((numbers | cells).items()):
            looker.follow(href)
            assert looker.rows() == number, (name, href)
        assert numbers or cells or "trainings/" in name


def test_a_table_of_a_page_is_sorted_and_searched(looker: Looker) -> None:
    page = looker.open("ask.html")
    table = page.locator("#q7 ~ .scroll table")
    numbers = table.locator("tbody td:first-child")
    before = numbers.all_inner_texts()
    button = table.get_by_role("button", name="employee number")
    button.focus()
    page.keyboard.press("Enter")
    assert numbers.all_inner_texts() == sorted(before)
    page.keyboard.press("Enter")
    assert numbers.all_inner_texts() == sorted(before, reverse=True)
    head = table.locator("th").first
    assert head.get_attribute("aria-sort") == "descending"
    field = page.locator(".question label.finds input").first
    rows = page.locator(".question", has=page.locator("label.finds")).first.locator("tbody tr")
    word = rows.last.locator("td").first.inner_text()
    field.fill(word)
    assert all(word.lower() in text.lower() for text in rows.filter(visible=True).all_inner_texts())


def test_numbers_in_tables_lead_to_as_many_rows(looker: Looker) -> None:
    for file in ("trainings.html", "cells.html", "people.html#overdue=>0"):
        page = looker.open(file)
        links = page.locator("[data-table] td.kind-number a").all()[:25]
        told = [(int(link.inner_text()), link.evaluate("link => link.href")) for link in links]
        assert told
        for href, number in sorted((href, number) for number, href in told):
            looker.follow(href)
            assert looker.rows() == number, (file, href)


def shown_in(looker: Looker) -> tuple[str, str, str | None]:
    """Search, filter by department, and which heading is sorted how."""
    page = looker.page
    head = page.locator("[data-table] th[aria-sort]").first
    sorted_by = f"{head.inner_text().strip()} {head.get_attribute('aria-sort')}"
    field = page.locator("[data-key=department]")
    return page.get_by_label("Search", exact=True).input_value(), field.input_value(), sorted_by


def test_what_is_shown_follows_the_address(looker: Looker) -> None:
    page = looker.open("people.html#search=haDDad")
    field = page.get_by_label("Search", exact=True)
    field.focus()  # whoever types there follows a link by the address
    assert shown_in(looker) == ("haDDad", "", "person ascending")
    looker.follow(f"{page.url.partition('#')[0]}#search=X-&department=Assembly&order=-full_name")
    there = ("X-", "Assembly", "full name descending")
    assert shown_in(looker) == there
    assert page.locator(".filters").get_attribute("open") is not None
    page.go_back()
    page.wait_for_url("**#search=haDDad")
    assert looker.rows() == 1
    assert shown_in(looker) == ("haDDad", "", "person ascending")
    page.go_forward()
    page.wait_for_url("**department=Assembly*")
    expect(page.locator("th", has_text="full name")).to_have_attribute("aria-sort", "descending")
    assert shown_in(looker) == there
    # and back from another page
    page.get_by_role("link", name="Controls", exact=True).click()
    page.wait_for_url("**/controls.html")
    page.go_back()
    page.wait_for_url("**department=Assembly*")
    looker.settled()
    assert shown_in(looker) == there


def test_what_was_typed_last_does_not_come_after_another_address(looker: Looker) -> None:
    looker.page.clock.install()
    page = looker.open("people.html")
    page.evaluate(
        "{ const field = document.querySelector('input[type=search]');"
        " field.focus(); field.value = 'X-';"
        " field.dispatchEvent(new Event('input', {bubbles: true}));"
        " location.hash = 'search=haDDad' }"
    )
    page.clock.run_for(1000)
    assert looker.rows() == 1
    assert page.url.endswith("#search=haDDad")


def test_the_order_is_kept_in_the_address(looker: Looker) -> None:
    page = looker.open("people.html#search=X-")
    page.locator("th", has_text="full name").click()
    page.wait_for_url("**#search=X-&order=full_name")
    names = looker.column("full name")
    page.reload()
    looker.settled()
    assert looker.column("full name") == names
    assert "sorted by full name" in page.locator(".asked").inner_text()
    page.locator("th", has_text="person").first.click()
    page.wait_for_url("**#search=X-")
    looker.open("people.html#order=nothing")
    assert shown_in(looker)[2] == "person ascending"


def test_a_filter_on_a_column_without_values_or_that_is_not_there_fits_no_row(
    looker: Looker, company: str
) -> None:
    scores = scalar(company, "select count(*) from mart_audit.control_checks")
    page = looker.open("controls.html")
    assert looker.rows() == scores
    note = page.locator(".rows > .note").last.inner_text()
    assert "accepted until" in note  # no control is accepted
    for filters, fit in (
        ("accepted_until==2027-01-01", 0),
        ("accepted_until=(not+empty)", 0),
        ("accepted_until=(empty)", scores),
        ("nonsense=1", 0),
        ("nonsense.from=2026-01-01", 0),
        ("nonsense=", scores),
        ("main", scores),
    ):
        looker.open(f"controls.html#{filters}")
        assert looker.rows() == fit, filters
        assert page.locator(".asked").is_visible() == (filters not in ("main", "nonsense="))
    looker.open("controls.html#nonsense=1")
    assert "nonsense “1”" in page.locator(".asked").inner_text()
    page.get_by_role("button", name="Clear search and filters").click()
    assert looker.rows() == scores


def test_without_javascript_a_table_says_where_its_rows_are(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for file, mart, only in (
        ("status.html", "user_training_status", ""),
        ("people.html", "dim_user", ""),
        (
            one_of(site, "recertifications/*.html"),
            "recertification_ledger",
            " --where campaign_id=",
        ),
    ):
        page.goto((site / file).as_uri())
        told = page.locator("noscript").inner_text()
        assert "JavaScript" in told
        assert f"recert report export {mart}{only}" in told
        assert f"--to {mart}.csv" in told
        assert (f"registers/{mart}.csv" in told) == (mart != "dim_user")
        # which has columns of its own
        assert "same" not in told
        assert not page.locator(".controls").is_visible()
    context.close()
