"""Writes the pages: templates, what they look like, and which there are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.reports.site import words
from pipeline.reports.site.links import Links
from pipeline.reports.site.paper import hash_of, page_style, site_style

if TYPE_CHECKING:
    from pipeline.reports.standing import Standing

_HERE = Path(__file__).parent

_STYLES = "style-src 'self' file:"

#: What a page may load: what lies beside it. No script of a page's own, no frame, no request. From
#: disk that is file: for browsers that take each file for an origin of its own, as Firefox does.
#: Styles are those beside it, too, and the one that each page is allowed by its hash.
_POLICY = (
    f"default-src 'none'; script-src 'self' file:; {_STYLES}; base-uri 'none'; form-action 'none'"
)

#: The pages that every page leads to.
NAVIGATION = (
    ("index.html", "Overview"),
    ("matrix.html", "Matrix"),
    ("trainings.html", "Trainings"),
    ("recertifications.html", "Recertifications"),
    ("people.html", "People"),
    ("audit.html", "Audit trail"),
    ("controls.html", "Controls"),
    ("ask.html", "Ask"),
)

#: End tags that HTML lets a page leave out: a quarter of the pages of people.
_IMPLIED = re.compile(r"</(?:td|th|tr|thead|tbody|li)>\s*")


class Writer:
    """Writes pages and data into a folder, and counts them."""

    def __init__(
        self,
        folder: Path,
        standing: Standing,
        *,
        is_small: bool,
        cells: dict[tuple[str, int], int],
        company: str | None,
    ) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined

        self.folder = folder
        self._standing = standing
        self._company = company
        self.pages = 0
        self.bytes = 0
        #: All files that were written, by their paths below the folder.
        self.files: list[str] = []
        self.is_small = is_small
        #: The tables that were cut, by the names of their files below data/.
        self.cut: set[str] = set()
        self.links = {
            root: Links(root, is_small=is_small, cells=cells, cut=self.cut) for root in ("", "../")
        }
        environment = Environment(
            loader=FileSystemLoader(_HERE / "templates", encoding="utf-8"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        filters: dict[str, Callable[..., object]] = {
            "text": words.text,
            "word": words.word,
            "moment": words.moment,
            "heat": words.heat,
            "percent": words.share,
        }
        environment.filters |= filters
        environment.globals |= {
            "navigation": NAVIGATION,
            "standing": standing,
            "company": company,
            "statuses": words.STATUSES,
            "outcomes": words.OUTCOMES,
            "heat_steps": words.HEAT_STEPS,
            "is_small": is_small,
        }
        self._environment = environment

    def page(
        self, file: str, template: str, title: str, *, here: str | None = None, **values: Any
    ) -> None:
        """Write a page; ``here`` is the one of the navigation that it belongs to, if another."""
        from markupsafe import Markup

        root = "../" * file.count("/")
        style = page_style(words.text(title))
        policy = _POLICY.replace(_STYLES, f"{_STYLES} {hash_of(style)}")
        text = self._environment.get_template(template).render(
            root=root,
            policy=Markup(policy),  # noqa: S704  a text of our own
            style=Markup(style),  # noqa: S704  a string of CSS has no letter that HTML knows
            links=self.links[root],
            here=here or file,
            title=words.text(title),
            **values,
        )
        self.file(file, _IMPLIED.sub("", text))
        self.pages += 1

    def file(self, file: str, text: str) -> None:
        """Write a file of text."""
        path = self.folder / file
        self._made(path.parent)
        data = text.encode("utf-8", "backslashreplace")
        path.write_bytes(data)
        path.chmod(0o640)
        self.files.append(file)
        self.bytes += len(data)

    def assets(self) -> None:
        """What all pages share: style, scripts, and the licence of what is not of Recert."""
        assets = self.folder / "assets"
        self._made(assets)
        sheets = [_HERE / "static" / name for name in ("site.css", "paper.css")]
        look = "\n".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
        self.file("assets/site.css", look + site_style(self._standing, self._company))
        for name in ("static/site.js", "static/tables.js", "vendor/datatables.min.js"):
            self._copy(_HERE / name, assets)
        self._copy(_HERE / "vendor" / "datatables-license.txt", assets)

    def copied(self, file: Path, folder: str) -> None:
        """Put a file of ours into a folder of the site."""
        target = self.folder / folder
        self._made(target)
        self._copy(file, target)

    def _made(self, folder: Path) -> None:
        """Have a folder below that of the site, with its rights whatever the umask is."""
        if not folder.is_dir():
            self._made(folder.parent)
            folder.mkdir()
            folder.chmod(0o750)

    def _copy(self, file: Path, folder: Path) -> None:
        copy = folder / file.name
        shutil.copyfile(file, copy)
        copy.chmod(0o640)
        self.files.append(copy.relative_to(self.folder).as_posix())
        self.bytes += copy.stat().st_size
