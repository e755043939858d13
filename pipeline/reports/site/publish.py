"""Writes a site from the marts of a database, on the record, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline import api
from pipeline.output import announce, harmless
from pipeline.reports.behind import announce_behind
from pipeline.reports.site.build import write_site
from pipeline.reports.site.folder import digest_of_all, keep_all, new_folder
from pipeline.reports.standing import Standing, may_record, name_of, read_marts
from pipeline.settings import Settings

if TYPE_CHECKING:
    from pipeline.reports.runner import Progress

Row = dict[str, Any]


def publish_site(
    settings: Settings,
    folder: Path,
    *,
    people: Sequence[str] = (),
    company: str | None = None,
    rebuild: bool = False,
    as_built: bool = False,
    replace: bool = False,
    progress: AbstractContextManager[Progress] | None = None,
) -> Row:
    """Write the site and record that it was handed out; returns what the command prints.

    The record is made when all is on disk and before the folder has its name: there is no site that
    the log does not know of. A login that only reads leaves none, ``audit_seq`` is None then.
    Raises :class:`WrongState` where the folder is taken, a person is not there or the marts are not
    those of now, :class:`NotAllowed` for a login that may not read the marts, :class:`Defect` where
    the folder cannot be written.
    """

    def tell(text: str) -> None:
        announce(settings, text)

    with new_folder(folder, replace=replace, tell=tell) as hidden:
        standing, written = _write(settings, hidden, people, company, rebuild, as_built, progress)
        keep_all(hidden)
        sha256 = digest_of_all(hidden)
        asked = sorted(set(people))
        scope = {"people": "everyone" if written.has_everybody else asked, "asked_for": asked}
        audit_seq = _record(settings, folder, scope, standing, sha256)
    return {
        "folder": str(folder),
        "pages": written.pages,
        "bytes": written.bytes,
        "people": written.people,
        "sha256": sha256,
        "as_of": standing.as_of,
        "head_seq": standing.head_seq,
        "head_hash": standing.head_hash,
        "audit_seq": audit_seq,
    }


def _write(
    settings: Settings,
    hidden: Path,
    people: Sequence[str],
    company: str | None,
    rebuild: bool,
    as_built: bool,
    progress: AbstractContextManager[Progress] | None,
) -> tuple[Standing, Any]:
    with read_marts(settings, rebuild=rebuild, as_built=as_built, progress=progress) as (
        connection,
        standing,
    ):
        announce_behind(settings, standing)
        return standing, write_site(
            connection,
            standing,
            hidden,
            people=people,
            company=harmless(company) if company else None,
            tell=lambda text: announce(settings, text),
        )


def _record(
    settings: Settings, folder: Path, scope: dict[str, Any], standing: Standing, sha256: str
) -> int | None:
    with settings.connection() as connection:
        if not may_record(connection):
            return None
        return api.record_report_export(
            connection,
            kind="site",
            name=name_of(folder),
            scope=scope,
            head_seq=standing.head_seq,
            head_hash=standing.head_hash,
            sha256=sha256,
        )
