"""The site of a company too large to write people out, in the browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser  # noqa: TC002  # pytest reads it

from tests.site.conftest import Looker, looking_at, scalar
from tests.site.written import written

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def large(company: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "site"
    written(company, folder, most_people=10, people=["X-0"])
    return folder


@pytest.fixture
def looking(browser: Browser, large: Path) -> Iterator[Looker]:
    with looking_at(browser, large) as looker:
        yield looker


def test_every_page_opens_on_a_telephone(looking: Looker) -> None:
    looking.page.set_viewport_size({"width": 390, "height": 800})
    for path in sorted(looking.site.rglob("*.html")):
        page = looking.open(path.relative_to(looking.site).as_posix())
        hrefs = page.evaluate("[...document.querySelectorAll('main a')].map(link => link.href)")
        for target in {href.removeprefix("file://").partition("#")[0] for href in hrefs}:
            assert Path(target).is_file(), (path, target)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, path


def test_a_number_leads_to_rows_that_add_up_to_it(looking: Looker) -> None:
    numbers_add_up(looking)


def test_where_the_statuses_are_cut_a_number_leads_to_counts_as_well(
    browser: Browser, company: str, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    cells = scalar(company, "select count(*) from mart_compliance.compliance_matrix")
    written(company, folder, most_rows=cells)
    with looking_at(browser, folder) as looker:
        numbers_add_up(looker)
        page = looker.open("matrix.html")
        links = page.locator(".matrix a[href^='cells.html']").all()
        told = [(link.inner_text(), link.evaluate("link => link.href")) for link in links]
        assert len(told) > 3
        for text, href in told:
            looker.follow(href)
            page.locator("select.length").select_option("-1")
            required = int(text.split("/")[1].replace(",", ""))
            assert sum(int(n.replace(",", "")) for n in looker.column("required")) == required


def numbers_add_up(looking: Looker) -> None:
    page = looking.open("index.html")
    links = page.locator(".tiles a[href^='cells.html']").all()
    told = [(link.inner_text(), link.evaluate("link => link.href")) for link in links]
    assert len(told) > 3
    for text, href in told:
        looking.follow(href)
        page.locator("select.length").select_option("-1")
        (name,) = re.findall(r"#(\w+)=", href) or ["required"]
        numbers = looking.column(name.replace("_", " "))
        assert sum(int(number.replace(",", "")) for number in numbers) == int(text), (name, text)


def test_the_matrix_leads_to_a_page_that_tells_how_to_look_people_up(looking: Looker) -> None:
    page = looking.open("matrix.html")
    page.locator(".matrix tbody a[href^='cells/']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/cells/\d+\.html$"))
    text = page.locator("main").inner_text()
    assert "recert report export user_training_status --where" in text
    assert "from mart_compliance.user_training_status" in text
    assert "--person" in text
