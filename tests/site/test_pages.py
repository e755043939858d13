"""Every page opens from disk, by itself, readable for everybody, and a name is only a name."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser  # noqa: TC002  # pytest reads it

from tests.site.company import COMPANY, DEPARTMENTS, HOSTILE, TRAININGS
from tests.site.conftest import Looker, scalar

pytestmark = pytest.mark.browser

#: One page of each kind.
KINDS = [
    "index.html",
    "matrix.html",
    "ask.html",
    "status.html",
    "trainings/*.html",
    "recertifications/*.html",
    "people/*.html",
]


#: What every page has to have, and what none may.
_TELLS = """() => ({
    lang: document.documentElement.lang,
    heads: document.querySelectorAll('h1').length,
    zone: document.querySelector('header .standing').innerText.includes(' UTC'),
    current: document.querySelectorAll('header nav [aria-current=page]').length,
    hacked: window.hacked !== undefined,
    foreign: document.querySelectorAll('main img, main script, main u').length,
})"""

#: By how many pixels a page is wider than the screen, with all of it open.
_TOO_WIDE = """() => {
    for (const part of document.querySelectorAll('details')) part.open = true;
    return document.documentElement.scrollWidth - innerWidth;
}"""


def pages(site: Path) -> list[str]:
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def one_of(site: Path, kind: str) -> str:
    return min(site.glob(kind)).relative_to(site).as_posix()


def test_every_page_opens_without_an_error_and_without_leaving_its_folder(looker: Looker) -> None:
    for file in pages(looker.site):
        page = looker.open(file)
        told = page.evaluate(_TELLS)
        assert told.pop("current") <= 1, file
        assert told == {"lang": "en", "heads": 1, "zone": True, "hacked": False, "foreign": 0}, file
        assert page.evaluate(_TOO_WIDE) <= 0, file
    assert len(pages(looker.site)) > 50


def test_every_link_leads_to_a_page_that_is_there(site: Path) -> None:
    for file in pages(site):
        text = (site / file).read_text(encoding="utf-8")
        for href in re.findall(r'(?:href|src)="([^"]*)"', text):
            parts = urlsplit(href)
            assert not parts.scheme, (file, href)
            assert not parts.netloc, (file, href)
            if parts.path:
                assert ((site / file).parent / unquote(parts.path)).is_file(), (file, href)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, site: Path, scheme: str) -> None:
    axe = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(color_scheme=scheme, bypass_csp=True)
    looker = Looker(context.new_page(), site)
    for kind in KINDS:
        page = looker.open(one_of(site, kind))
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        page.evaluate(axe)
        # what is dark differs in nothing but colours
        rules = "runOnly: ['color-contrast']," if scheme == "dark" else ""
        found = page.evaluate(f"axe.run(document, {{{rules} resultTypes: ['violations']}})")
        serious = [
            (violation["id"], [node["html"] for node in violation["nodes"]][:3])
            for violation in found["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert not serious, (kind, serious)
    context.close()


def test_hostile_names_are_text(looker: Looker) -> None:
    page = looker.open("people.html#search=X-")
    assert page.locator(".brand").inner_text() == f"Training records of {COMPANY}"
    names = set(looker.column("full name"))
    assert names >= {name for name in HOSTILE if "\u202e" not in name}
    assert "invoice\\u202egnp.exe" in names
    page.get_by_role("link", name="X-0", exact=True).click()
    assert HOSTILE[0] in page.locator("h1").inner_text()
    page = looker.open("trainings.html")
    assert set(looker.column("training")) >= set(TRAININGS)
    page.get_by_role("link", name=TRAININGS[0], exact=True).click()
    assert page.locator("h1").inner_text() == TRAININGS[0]
    assert '<2> "b"' in page.locator(".versions h3").first.inner_text()
    looker.open("audit.html")
    assert page.evaluate("window.hacked === undefined")


def test_a_training_tells_what_was_decided_whatever_it_was_called(
    looker: Looker, company: str
) -> None:
    page = looker.open("trainings.html")
    page.get_by_role("link", name="Gowning", exact=True).click()
    changes = page.locator("section[aria-labelledby=changes] tbody tr").all_inner_texts()
    assert len(changes) == scalar(
        company,
        "select count(*) from mart_audit.training_changes join mart_compliance.dim_training"
        " using (training_id) where training = 'Gowning'",
    )
    assert "decided to recertify nobody" in changes[0]
    assert "It says the same as before" in changes[0]
    page.get_by_role("link", name="Audit trail of this training").click()
    assert looker.rows() == scalar(
        company,
        "select count(*) from mart_audit.audit_trail join mart_compliance.dim_training"
        " using (training_id) where training = 'Gowning'",
    )
    assert "Cleanroom gowning" in looker.column("sentence")[0]


def test_a_recertification_has_each_run(looker: Looker, company: str) -> None:
    campaign_id = scalar(
        company,
        "select campaign_id from mart_audit.recertification_runs where population = 0",
    )
    page = looker.open(f"recertifications/{campaign_id}.html")
    runs = page.get_by_role("region", name="Run by run").locator("tbody tr").all_inner_texts()
    assert len(runs) == 3
    assert "Looking for paper records once more" in runs[-1]


def test_a_person_has_their_exemptions(looker: Looker, company: str) -> None:
    user_id = scalar(company, "select user_id from mart_audit.exemption_register")
    page = looker.open(f"people/{user_id}.html")
    (row,) = page.get_by_role("region", name="Exemptions").locator("tbody tr").all_inner_texts()
    for part in ("Lockout/Tagout", "2026-10-01", "yes", "Q-001", "On parental leave until autumn"):
        assert part in row


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_the_matrix_leads_to_people_of_a_hostile_department(
    looker: Looker, department: str
) -> None:
    page = looker.open("matrix.html")
    heads = page.locator(".matrix thead th").all_inner_texts()
    shown = department.replace("\u202e", "\\u202e")
    place = [head.strip() for head in heads].index(shown)
    row = page.locator(".matrix tbody tr", has_text="../../etc/passwd")
    cell = row.locator("td").nth(place - 1)
    required = int(cell.locator("small").inner_text().split("/")[1])
    cell.locator("a").click()
    assert looker.rows() == required > 0
    assert set(looker.column("department")) == {shown}
    assert set(looker.column("training")) == {"../../etc/passwd"}


def test_no_page_is_wider_than_a_telephone(looker: Looker) -> None:
    looker.page.set_viewport_size({"width": 390, "height": 800})
    for file in pages(looker.site):
        assert looker.open(file).evaluate(_TOO_WIDE) <= 0, file
