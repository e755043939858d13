"""A pack is checked by the command and by itself, and what was changed is found."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import Recert


def unpacked(file: Path, folder: Path) -> Path:
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    return folder


def by_itself(folder: Path) -> int:
    """The exit code of the pack's own program, in a Python that finds nothing but its library."""
    given = [sys.executable, "-I", "-S", folder / "verify.py"]
    return subprocess.run(given, capture_output=True, check=False, timeout=60).returncode


def test_a_pack_verifies_itself(whole: Path, tmp_path: Path) -> None:
    assert by_itself(unpacked(whole, tmp_path)) == 0


def test_no_room_for_the_log_is_no_fault_of_the_pack(
    whole: Path, recert: Recert, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    result = recert("report", "pack", "--check", str(whole))
    assert (result.code, result.out) == (1, "")
    assert str(tmp_path / "none") in result.err
    assert "ZR103" not in result.err


def packed(folder: Path, file: Path) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return file


def changed_line(data: bytes, old: bytes, new: bytes) -> bytes:
    assert old in data
    return data.replace(old, new, 1)


TAMPERED = {
    "a register changed": ("registers/evidence_register.csv", lambda d: d[:-3] + b"1\r\n"),
    "a row of the log changed": (
        "audit.jsonl",
        lambda d: changed_line(d, b"One lock for each", b"Two locks for each"),
    ),
    "the end of the log cut off": ("audit.jsonl", lambda d: b"".join(d.splitlines(True)[:-1])),
    "another anchor": ("anchor.json", lambda d: changed_line(d, b'"hash": "', b'"hash": "0')[:90]),
    "the summary changed": ("summary.pdf", lambda d: d + b"\n"),
    "the program changed": ("verify.py", lambda d: d + b"\n"),
    "a file missing": ("README.txt", lambda _: None),
    "a file more": ("registers/more.csv", lambda _: b"a\r\n"),
    "an empty log": ("audit.jsonl", lambda _: b""),
    "another end in the manifest": (
        "MANIFEST.json",
        lambda d: changed_line(
            d, b'"chain_head": {\n    "seq": ', b'"chain_head": {\n    "seq": 1'
        ),
    ),
}


def with_manifest(data: bytes, change: Any) -> bytes:
    manifest = json.loads(data)
    change(manifest)
    return json.dumps(manifest).encode()


MANIFESTS = {
    "no digest": lambda m: m["files"][0].update(sha256=""),
    "a digest that is a number": lambda m: m["files"][0].update(sha256=0),
    "another size": lambda m: m["files"][0].update(bytes=1),
    "a size that is a text": lambda m: m["files"][0].update(bytes="1"),
    "a file twice": lambda m: m["files"].append(m["files"][0]),
    "another form": lambda m: m.update(format="recert.pack/2"),
    "a row that is no integer": lambda m: m["chain_head"].update(seq=float(m["chain_head"]["seq"])),
    "a file above": lambda m: m["files"].append({"name": "../x", "bytes": 0, "sha256": "0" * 64}),
    "no files": lambda m: m.update(files=None),
    "files that are none": lambda m: m.update(files=[None]),
    "no head": lambda m: m.pop("chain_head"),
}


@pytest.mark.rule(20)
@pytest.mark.parametrize("how", MANIFESTS)
def test_a_manifest_that_says_something_else(
    whole: Path, recert: Recert, tmp_path: Path, how: str
) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    path = folder / "MANIFEST.json"
    path.write_bytes(with_manifest(path.read_bytes(), MANIFESTS[how]))
    assert by_itself(folder) == 8
    file = packed(folder, tmp_path / "x.zip")
    assert recert("report", "pack", "--check", str(file)).code in (5, 8)


@pytest.mark.rule(20)
@pytest.mark.parametrize("name", ["audit.jsonl", "anchor.json", "MANIFEST.json"])
@pytest.mark.parametrize("data", [None, b"", b"null", b"[]", b"\xff", b"[" * 100_000])
def test_what_cannot_be_read_is_a_fault_and_no_crash(
    whole: Path, recert: Recert, tmp_path: Path, name: str, data: bytes | None
) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    if data is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(data)
    assert by_itself(folder) == 8
    file = packed(folder, tmp_path / "x.zip")
    assert recert("report", "pack", "--check", str(file)).code in (5, 8)


def test_an_earlier_anchor_is_not_the_end(whole: Path, recert: Recert, tmp_path: Path) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    row = json.loads((folder / "audit.jsonl").read_bytes().splitlines()[4])
    data = json.dumps({"seq": row["seq"], "hash": row["hash"]}).encode()
    (folder / "anchor.json").write_bytes(data)

    def listed(manifest: Any) -> None:
        (entry,) = (entry for entry in manifest["files"] if entry["name"] == "anchor.json")
        entry.update(bytes=len(data), sha256=hashlib.sha256(data).hexdigest())

    path = folder / "MANIFEST.json"
    path.write_bytes(with_manifest(path.read_bytes(), listed))
    assert by_itself(folder) == 8
    file = packed(folder, tmp_path / "x.zip")
    assert recert("report", "pack", "--check", str(file)).code == 8


def test_no_file_of_the_folder_is_run(whole: Path, tmp_path: Path) -> None:
    folder = unpacked(whole, tmp_path / "pack")
    for name in ("hashlib", "json", "re", "os"):
        (folder / f"{name}.py").write_text("import sys\nsys.exit(0)\n", encoding="utf-8")
    given = [sys.executable, "verify.py"]
    done = subprocess.run(given, cwd=folder, capture_output=True, check=False, timeout=60)
    assert done.returncode == 8


def test_what_is_no_plain_file_is_no_pack(recert: Recert, tmp_path: Path) -> None:
    assert recert("report", "pack", "--check", "/dev/zero").code == 5


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("how", "is_listed"),
    [
        *((how, False) for how in TAMPERED),
        # whoever makes the whole manifest anew has another pack: README.txt of the pack
        *(
            (how, True)
            for how, (name, _) in TAMPERED.items()
            if name in ("audit.jsonl", "anchor.json")
        ),
    ],
)
def test_what_was_tampered_with_is_found(
    whole: Path, recert: Recert, tmp_path: Path, how: str, is_listed: bool
) -> None:
    """Also where the manifest was made anew: then the log and the head still have to fit."""
    name, change = TAMPERED[how]
    folder = unpacked(whole, tmp_path / "pack")
    path = folder / name
    data = change(path.read_bytes() if path.exists() else b"")
    if data is None:
        path.unlink()
    else:
        path.write_bytes(data)
    if is_listed:
        manifest = json.loads((folder / "MANIFEST.json").read_bytes())
        for entry in manifest["files"]:
            if entry["name"] == name and data is not None:
                entry["bytes"], entry["sha256"] = len(data), hashlib.sha256(data).hexdigest()
        (folder / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    file = packed(folder, tmp_path / "x.zip")
    checked = recert("report", "pack", "--check", str(file), "--format", "json")
    assert (checked.code, checked.document["is_intact"]) == (8, False)
    assert checked.document["faults"]
    if how != "the program changed":
        assert by_itself(folder) != 0


@pytest.mark.parametrize(
    "data",
    [b"", b"PK", b"no zip at all", b"PK\x05\x06" + b"\0" * 18],
    ids=["nothing", "cut", "text", "an empty zip"],
)
def test_what_is_no_pack(recert: Recert, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(data)
    result = recert("report", "pack", "--check", str(file), "--log-format", "json")
    assert (result.code, result.out) == (5, "")
    assert result.messages[-1]["sqlstate"] == "ZR103"


@pytest.mark.parametrize(
    "manifest",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": "recert.pack/2", "scope": {}, "chain_head": {"seq": 1, "hash": ""}}',
        b"[" * 100_000,
        b'{"format": "recert.pack/1", "scope": {}, "chain_head": {"seq": "1", "hash": ""},'
        b' "files": []}',
        b'{"format": "recert.pack/1", "scope": {}, "chain_head": {"seq": 1, "hash": ""},'
        b' "files": [1]}',
    ],
)
def test_a_manifest_that_is_none(recert: Recert, tmp_path: Path, manifest: bytes) -> None:
    file = tmp_path / "x.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("MANIFEST.json", manifest)
    assert recert("report", "pack", "--check", str(file)).code == 5


def test_a_pack_that_is_cut_or_damaged(whole: Path, recert: Recert, tmp_path: Path) -> None:
    data = whole.read_bytes()
    file = tmp_path / "x.zip"
    file.write_bytes(data[: len(data) // 2])
    assert recert("report", "pack", "--check", str(file)).code == 5
    broken = bytearray(data)
    broken[len(data) // 2] ^= 0xFF
    file.write_bytes(broken)
    assert recert("report", "pack", "--check", str(file)).code in (5, 8)
    assert recert("report", "pack", "--check", str(tmp_path / "none.zip")).code == 5


def test_a_pack_behind_another_one_is_found(whole: Path, recert: Recert, tmp_path: Path) -> None:
    file = tmp_path / "x.zip"
    file.write_bytes(whole.read_bytes() + whole.read_bytes())
    assert recert("report", "pack", "--check", str(file)).code == 8


def test_a_check_takes_no_scope(whole: Path, recert: Recert) -> None:
    given = ["report", "pack", "--check", str(whole), "--training", "Lockout/Tagout"]
    assert recert(*given).code == 2
