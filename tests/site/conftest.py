"""A company with hostile names, its site, and the browser that looks at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.embedded import EmbeddedServer
from pipeline.reports.build import build
from tests.cli.calling import Result, call
from tests.company import Database, copied
from tests.site.company import COMPANY, tell


@pytest.fixture(scope="session", autouse=True)
def home(dbt_home: Path) -> Iterator[Path]:
    """Where dbt writes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RECERT_HOME", str(dbt_home))
        yield dbt_home


@pytest.fixture(scope="session")
def company(server: EmbeddedServer, template: str) -> Iterator[str]:
    """The DSN of a company with marts; nobody is connected to it."""
    with copied(server, template) as dsn:
        with Database.connect(dsn) as database:
            tell(database)
        yield dsn


@pytest.fixture
def bare(dsn: str) -> str:
    """A company without trainings, recertifications or signatures, with marts."""
    with Database.connect(dsn) as database:
        database.users("E-1")
    build(dsn)
    return dsn


@pytest.fixture(scope="session")
def published(company: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """Its site, and what the command printed."""
    folder = tmp_path_factory.mktemp("sites") / "site"
    given = ["--company", COMPANY, "--dsn", company, "--format", "json"]
    result = call("report", "site", str(folder), *given)
    assert result.code == 0, result.err
    return folder, result


@pytest.fixture(scope="session")
def site(published: tuple[Path, Result]) -> Path:
    return published[0]


def chromium() -> str | None:
    """The browser: RECERT_CHROMIUM, else Debian's."""
    return os.environ.get("RECERT_CHROMIUM") or shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium()
    if program is None:
        pytest.skip("there is no Chromium here: set RECERT_CHROMIUM, or install chromium")
    with sync_playwright() as playwright:
        # root may not use Chromium's own sandbox; the pages are ours
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Looker:
    """A page of the browser, and whatever it complained of or asked for."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.site = site
        self.complaints: list[str] = []
        self.outside: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))

    def _asked(self, url: str) -> None:
        if url != "about:blank" and not url.startswith(f"{self.site.as_uri()}/"):
            self.outside.append(url)

    def open(self, file: str) -> Page:
        """Open a page of the site, with what follows #, and wait for its table."""
        path, _, fragment = file.partition("#")
        address = (self.site / path).as_uri()
        if self.page.url.partition("#")[0] == address:
            self.page.goto("about:blank")  # else it would not be loaded anew
        self.page.goto(f"{address}#{fragment}")
        self.settled()
        return self.page

    def follow(self, href: str) -> None:
        """Be at this address: of the page that is open only what follows # changes."""
        path, _, fragment = href.partition("#")
        if self.page.url.partition("#")[0] != path:
            self.page.goto(href)
        elif self.page.url != href:
            self.page.evaluate(
                "to => new Promise(done => {"
                " addEventListener('hashchange', () => setTimeout(done), {once: true});"
                " location.hash = to; })",
                fragment,
            )
        self.settled()

    def settled(self) -> None:
        """The table is there, if the page has one."""
        if self.page.locator("[data-table]").count():
            self.page.wait_for_selector("[data-ready=yes]")

    def rows(self) -> int:
        """How many rows fit what is asked for, as the table says."""
        self.settled()
        told = self.page.locator(".dt-info").inner_text()
        return (
            0
            if told.startswith("No row")
            else int(told.split(" of ")[1].split()[0].replace(",", ""))
        )

    def column(self, name: str) -> list[str]:
        """The texts of a column on the page that is shown."""
        heads = self.page.locator("[data-table] thead th").all_inner_texts()
        (place,) = (at for at, head in enumerate(heads) if head.strip().startswith(name))
        cells = self.page.locator(f"[data-table] tbody tr td:nth-child({place + 1})")
        return [text.strip() for text in cells.all_inner_texts()]

    def here(self) -> str:
        """The page that is open, with what follows #."""
        parts = urlsplit(self.page.url)
        return f"{Path(parts.path).name}#{parts.fragment}"


@contextmanager
def looking_at(browser: Browser, site: Path) -> Iterator[Looker]:
    """The browser at a site; whoever uses it has seen no error and no request to elsewhere."""
    context = browser.new_context()
    looker = Looker(context.new_page(), site)
    yield looker
    context.close()
    assert not looker.complaints
    assert not looker.outside


@pytest.fixture
def looker(browser: Browser, site: Path) -> Iterator[Looker]:
    with looking_at(browser, site) as looker:
        yield looker


def scalar(dsn: str, query: str, *arguments: Any) -> Any:
    with Database.connect(dsn) as database:
        return database.value(query, *arguments)
