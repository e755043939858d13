"""A site is there whole or not at all, on the record, and never in the place of something else."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
from pathlib import Path

import pytest

from pipeline.embedded import EmbeddedServer
from pipeline.errors import Defect, WrongState
from pipeline.reports.build import build
from pipeline.reports.site import folder as site_folder
from pipeline.reports.site.folder import KIND, MARKER, new_folder
from tests.cli.calling import call, finish, start
from tests.company import Database, copied, login
from tests.site.conftest import scalar
from tests.site.written import contents


def old_site(folder: Path, **files: str) -> Path:
    """A folder that was written as a site, with these files."""
    folder.mkdir()
    marker = {"kind": KIND, "files": sorted(files)}
    for name, text in {**files, MARKER: json.dumps(marker)}.items():
        (folder / name).write_text(text)
    return folder


def without_exchange(patch: pytest.MonkeyPatch) -> None:
    """As on a system that cannot have two folders change names in one step."""
    patch.setattr("ctypes.CDLL", lambda *_, **__: object())


def exports(dsn: str) -> int:
    return int(scalar(dsn, "select count(*) from audit.log where action = 'export'"))


def test_what_is_there_is_not_replaced(company: str, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    (taken / "mine").write_text("mine")
    before = exports(company)
    file = tmp_path / "file"
    file.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nowhere")
    for name in (taken, file, link):
        for options in ([], ["--force"]):
            result = call("report", "site", str(name), "--dsn", company, *options)
            assert (result.code, "ZR209" in result.err) == (6, True)
    assert exports(company) == before
    assert {path.name for path in tmp_path.iterdir()} == {"taken", "file", "link"}
    assert (taken / "mine").read_text() == "mine"


def test_an_empty_folder_is_taken(company: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = call("report", "site", str(tmp_path / "empty"), "--dsn", company)
    assert result.code == 0, result.err
    assert (tmp_path / "empty" / "index.html").is_file()
    assert (tmp_path / "empty").stat().st_mode & 0o777 == 0o750


def test_the_longest_name_is_a_name(company: str, tmp_path: Path) -> None:
    folder = tmp_path / ("é" * 127 + "1")
    assert len(os.fsencode(folder.name)) == os.pathconf(tmp_path, "PC_NAME_MAX") == 255
    for options in ([], ["--force"]):
        done = call("report", "site", str(folder), "--dsn", company, *options)
        assert done.code == 0, done.err
        assert list(tmp_path.iterdir()) == [folder]


def test_a_site_is_replaced_when_asked_for(company: str, tmp_path: Path) -> None:
    folder = old_site(tmp_path / "site", **{"old.html": "old"})
    refused = call("report", "site", str(folder), "--dsn", company)
    assert refused.code == 6
    assert (folder / "old.html").is_file()
    done = call("report", "site", str(folder), "--dsn", company, "--force")
    assert done.code == 0, done.err
    assert not (folder / "old.html").exists()
    assert (folder / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_was_put_into_a_site_is_not_lost(company: str, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    assert call("report", "site", str(folder), "--dsn", company).code == 0
    mine = folder / "people" / "notes.txt"
    mine.write_text("mine")
    refused = call("report", "site", str(folder), "--dsn", company, "--force")
    assert (refused.code, "people/notes.txt" in refused.err) == (6, True)
    assert mine.read_text() == "mine"
    mine.unlink()
    # a name that leads back up is that of the folder, too
    again = call("report", "site", f"{folder}/people/..", "--dsn", company, "--force")
    assert again.code == 0, again.err
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize(
    "marker", ["", "{}", "[]", '{"kind": "recert site"}', '{"kind": "x", "files": []}', None]
)
def test_a_file_of_that_name_makes_no_site(tmp_path: Path, marker: str | None) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    if marker is None:
        other = old_site(tmp_path / "other")
        (folder / MARKER).symlink_to(other / MARKER)
    else:
        (folder / MARKER).write_text(marker)
    with pytest.raises(WrongState), new_folder(folder, replace=True, tell=print):
        pytest.fail("It is taken.")
    assert [path.name for path in folder.iterdir()] == [MARKER]


@pytest.mark.parametrize("has_exchange", [True, False])
@pytest.mark.parametrize("replace", [True, False])
def test_what_comes_while_a_site_is_written_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_exchange: bool, replace: bool
) -> None:
    if not has_exchange:
        without_exchange(monkeypatch)
    folder = old_site(tmp_path / "site", index="old") if replace else tmp_path / "site"
    told: list[str] = []

    def write() -> None:
        with new_folder(folder, replace=replace, tell=told.append) as hidden:
            (hidden / "index").write_text("new")
            if replace:
                folder.rename(tmp_path / "moved")
            folder.mkdir()
            (folder / "mine").write_text("mine")

    with pytest.raises(WrongState) as raised:
        write()
    assert raised.value.sqlstate == "ZR209"
    assert contents(folder) == {"mine": b"mine"}
    assert {path.name for path in tmp_path.iterdir()} <= {"site", "moved"}
    assert told == []


@pytest.mark.parametrize("has_exchange", [True, False])
@pytest.mark.parametrize("is_readable", [True, False])
def test_what_was_swapped_in_at_the_last_moment_is_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_exchange: bool, is_readable: bool
) -> None:
    """Between the last look at the folder and the change of names."""
    if not has_exchange:
        without_exchange(monkeypatch)
    folder = old_site(tmp_path / "site", index="old")
    given = site_folder._exchange

    def late(new: Path, old: Path) -> Path:
        monkeypatch.setattr(site_folder, "_exchange", given)
        (old / "mine").write_text("mine")
        if not is_readable:
            monkeypatch.setattr(site_folder, "_require_site", refuse)
        return given(new, old)

    monkeypatch.setattr(site_folder, "_exchange", late)
    error = WrongState if is_readable else Defect
    with pytest.raises(error), new_folder(folder, replace=True, tell=print) as hidden:
        (hidden / "index").write_text("new")
    assert (folder / "mine").read_text() == "mine"
    assert (folder / "index").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_two_at_once_with_force_both_succeed(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    with new_folder(folder, replace=True, tell=print) as hidden:
        (hidden / "index").write_text("second")
        old_site(folder, index="first")
    assert contents(folder) == {"index": b"second"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_folder_that_cannot_be_written_is_an_error(company: str, tmp_path: Path) -> None:
    before = exports(company)
    result = call("report", "site", str(tmp_path / "no" / "site"), "--dsn", company)
    assert result.code == 1
    assert "Traceback" not in result.err
    assert exports(company) == before
    assert not list(tmp_path.iterdir())


def test_no_room_for_a_file_is_an_error(company: str, tmp_path: Path) -> None:
    before = exports(company)
    result = finish(
        start(
            *("report", "site", str(tmp_path / "site"), "--dsn", company),
            # the table library is larger
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        )
    )
    assert result.code == 1
    assert "cannot be written" in result.err
    assert exports(company) == before
    assert not list(tmp_path.iterdir())


def test_an_unknown_person_is_an_error(company: str, tmp_path: Path) -> None:
    before = exports(company)
    result = call("report", "site", str(tmp_path / "s"), "--dsn", company, "--person", "E-9")
    assert (result.code, "ZR203" in result.err) == (6, True)
    assert exports(company) == before
    assert not list(tmp_path.iterdir())


def test_killed_midway_leaves_nothing_under_the_name(company: str, tmp_path: Path) -> None:
    folder = old_site(tmp_path / "site", **{"old.html": "old"})
    old = contents(folder)
    before = exports(company)
    process = start("report", "site", str(folder), "--dsn", company, "--force")
    assert process.stderr is not None
    assert process.stderr.readline()  # it has begun to write
    os.kill(process.pid, signal.SIGKILL)
    finish(process)
    assert contents(folder) == old
    assert exports(company) == before


def test_interrupted_leaves_nothing_at_all(company: str, tmp_path: Path) -> None:
    process = start("report", "site", str(tmp_path / "site"), "--dsn", company)
    assert process.stderr is not None
    assert process.stderr.readline()
    os.kill(process.pid, signal.SIGINT)
    assert finish(process).code == 130
    assert not list(tmp_path.iterdir())


def test_an_auditor_makes_one_that_is_not_recorded(company: str, tmp_path: Path) -> None:
    before = exports(company)
    with login(company, "recert_auditor") as dsn:
        result = call("report", "site", str(tmp_path / "s"), "--dsn", dsn, "--format", "json")
    assert result.code == 0, result.err
    assert result.document["audit_seq"] is None
    assert (tmp_path / "s" / "index.html").is_file()
    assert exports(company) == before


def test_who_may_not_read_the_marts_may_not_make_one(company: str, tmp_path: Path) -> None:
    with login(company) as dsn:
        result = call("report", "site", str(tmp_path / "s"), "--dsn", dsn)
    assert result.code == 7
    assert "recert_auditor" in result.err
    assert not list(tmp_path.iterdir())


def test_marts_of_a_record_that_is_empty(dsn: str, tmp_path: Path) -> None:
    build(dsn)
    assert scalar(dsn, "select head_seq from api.marts_standing") == 0
    for given in (["site"], ["export", "dim_user", "--to"]):
        file = str(tmp_path / f"{given[0]}.csv")
        result = call("report", *given, file, "--dsn", dsn, "--format", "json")
        assert result.code == 0, result.err
        assert (result.document["head_seq"], result.document["head_hash"]) == (0, "0" * 64)
        assert result.document["audit_seq"]


def refuse(*_: object, **__: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def test_what_fails_when_the_folder_is_there_does_not_say_that_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.reports.site.folder.keep_folder", refuse)
    with pytest.raises(Defect) as raised, new_folder(tmp_path / "site", tell=print) as hidden:
        (hidden / "new").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert (tmp_path / "site" / "new").read_text() == "new"
    assert "--force" in str(raised.value.hint)
    assert "Nothing" not in str(raised.value.hint)


@pytest.mark.parametrize("has_exchange", [True, False])
def test_what_cannot_be_deleted_is_told_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_exchange: bool
) -> None:
    if not has_exchange:
        without_exchange(monkeypatch)
    folder = old_site(tmp_path / "site", index="old")
    monkeypatch.setattr("pipeline.reports.site.folder.shutil.rmtree", refuse)
    told: list[str] = []
    with new_folder(folder, replace=True, tell=told.append) as hidden:
        (hidden / "index").write_text("new")
    assert (folder / "index").read_text() == "new"
    (left,) = (path for path in tmp_path.iterdir() if path != folder)
    assert (left / "index").read_text() == "old"
    (line,) = told
    assert str(left) in line


def test_marts_that_were_never_built(dsn: str, tmp_path: Path) -> None:
    result = call("report", "site", str(tmp_path / "s"), "--dsn", dsn)
    assert (result.code, "ZR215" in result.err) == (6, True)
    assert not list(tmp_path.iterdir())


def test_marts_that_are_older_than_the_record(
    server: EmbeddedServer, company: str, tmp_path: Path
) -> None:
    name = scalar(company, "select current_database()")
    with copied(server, name) as dsn:
        with Database.connect(dsn) as database:
            database.act_as("H-001")
            database.execute("select api.upsert_user('E-0002', p_department => 'Warehouse')")
        refused = call("report", "site", str(tmp_path / "s"), "--dsn", dsn)
        assert (refused.code, "ZR215" in refused.err) == (6, True)
        assert not list(tmp_path.iterdir())
        given = ("--dsn", dsn, "--as-built", "--log-format", "json")
        done = call("report", "site", str(tmp_path / "s"), *given)
        assert done.code == 0, done.err
        (line,) = [line for line in done.messages if "rows_behind" in line]
        assert line["rows_behind"] == 1
        assert "Not the latest" in (tmp_path / "s" / "index.html").read_text(encoding="utf-8")
