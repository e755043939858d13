"""Takes the pictures of the README: ``python -m tests.site.screenshots``.

They are of the company that `recert demo` makes, on a server of its own.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.cli.calling import COMMAND, ROOT, environment
from tests.site.conftest import chromium

IMAGES = ROOT / "docs" / "images"

#: Name, page, colours and height in pixels of each.
PICTURES = [
    ("site-overview", "index.html", "light", 1080),
    ("site-overview-dark", "index.html", "dark", 1080),
    ("site-matrix", "matrix.html", "light", 820),
    ("site-training", "trainings/{training}.html", "light", 1060),
    ("site-recertification", "recertifications/{recertification}.html", "light", 1060),
]


def recert(home: str, *arguments: str) -> str:
    """Run the command on the embedded server of a folder."""
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=environment(RECERT_HOME=home),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def take(site: Path) -> None:
    """Take all of them, of a site."""
    program = chromium()
    assert program is not None, "there is no Chromium: set RECERT_CHROMIUM"
    numbers = {
        "training": _first(site, "trainings", "Cleanroom gowning"),
        "recertification": _first(site, "recertifications", ""),
    }
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        # grey edges of letters take less room than coloured ones
        options = ["--no-sandbox", "--disable-lcd-text"]
        browser = playwright.chromium.launch(executable_path=program, args=options)
        for name, page, colours, height in PICTURES:
            context = browser.new_context(
                viewport={"width": 1080, "height": height}, color_scheme=colours
            )
            shown = context.new_page()
            shown.goto((site / page.format(**numbers)).as_uri())
            if shown.locator("[data-table]").count():
                shown.wait_for_selector("[data-ready=yes]")
            shown.screenshot(path=IMAGES / f"{name}.png")
            context.close()
        browser.close()


def _first(site: Path, folder: str, word: str) -> str:
    return min(
        path.stem
        for path in (site / folder).glob("*.html")
        if f"<h1><bdi>{word}" in path.read_text(encoding="utf-8")
    )


def main() -> None:
    """Make the company and its site, and look at it."""
    with tempfile.TemporaryDirectory() as folder:
        home, site = str(Path(folder) / "home"), Path(folder) / "site"
        # the account of the server has to reach it
        os.chmod(folder, 0o755)  # noqa: PTH101, S103
        try:
            recert(home, "demo")
            recert(home, "report", "site", str(site))
            take(site)
        finally:
            recert(home, "db", "stop")


if __name__ == "__main__":
    main()
